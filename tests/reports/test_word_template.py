"""A region's Word template: what it may say, what is refused by name, and that its look stays."""

from __future__ import annotations

import zipfile
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from docx import Document
from docx.shared import Pt, RGBColor

from core.refusals import NotAllowed, Refusal
from reports.models import WordTemplate
from reports.template.filling import MOST_TAGS, NAMES, filled
from reports.template.sample import sample
from reports.template.services import remove_template, sample_content, set_template
from tests.factories import world
from tests.reports.test_periodic import begin, furnished, services

pytestmark = pytest.mark.django_db


@pytest.fixture
def w():
    made = world()
    made.today = timezone.localdate()
    made.first = made.today - timezone.timedelta(days=40)
    return made


def template(*lines, head="", foot="", table="", change=None):
    """A Word file with these paragraphs; a red typeface of its own in its headings."""
    doc = Document()
    style = doc.styles["Heading 1"]
    style.font.name, style.font.size = "Georgia", Pt(31)
    style.font.color.rgb = RGBColor(0xC0, 0, 0)
    for line in lines:
        doc.add_paragraph(line)
    if table:
        doc.add_table(1, 1).rows[0].cells[0].text = table
    doc.sections[0].header.paragraphs[0].text = head
    doc.sections[0].footer.paragraphs[0].text = foot
    if change:
        change(doc)
    target = BytesIO()
    doc.save(target)
    return target.getvalue()


def upload(content, name="template.docx"):
    return SimpleUploadedFile(name, content)


def text_of(doc):
    return "\n".join(paragraph.text for paragraph in doc.paragraphs)


def test_report_is_made_in_the_regions_own_look(w, client):
    furnished(w)
    w.participation.place.name = "<b>Ort</b> & {{ title }}"
    w.participation.place.save()
    report = begin(w, w.participation)
    services.write(report=report, part="summary", text="It went well.", version=0, by=w.leader)
    client.force_login(w.manager)
    address = reverse("reports:report_docx", args=[report.pk])
    before = Document(BytesIO(client.get(address).content))

    set_template(
        region=w.region, by=w.admin,
        file=upload(template("Dear {{ owner }}", "{{ title }}: {{ summary }}", "{{ parts }}",
                             "Bye.", head="{{ name }}", foot="{{ period }}")),
    )  # fmt: skip
    made = Document(BytesIO(client.get(address).content))

    said = text_of(made)
    assert "<b>Ort</b> & {{ title }}: It went well." in said
    assert said.index("Dear") < said.index("Vad som har hänt") < said.index("Bye.")
    assert str(w.today.year) in made.sections[0].footer.paragraphs[0].text
    assert made.styles["Heading 1"].font.name == "Georgia"
    assert made.styles["Heading 1"].font.color.rgb == RGBColor(0xC0, 0, 0)
    headings = [one.text for one in made.paragraphs if one.style.name == "Heading 1"]
    assert (
        headings
        == [one.text for one in before.paragraphs if one.style.name == "Heading 1"][
            -len(headings) :
        ]
    )
    assert len(made.tables) == len(before.tables)

    remove_template(region=w.region, by=w.admin)
    assert "Bye." not in text_of(Document(BytesIO(client.get(address).content)))


@pytest.mark.parametrize(
    ("line", "named"),
    [
        ("{{ salary }}", "salary"),
        ("{{ title.__class__ }}", "title.__class__"),
        ("{{ ''.__class__.__mro__ }}", "__mro__"),
        ("{{ cycler.__init__.__globals__.os.popen('id').read() }}", "call"),
        ("{{ self._TemplateReference__context }}", "self"),
        ("{{ config }}", "config"),
        ("{% for a in range(9999999999) %}x{% endfor %}", "range"),
        ("{% for a in figures %}{% for b in figures %}x{% endfor %}{% endfor %}", "figures"),
        ("{% for a in figures %}{{ a.__class__ }}{% endfor %}", "a.__class__"),
        ("{{ 'a' * 9999999999 }}", "mul"),
        ("{{ title|attr('x') }}", "filter"),
        ("{% set x = title %}", "assign"),
        ("{% include '/etc/passwd' %}", "include"),
        ("{% import 'os' as os %}", "import"),
        ("{% macro m() %}{{ m() }}{% endmacro %}", "macro"),
        ("{{ title", "title"),
        ("{% if title %}", "if"),
    ],
)
@pytest.mark.parametrize("where", ["body", "head", "table"])
def test_what_is_no_field_is_refused_by_name(w, line, named, where):
    lines = ["{{ parts }}", *([line] if where == "body" else [])]
    made = template(
        *lines, head=line if where == "head" else "", table=line if where == "table" else ""
    )
    with pytest.raises(Refusal) as refused:
        set_template(region=w.region, by=w.admin, file=upload(made))
    assert refused.value.code in {"template_field", "template_act"}
    assert refused.value.field == "file"
    if refused.value.code == "template_field" or named not in {"title", "if"}:
        assert named in str(refused.value)
    assert not WordTemplate.objects.exists()


@pytest.mark.parametrize(
    "lines", [["Nothing."], ["{{ parts }}", "{{ parts }}"], ["Here: {{ parts }}"]]
)
def test_parts_stand_once_and_alone(w, lines):
    with pytest.raises(Refusal, match="parts"):
        set_template(region=w.region, by=w.admin, file=upload(template(*lines)))
    with pytest.raises(Refusal, match="parts"):
        set_template(
            region=w.region, by=w.admin, file=upload(template("{{ parts }}", table="{{ parts }}"))
        )


def rewritten(content, name, change):
    """The archive with one of its files changed, or added."""
    target = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(content)) as old,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        names = old.namelist()
        for each in names:
            data = old.read(each)
            new.writestr(each, change(data) if each == name else data)
        if name not in names:
            new.writestr(name, change(b""))
    return target.getvalue()


@pytest.mark.parametrize(
    ("name", "change", "code"),
    [
        ("word/_rels/document.xml.rels", lambda data: data.replace(
            b"</Relationships>", b'<Relationship Id="rId99" TargetMode="External" Type="http://schemas.'
            b'openxmlformats.org/officeDocument/2006/relationships/attachedTemplate" '
            b'Target="http://example.org/x.dotm"/></Relationships>'), "template_outside"),
        ("word/document.xml", lambda data: data.replace(
            b"<w:document", b'<!DOCTYPE x [<!ENTITY a "b">]><w:document', 1), "template_broken"),
        ("word/document.xml", lambda data: data.replace(
            b"{{ parts }}", b"{{ title }}" * MOST_TAGS + b"{{ parts }}"), "template_large"),
        ("word/big.xml", lambda _data: b"x" * (3 * 1024 * 1024), "template_large"),
        ("word/huge.xml", lambda _data: b"x" * (400 * 1024 * 1024), "file_broken"),
        ("word/vbaProject.bin", lambda _data: b"x", "file_macros"),
        ("word/document.xml", lambda _data: b"<not", "template_broken"),
    ],
)  # fmt: skip
def test_dangerous_files_are_refused(w, name, change, code):
    made = rewritten(template("{{ parts }}"), name, change)
    with pytest.raises(Refusal) as refused:
        set_template(region=w.region, by=w.admin, file=upload(made))
    assert refused.value.code == code


def test_other_files_and_other_people_are_refused(w):
    for name, content in (("a.pdf", b"%PDF-1.7 %%EOF"), ("a.docx", b"PK no"), ("a.txt", b"x")):
        with pytest.raises(Refusal):
            set_template(region=w.region, by=w.admin, file=upload(content, name))
    for user in (w.manager, w.coach, w.other_admin, w.operator):
        with pytest.raises(NotAllowed):
            set_template(region=w.region, by=user, file=upload(template("{{ parts }}")))


def test_template_to_begin_from_holds_every_field_and_is_taken_as_it_is(w, client):
    client.force_login(w.admin)
    address = reverse("reports:word_template", args=[w.region.pk])
    begun = client.get(reverse("reports:word_template_sample", args=[w.region.pk])).content
    xml = "".join(
        zipfile.ZipFile(BytesIO(begun)).read(name).decode()
        for name in zipfile.ZipFile(BytesIO(begun)).namelist()
        if name.endswith(".xml") and name.startswith("word/")
    )
    assert all(f"{{{{ {name} }}}}" in xml or f"in {name} " in xml for name in NAMES - {"figures"})
    assert client.post(address, {"file": upload(begun)}).status_code == 302
    client.force_login(w.admin)
    assert client.get(reverse("reports:word_template_file", args=[w.region.pk])).content == begun
    page = client.get(address)
    assert all(name in page.content.decode() for name in NAMES)
    refused = client.post(address, {"file": upload(template("{{ salary }}"))})
    assert refused.status_code == 409
    assert "salary" in refused.content.decode()
    client.post(reverse("reports:word_template_remove", args=[w.region.pk]))
    assert not WordTemplate.objects.exists()


def test_template_of_a_word_in_another_language_lends_missing_styles(w):
    def strip(doc):
        for name in ("Heading 2", "Table Grid"):
            doc.styles[name].element.getparent().remove(doc.styles[name].element)

    made = Document(
        BytesIO(filled(sample_content(w.region), template("{{ parts }}", change=strip)))
    )
    assert made.tables[0].style.name == "Table Grid"


def test_lost_file_gives_the_usual_document(w, client):
    set_template(region=w.region, by=w.admin, file=upload(sample(w.region)))
    row = WordTemplate.objects.get()
    row.file.storage.delete(row.file.name)
    report = begin(w)
    client.force_login(w.manager)
    assert client.get(reverse("reports:report_docx", args=[report.pk])).status_code == 200
    client.force_login(w.admin)
    assert client.get(reverse("reports:word_template_file", args=[w.region.pk])).status_code == 404


def test_new_template_takes_the_place_of_the_one_before(w, django_capture_on_commit_callbacks):
    set_template(region=w.region, by=w.admin, file=upload(sample(w.region)))
    earlier = WordTemplate.objects.get().file
    with django_capture_on_commit_callbacks(execute=True):
        set_template(region=w.region, by=w.admin, file=upload(template("{{ parts }}"), "new.docx"))
    assert WordTemplate.objects.get().name == "new.docx"
    assert not earlier.storage.exists(earlier.name)
