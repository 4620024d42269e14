"""The sentences of the directory in the audit trail."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from core import audit

audit.register(
    function__added=_("Added to the directory: %(title)s"),
    function__changed=_("Changed in the directory: %(title)s"),
    function__published=_("Shown to everybody in the directory: %(title)s"),
    function__unpublished=_("No longer shown in the directory: %(title)s"),
    function__removed=_("Removed from the directory: %(title)s"),
    function__checked=_("Checked in the directory, still right: %(title)s"),
    function__kept=_("Mended by its keeper in the directory: %(title)s"),
    function__proposed=_("Proposed by its keeper for the directory: %(title)s"),
    directory__imported=_(
        "%(made)s entries added and %(changed)s changed in the directory from the file %(file)s"
    ),
    directory__keeper_named=_("Named who keeps the directory right for %(whose)s"),
    directory__keeper_removed=_("Nobody keeps the directory right any longer for %(whose)s"),
    directory__letter_sent=_("Letter sent to who keeps the directory right for %(whose)s"),
)
