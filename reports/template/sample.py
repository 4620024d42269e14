"""A template to begin from: a Word file with every field in its place."""

from __future__ import annotations

from io import BytesIO

from django.utils.translation import gettext as _

from people.models import Region
from reports.plan import word


def sample(region: Region) -> bytes:
    """The file, in the active language."""
    doc = word.new(_("Template for reports"), region.name)
    section = doc.sections[0]
    section.header.paragraphs[0].text = "{{ region }}\t\t{{ name }}"
    section.footer.paragraphs[0].text = "{{ programme }}. {{ funding_text }}"
    doc.add_paragraph("{{ title }}", style="Title")
    doc.add_paragraph("{{ name }}, {{ period }}", style="Subtitle")
    for line in (
        "{{ under }}",
        "{{ owner }}",
        "{%p if funders %}",
        _("Financed by %(names)s.") % {"names": "{{ funders }}"},
        "{%p endif %}",
        "{{ summary }}",
        "{%p for figure in figures %}",
        "{{ figure.value }} {{ figure.label }} {{ figure.note }}",
        "{%p endfor %}",
        "{{ parts }}",
        _("Figures as of %(day)s.") % {"day": "{{ read_on }}"},
    ):
        doc.add_paragraph(line)
    target = BytesIO()
    doc.save(target)
    return target.getvalue()
