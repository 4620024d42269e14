"""The sentences of jobs in the audit trail. What was taken out is told by `export.taken`."""

from django.utils.translation import gettext_lazy as _

from core import audit

audit.register(job__cancelled=_("Work cancelled: %(title)s"))
