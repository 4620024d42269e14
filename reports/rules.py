"""Who may take reports out."""

import rules

from places.rules import coaches, leads, represents_municipality, runs
from programmes.rules import runs_programme

rules.add_perm("reports.place", coaches | runs | leads | represents_municipality)
rules.add_perm("reports.programme", runs_programme)
