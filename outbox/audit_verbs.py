"""The sentences of the outbox's verbs in the audit trail."""

from django.utils.translation import gettext_lazy as _

from core import audit

audit.register(
    letter__held=_("Letter held back: %(subject)s"),
    letter__released=_("Letter released: %(subject)s"),
    letter__discarded=_("Letter discarded: %(subject)s"),
    letter__sent_again=_("Letter sent again: %(subject)s"),
)
