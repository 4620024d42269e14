"""A small sound method, and a YAML file of it to break in tests."""

from __future__ import annotations

from programmes.document.files import read

SOUND = """\
method: two-phases
language: sv
title: Två faser
months: 6
phases:
  - title: Först
    steps:
      - key: borja
        title: Börja
        months: 1-2
        purpose: Alla vet.
        outputs: [En lista]
        checklist:
          - key: mote
            text: Håll ett möte
            evidence_wanted: true
          - key: lista
            text: Skriv en lista
            required: false
            basis: stated
      - key: lara
        title: Lära
        months: 2-3
  - title: Sedan
    steps:
      - key: gora
        title: Göra
        months: 4-6
gate:
  after: lara
  title: Kontroll
  month: 3
  criteria:
    - key: motet
      title: Mötet är hållet
      parts: ["item_done:mote", "step_done:lara", working_group_three_sectors]
"""


def doc():
    """The sound method as a document."""
    return read(SOUND)[0]
