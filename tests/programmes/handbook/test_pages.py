"""Method pages: reading, comparing, bringing in, taking out."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from programmes.document.files import MAX_BYTES
from programmes.document.shape import LONG_TEXT
from programmes.drafts.services import create_draft, publish
from programmes.loading.services import BUNDLED, fork, load_bundled, load_method
from programmes.models import Method, MethodVersion
from tests.factories import RegionFactory
from tests.programmes.samples import SOUND


@pytest.fixture
def as_admin(client, here):
    client.cookies["django_language"] = "en"
    client.force_login(here.admin)
    return client


def page(client, name, *args, **query):
    response = client.get(reverse(f"programmes:{name}", args=args), query)
    return response.status_code, response.content.decode()


def counted():
    return CaptureQueriesContext(connection)


def another(here, number):
    text = SOUND.replace("method: two-phases", f"method: method-{number}")
    draft = load_method(text, file_name="m.yaml", region=here.region, by=here.admin)
    return publish(draft, by=here.admin)


def test_list_shows_methods_by_region_with_lineage(as_admin, published, here):
    fork(published, region=here.region, key="our-own", by=here.admin)
    status, text = page(as_admin, "methods")
    assert status == 200
    assert "Derived from Två faser of" in text


def test_list_asks_as_much_for_one_method_as_for_three(as_admin, published, here):
    url = reverse("programmes:methods")
    as_admin.get(url)
    with counted() as one:
        as_admin.get(url)
    for number in (2, 3):
        another(here, number)
    with counted() as three:
        as_admin.get(url)
    assert len(three) == len(one)


def test_handbook_reads_from_beginning_to_end(as_admin, published):
    status, text = page(as_admin, "method", published.pk)
    assert status == 200
    read = text[text.index('<section class="phase"') :]
    order = [
        read.index(part)
        for part in ("Först", "Börja", "Håll ett möte", "Lära", "Mötet är hållet", "Göra")
    ]
    assert order == sorted(order)
    assert "Months 1–2" in text
    assert "Evidence wanted" in text


def test_handbook_marks_what_is_derived(as_admin, published):
    text = page(as_admin, "method", published.pk)[1]
    assert (
        text.count(
            '<span class="derived" lang="en">Editable default, not the owner\'s wording</span>'
        )
        == 4
    )
    assert text.count('<span class="derived">Editable default</span>') == 1


def test_handbook_asks_as_much_for_a_short_as_for_a_long_method(as_admin, published, here):
    RegionFactory(slug="vastra-gotaland")
    long = load_bundled(BUNDLED[0])
    counts = []
    for version in (published, long):
        as_admin.get(reverse("programmes:method", args=[version.pk]))
        with counted() as queries:
            as_admin.get(reverse("programmes:method", args=[version.pk]))
        counts.append(len(queries))
    assert counts[0] >= counts[1]
    assert counts[1] <= 20


def test_guidance_cannot_bring_scripts(as_admin, here):
    text = SOUND.replace(
        "purpose: Alla vet.", 'guidance: "<script>alert(1)</script> [x](javascript:alert(2))"'
    )
    draft = load_method(text, file_name="m.yaml", region=here.region, by=here.admin)
    shown = page(as_admin, "method", draft.pk)[1]
    assert "<script>alert" not in shown
    assert 'href="javascript' not in shown


@pytest.mark.parametrize("person", ["coach", "leader", "outsider", "other_admin"])
def test_draft_is_not_there_for_others(client, draft, here, person):
    client.force_login(getattr(here, person))
    for name in (
        "method",
        "method_export",
        "method_compare",
        "method_edit",
        "method_publish",
        "method_fork",
    ):
        assert page(client, name, draft.pk)[0] == 404


def test_published_version_is_read_by_everybody_and_edited_by_none_of_them(client, published, here):
    client.force_login(here.leader)
    assert page(client, "method", published.pk)[0] == 200
    assert client.post(reverse("programmes:method_draft", args=[published.pk])).status_code == 403
    assert page(client, "method_fork", published.pk)[0] == 403
    assert page(client, "method_import")[0] == 403


def test_export_is_a_file_that_can_be_read_again(as_admin, published):
    response = as_admin.get(reverse("programmes:method_export", args=[published.pk]))
    assert response["Content-Disposition"] == 'attachment; filename="two-phases-1.sv.yaml"'
    assert response.content.decode().startswith("method: two-phases\n")


def test_compare_shows_what_differs(as_admin, published, here):
    text = SOUND.replace("Håll ett möte", "Håll två möten")
    second = load_method(text, file_name="m.yaml", region=here.region, by=here.admin)
    status, shown = page(as_admin, "method_compare", second.pk, **{"with": published.pk})
    assert status == 200
    assert "Håll ett möte" in shown
    assert "Håll två möten" in shown


@pytest.mark.parametrize("other", ["0", "x", "-1", "999999999999", "9" * 40, "½", "1 OR 1"])
def test_compare_with_nonsense_is_not_found(as_admin, published, other):
    assert page(as_admin, "method_compare", published.pk, **{"with": other})[0] == 404


def test_compare_with_another_regions_draft_is_not_found(client, published, here):
    hidden = create_draft(published, by=here.admin)
    client.force_login(here.other_admin)
    assert page(client, "method_compare", published.pk, **{"with": hidden.pk})[0] == 404


def upload(client, here, content, name="method.yaml"):
    data = {"region": here.region.pk, "file": SimpleUploadedFile(name, content)}
    return client.post(reverse("programmes:method_import"), data)


def test_import_makes_a_draft(as_admin, here):
    response = upload(as_admin, here, SOUND.encode())
    made = MethodVersion.objects.get(method__key="two-phases")
    assert response.url == reverse("programmes:method", args=[made.pk])
    assert made.is_draft


@pytest.mark.parametrize(
    ("content", "line", "reason"),
    [
        (
            SOUND.replace("months: 6", "months: sex").encode(),
            "4",
            "“months” must be a whole number.",
        ),
        (
            SOUND.encode("utf-16"),
            "1",
            "The file is not UTF-8 text. Save it as UTF-8 and try again.",
        ),
        (
            SOUND.encode("cp1252"),
            "3",
            "The file is not UTF-8 text. Save it as UTF-8 and try again.",
        ),
        (b"#" * (MAX_BYTES + 1), "1", "The file is too big: at most 512 kB."),
        (b"   \n", "1", "The file is empty."),
        (b"PK\x03\x04\x14\x00\x00\x00", "1", "This is not YAML"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "1", "The file is not UTF-8 text"),
    ],
)
def test_import_of_a_faulty_file_tells_lines_and_stores_nothing(
    as_admin, here, content, line, reason
):
    before = Method.objects.count()
    response = upload(as_admin, here, content)
    text = response.content.decode()
    assert response.status_code == 409
    assert f'<td class="num">{line}</td>' in text
    assert reason in text
    assert Method.objects.count() == before


def test_import_of_no_bytes_is_told_at_the_field(as_admin, here):
    response = upload(as_admin, here, b"")
    assert response.status_code == 422
    assert "The submitted file is empty." in response.content.decode()


def test_import_to_another_region_is_refused_at_the_field(as_admin, here):
    data = {"region": here.other_region.pk, "file": SimpleUploadedFile("m.yaml", SOUND.encode())}
    response = as_admin.post(reverse("programmes:method_import"), data)
    assert response.status_code == 422
    assert not Method.objects.filter(key="two-phases").exists()


def test_import_of_a_longest_text_fits(as_admin, here):
    text = SOUND.replace("purpose: Alla vet.", "purpose: " + "å" * LONG_TEXT)
    assert upload(as_admin, here, text.encode()).status_code == 302


def test_fork_page_makes_the_copy(as_admin, published, here):
    data = {"region": here.region.pk, "key": "our-own"}
    response = as_admin.post(reverse("programmes:method_fork", args=[published.pk]), data)
    copy = MethodVersion.objects.get(method__key="our-own")
    assert response.url == reverse("programmes:method_edit", args=[copy.pk])


@pytest.mark.parametrize("key", ["two-phases", "Två faser", "", "-", "a" * 61])
def test_fork_page_refuses_a_bad_name_and_keeps_the_form(as_admin, published, here, key):
    data = {"region": here.region.pk, "key": key}
    response = as_admin.post(reverse("programmes:method_fork", args=[published.pk]), data)
    assert response.status_code in (422, 409)
    assert Method.objects.filter(parent=published.method).count() == 0


def test_fork_page_offers_only_regions_that_one_runs(as_admin, published, here):
    text = page(as_admin, "method_fork", published.pk)[1]
    assert here.region.name in text
    assert f">{here.other_region.name}<" not in text
