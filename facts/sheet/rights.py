"""Who may see a fact sheet and write what its figures mean (django-rules predicates)."""

from __future__ import annotations

import rules

from places.rules import anybody_here, coaches, runs, works

rules.add_perm("facts.view_sheet", anybody_here)
rules.add_perm("facts.write_notes", works | coaches | runs)
