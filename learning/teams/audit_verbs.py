"""The sentences of laboratories and teams in the audit trail. Not what members wrote."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from core import audit

audit.register(
    laboratory__made=_("The programme is a laboratory of teams"),
    laboratory__changed=_("What the laboratory says of itself changed"),
    team__made=_("Team joined: %(team)s"),
    team__task_written=_("The team's task changed: %(fields)s"),
    team__organisation_joined=_("Organisation joined the team: %(organisation)s"),
    team__organisation_changed=_("What an organisation answers for changed: %(organisation)s"),
    team__organisation_left=_("Organisation left the team: %(organisation)s"),
    team__member_left=_("%(who)s left the team; tasks handed on: %(tasks)s"),
    session__work_written=_("Work before and after the session written"),
    session__work_done=_("Work for a session done"),
    session__groups_proposed=_("Mixed groups made: %(groups)s groups of %(people)s people"),
    session__moved=_("%(who)s moved to mixed group %(group)s"),
    goal__written=_("Learning goal written"),
)
