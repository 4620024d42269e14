"""Who may do what with advice (django-rules predicates)."""

from __future__ import annotations

import rules

from places.rules import anybody_here, coaches, represents_municipality, runs, works

rules.add_perm("learning.view_advice", anybody_here)
rules.add_perm("learning.give_advice", coaches | runs)
# The plan and the checklist are written by those who work with the place.
rules.add_perm("learning.take_up_advice", works | coaches | runs)
rules.add_perm("learning.answer_advice", works | represents_municipality | coaches | runs)
