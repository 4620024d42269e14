"""Who may do what with packs of evidence (django-rules predicates)."""

from __future__ import annotations

import rules

from programmes.rules import runs_programme

rules.add_perm("learning.make_evidence", runs_programme)
