"""The sentences of experiments in the audit trail. Not what teams wrote."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from core import audit

audit.register(
    experiment__begun=_("Experiment begun: %(title)s"),
    experiment__written=_("Experiment changed: %(title)s"),
    experiment__shared=_("Experiment shown to: %(after)s (before: %(before)s)"),
    experiment__removed=_("Experiment taken away: %(title)s"),
    experiment__to_action=_("Experiment became an action of the plan: %(action)s"),
    experiment__comment_hidden=_("Comment on an experiment hidden"),
    experiment__comment_shown=_("Comment on an experiment shown again"),
)
