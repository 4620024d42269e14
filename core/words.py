"""Words of Django itself that our translation files say anew.

A catalogue of ours goes before Django's. Django's Swedish lacks the first one, so that it stood in
English in every select box; its Danish writes the second as "sept".
"""

from django.utils.translation import gettext_noop

DJANGOS = (gettext_noop("- Select an option -"), gettext_noop("sep"))
