"""The sentences of the library in the audit trail."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from core import audit

audit.register(
    resource__added=_("Resource added to the library: %(title)s"),
    resource__changed=_("Resource of the library changed: %(title)s"),
    resource__shared=_("Resource shared with other regions: %(title)s"),
    resource__kept=_("Resource no longer shared with other regions: %(title)s"),
    resource__reviewed=_("Resource looked through; again by %(day)s: %(title)s"),
    resource__archived=_("Resource archived: %(title)s"),
    resource__restored=_("Resource taken up again: %(title)s"),
    resource__rule_added=_("Rule added: when “%(title)s” is proposed"),
    resource__rule_removed=_("Rule removed: when “%(title)s” is proposed"),
    resource__link_dead=_("The link of “%(title)s” does not work"),
    proposal__set_aside=_("A proposal of the library set aside: %(title)s"),
    proposal__taken_up=_("A proposal of the library taken up again: %(title)s"),
)
