"""Who may do what with a project's own room (django-rules predicates)."""

from __future__ import annotations

import rules

from programmes.rules import runs_programme

rules.add_perm("learning.run_project", runs_programme)
