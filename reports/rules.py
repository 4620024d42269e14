"""Who may take a programme's reports out; a place's own report goes by `places.export`."""

import rules

from programmes.rules import runs_programme

rules.add_perm("reports.programme", runs_programme)
