"""The sentences of competence in the audit trail. No level and nothing of a training plan."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from core import audit

audit.register(
    competence__wanted=_("Levels wanted of the process leader changed"),
    competence__begun=_("Competence profile begun"),
    competence__coach=_("Competence profile: who reads it was changed"),
    competence__rated=_("Competence profile: levels set"),
    competence__training=_("Competence profile: training plan changed"),
    competence__removed=_("Competence profile removed by its owner"),
)
