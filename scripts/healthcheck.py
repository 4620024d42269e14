"""Ask an address for its health; exit with 0 when it answers 200.

    python scripts/healthcheck.py http://127.0.0.1:8000/health/

For a container's health check, where curl is not at hand. The Host header is the first of
ALLOWED_HOSTS, so that the site answers.
"""

import os
import sys
import urllib.error
import urllib.request


def main(address: str) -> int:
    """Return 0 when the address answers 200, else 1 with the reason on standard error."""
    host = os.environ.get("ALLOWED_HOSTS", "localhost").partition(",")[0].strip()
    request = urllib.request.Request(address, headers={"Host": host})  # noqa: S310 - our own address
    try:
        with urllib.request.urlopen(request, timeout=5) as answer:  # noqa: S310
            return 0 if answer.status == 200 else 1  # noqa: PLR2004
    except (urllib.error.URLError, OSError) as error:
        print(error, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
