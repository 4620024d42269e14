"""Who may write and publish what everybody reads (django-rules predicates)."""

from __future__ import annotations

import rules

from places.rules import coaches, leads, runs, works
from programmes.rules import runs_programme

rules.add_perm("published.write_place", works | coaches | runs)
# In the place's name: the process leader, and who runs the programme.
rules.add_perm("published.publish_place", leads | runs)
rules.add_perm("published.run_programme", runs_programme)
