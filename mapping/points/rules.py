"""Who may put points on a place's map, and who looks at them first (django-rules predicates)."""

from __future__ import annotations

import rules

from places.rules import coaches, leads, runs, works

rules.add_perm("mapping.add_point", works | coaches | runs)
rules.add_perm("mapping.review_points", leads | coaches | runs)
