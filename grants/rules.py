"""Who may do what with the region's support to a place (django-rules predicates).

Observers see no sums. That a second person decides is not a right but a rule of the verbs and
of the database.
"""

from __future__ import annotations

import rules

from places.rules import coaches, leads, represents_municipality, runs, works

rules.add_perm("grants.view", works | coaches | runs | represents_municipality)
rules.add_perm("grants.manage", runs)
rules.add_perm("grants.claim", leads | runs)
rules.add_perm("grants.decide", runs)
rules.add_perm("grants.pay", runs)
rules.add_perm("grants.enter_costs", leads | runs)
rules.add_perm("grants.enter_hours", works | coaches | runs)
rules.add_perm("grants.confirm_hours", leads | coaches | runs)
# Nobody's hours but one's own are read by name, except by those who answer for them.
rules.add_perm("grants.confirm_leader_hours", coaches | runs)
rules.add_perm("grants.read_sheets", leads | coaches | runs)
