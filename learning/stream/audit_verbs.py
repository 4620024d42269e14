"""The sentences of the stream in the audit trail. Never what was written."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from core import audit

audit.register(
    message__written=_("Message written"),
    message__changed=_("Message changed"),
    message__taken_back=_("Message taken back"),
    message__to_log=_("Message became an entry of the coaching log"),
    message__to_action=_("Message became an action of the plan"),
    message__owed=_("Message became a question that somebody owes an answer to"),
    message__settled=_("Question marked as answered"),
    message__file_released=_("File of a mail released"),
    message__file_refused=_("File of a mail thrown away"),
)
