#!/usr/bin/env python
"""Django's command line for placedev."""

import os
import sys


def main() -> None:
    """Run one management command."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "placedev.settings")
    from django.core.exceptions import ImproperlyConfigured  # noqa: PLC0415 - after the env is set
    from django.core.management import execute_from_command_line  # noqa: PLC0415

    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        # One sentence for the operator instead of a traceback.
        sys.exit(f"placedev cannot start. {error}")


if __name__ == "__main__":
    main()
