"""Who may do what with the plan for what comes after (django-rules predicates)."""

from __future__ import annotations

import rules

from places.rules import anybody_here, coaches, leads, runs, works
from programmes.rules import runs_programme

rules.add_perm("continuity.view", anybody_here)
rules.add_perm("continuity.edit", works | coaches | runs)
rules.add_perm("continuity.settle", leads | runs)
rules.add_perm("continuity.follow_up", coaches | runs)
rules.add_perm("continuity.follow_ups.pages", runs_programme)
