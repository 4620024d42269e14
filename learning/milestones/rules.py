"""Who may do what with the long goal (django-rules predicates)."""

from __future__ import annotations

import rules

from programmes.rules import runs_programme

rules.add_perm("learning.view_milestones", rules.always_allow)  # whoever sees the programme
rules.add_perm("learning.edit_milestones", runs_programme)
