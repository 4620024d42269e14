import io

import pytest
from auditlog.models import LogEntry
from django.core.files.uploadedfile import SimpleUploadedFile
from django.template import Context, Template
from django.template.loader import render_to_string
from django.urls import reverse
from PIL import Image

from core import audit
from core.pdf import html_to_pdf
from core.refusals import NotAllowed, Refusal
from outbox.html import inline_styles, rerender
from outbox.letterhead import services as verb
from outbox.letterhead.pages import logo_of
from people.models import Region
from tests.factories import world

pytestmark = pytest.mark.django_db

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    """Files go to a folder of the test's own."""
    folder = tmp_path / "media"
    settings.STORAGES = settings.STORAGES | {
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": folder, "base_url": None},
        }
    }
    return folder


@pytest.fixture
def here():
    return world()


def drawn(size=(300, 100), kind="PNG", mode="RGB"):
    out = io.BytesIO()
    Image.new(mode, size, "green").save(out, kind)
    return out.getvalue()


def upload(name="logo.png", content=None, **picture):
    return SimpleUploadedFile(name, drawn(**picture) if content is None else content)


def save(here, by=None, **values):
    usual = {"contact_address": "plats@example.org", "privacy_notice": "Mer på example.org."}
    return verb.set_letterhead(region=here.region, by=by or here.admin, **usual | values)


def page_of(region, name="letterhead"):
    return reverse(f"outbox:{name}", args=[region.pk])


def logo_url(region):
    return reverse("outbox:logo", args=[region.pk, region.logo_mark])


def files(media):
    return [path for path in media.rglob("*") if path.is_file()]


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("admin", 200),
        ("manager", 403),
        ("operator", 403),
        ("other_admin", 404),
        ("coach", 404),
        ("leader", 404),
        ("outsider", 404),
    ],
)
@pytest.mark.parametrize("name", ["letterhead", "letterhead_page"])
def test_page_is_open_to_administrators_of_the_region(client, here, who, status, name):
    client.force_login(getattr(here, who))

    assert client.get(page_of(here.region, name)).status_code == status


@pytest.mark.parametrize("who", ["manager", "operator", "other_admin", "coach"])
def test_verb_asks_for_the_right(here, who, media):
    with pytest.raises(NotAllowed):
        save(here, by=getattr(here, who), logo=upload())

    assert files(media) == []


@pytest.mark.parametrize(("who", "shown"), [("admin", True), ("manager", False)])
def test_outbox_leads_administrators_to_the_page(client, here, who, shown):
    client.force_login(getattr(here, who))

    page = client.get(reverse("outbox:list")).content.decode()

    assert (page_of(here.region) in page) is shown
    assert page_of(here.other_region) not in page


@pytest.mark.parametrize(
    ("name", "picture", "kept"),
    [
        ("logo.png", {"size": (1200, 100)}, (600, 50)),
        ("logo.PNG", {"size": (100, 800)}, (25, 200)),
        ("logo.png", {"size": (40, 20), "mode": "RGBA"}, (40, 20)),
        ("logo.png", {"size": (40, 20), "mode": "P"}, (40, 20)),
        ("logo.jpg", {"size": (3000, 1000), "kind": "JPEG"}, (600, 200)),
        ("logo.jpeg", {"size": (300, 100), "kind": "JPEG", "mode": "CMYK"}, (300, 100)),
    ],
)
def test_logo_is_drawn_anew_as_png_within_the_limits(here, name, picture, kept):
    region = save(here, logo=upload(name, **picture))

    region.refresh_from_db()
    with region.logo.storage.open(region.logo.name) as file, Image.open(file) as stored:
        assert (stored.format, stored.size) == ("PNG", kept)
    assert (region.logo_width, region.logo_height) == kept
    assert "logo." not in region.logo.name


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("logo.svg", SVG, "logo_kind"),
        ("logo.png", SVG, "file_disguised"),
        ("logo.gif", drawn(kind="GIF"), "logo_kind"),
        ("logo.webp", drawn(kind="WEBP"), "logo_kind"),
        ("logo.png", drawn(kind="JPEG"), "file_disguised"),
        ("logo.png", drawn()[:60], "file_broken"),
        ("logo.png", b"\x00garbage" * 20, "file_disguised"),
        ("logo.png", b"", "file_empty"),
        ("logo.png", b"x" * (verb.LOGO_MAX_BYTES + 1), "file_too_large"),
        ("logo.png", lambda: drawn(size=(9000, 5000), mode="L"), "picture_too_large"),
        ("logo", drawn(), "logo_kind"),
    ],
)
def test_wrong_file_is_refused_and_nothing_is_kept(here, media, name, content, code):
    with pytest.raises(Refusal) as refusal:
        save(here, logo=upload(name, content() if callable(content) else content))

    assert refusal.value.code == code
    assert "%(" not in str(refusal.value)
    here.region.refresh_from_db()
    assert (here.region.logo.name, here.region.contact_address, files(media)) == ("", "", [])


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"contact_address": "nobody"}, "bad_address"),
        ({"contact_address": "a@example.org\nBcc: b@example.org"}, "bad_address"),
        ({"privacy_notice": "x" * (verb.NOTICE_LENGTH + 1)}, "too_long"),
    ],
)
def test_wrong_words_are_refused(here, values, code):
    with pytest.raises(Refusal) as refusal:
        save(here, logo=upload(), **values)

    assert refusal.value.code == code


def test_address_and_notice_may_be_empty(here):
    save(here)
    region = save(here, contact_address=" ", privacy_notice="\n")

    assert (region.contact_address, region.privacy_notice) == ("", "")


def test_audit_line_names_the_fields_and_no_contents(here):
    save(here, logo=upload())
    save(here, logo=None)  # nothing is different
    save(here, contact_address="other@example.org")

    lines = list(audit.history(here.region).order_by("pk"))
    assert [(line.verb, line.actor, line.facts) for line in lines] == [
        (
            "letterhead.changed",
            here.admin,
            {"fields": "logo, contact_address, privacy_notice"},
        ),
        ("letterhead.changed", here.admin, {"fields": "contact_address"}),
    ]
    assert "contact_address" in audit.sentence(lines[1])
    changes = LogEntry.objects.get_for_object(here.region).values_list("changes", flat=True)
    assert not any("logo" in (change or {}) for change in changes)


def test_old_file_is_gone_after_a_change_and_after_taking_it_away(
    here, media, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        first = save(here, logo=upload())
    with django_capture_on_commit_callbacks(execute=True):
        second = save(here, logo=upload(), remove_logo=True)

    assert [path.stem for path in files(media)] == [second.logo_mark]
    assert first.logo_mark != second.logo_mark

    with django_capture_on_commit_callbacks(execute=True):
        save(here, remove_logo=True)
    here.region.refresh_from_db()
    assert (here.region.logo.name, here.region.logo_width, files(media)) == ("", None, [])


def test_no_file_stays_when_the_row_could_not_be_written(here, media, monkeypatch):
    first = save(here, logo=upload())
    monkeypatch.setattr(audit, "record", lambda *args, **facts: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        save(here, logo=upload())

    assert [path.stem for path in files(media)] == [first.logo_mark]


def letter(region, **values):
    return inline_styles(
        render_to_string("letters/base.html", {"subject": "Beslut", "region": region} | values)
    )


def test_letter_shows_the_logo_by_its_absolute_address_and_the_name(here, settings):
    settings.SITE_URL = "https://plats.example.org"
    region = save(here, logo=upload(size=(600, 200)))

    html = letter(region)

    address = f"https://plats.example.org/regions/{region.pk}/logo-{region.logo_mark}.png"
    assert html.count("<img") == 1
    image = html.partition("<img")[2].partition(">")[0]
    for told in (f'src="{address}"', 'alt=""', 'width="192"', 'height="64"'):
        assert told in image
    assert region.name in html
    assert "▬◆▬" not in html
    assert address in rerender(
        subject="Nytt", text="Hej", language="sv", region=region, links=set()
    )


def test_letter_without_a_logo_keeps_the_sign(here):
    for region in (here.region, here.region.name, None):
        html = letter(region)

        assert "▬◆▬" in html
        assert "<img" not in html
    assert logo_of(here.region.name) is None


def test_small_logo_is_not_made_larger(here):
    region = save(here, logo=upload(size=(30, 10)))

    assert (logo_of(region).width, logo_of(region).height) == (30, 10)


def test_anybody_gets_the_logo_without_a_cookie_and_may_keep_it(client, here):
    region = save(here, logo=upload())

    answer = client.get(logo_url(region))

    assert (answer.status_code, answer["Content-Type"]) == (200, "image/png")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert not answer.cookies
    assert Image.open(io.BytesIO(answer.content)).format == "PNG"
    assert client.post(logo_url(region)).status_code == 405


def test_logo_that_is_not_there_is_not_found(client, here):
    first = save(here, logo=upload())
    save(here, logo=upload())
    region = Region.objects.get(pk=here.region.pk)

    assert client.get(logo_url(first)).status_code == 404
    assert client.get(f"/regions/{here.other_region.pk}/logo-x.png").status_code == 404
    assert client.get("/regions/999999999999999999999999/logo-x.png").status_code == 404
    region.logo.storage.delete(region.logo.name)
    assert client.get(logo_url(region)).status_code == 404


def test_page_saves_and_shows_the_present_logo(client, here):
    client.force_login(here.admin)
    address = page_of(here.region)
    before = client.get(address).content.decode()

    answer = client.post(
        address,
        {
            "logo": upload(),
            "contact_address": "Plats@example.org",
            "privacy_notice": "Mer på example.org.",
        },
        follow=True,
    )

    region = Region.objects.get(pk=here.region.pk)
    page = answer.content.decode()
    assert answer.redirect_chain == [(address, 302)]
    assert "Saved." in page
    assert logo_url(region) in page
    assert ("remove_logo" in before, "remove_logo" in page) == (False, True)
    assert (region.contact_address, region.privacy_notice) == (
        "plats@example.org",
        "Mer på example.org.",
    )


@pytest.mark.parametrize(
    "wrong",
    [
        {"contact_address": "nobody"},
        {"logo": ("logo.svg", SVG)},
        {"logo": ("logo.png", b"")},
        {"privacy_notice": "Kept words. " * 500},
    ],
)
def test_page_keeps_what_was_typed_when_something_is_wrong(client, here, wrong):
    client.force_login(here.admin)
    sent = {"contact_address": "typed@example.org", "privacy_notice": "Kept words."} | wrong
    if "logo" in wrong:
        sent["logo"] = upload(*wrong["logo"])

    answer = client.post(page_of(here.region), sent)

    page = answer.content.decode()
    assert answer.status_code in {409, 422}  # refused by the verb, or by the form
    assert sent["contact_address"] in page
    assert "Kept words." in page
    assert "invalid-feedback" in page or "error" in page
    here.region.refresh_from_db()
    assert (here.region.contact_address, here.region.logo.name) == ("", "")


def test_sample_shows_what_is_saved_and_its_frame_fetches_only_from_here(client, here):
    region = save(here, logo=upload())
    client.force_login(here.admin)

    answer = client.get(page_of(region, "letterhead_page"))
    page = client.get(page_of(region))

    html = answer.content.decode()
    assert logo_of(region).url in html
    for told in (region.name, "plats@example.org", "Mer på example.org."):
        assert told in html
    csp = dict(
        part.strip().partition(" ")[::2] for part in answer["Content-Security-Policy"].split(";")
    )
    assert (csp["default-src"], csp["img-src"]) == ("'none'", "'self' data:")
    assert answer["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-src 'self'" in page["Content-Security-Policy"]


def test_operators_room_takes_no_logo(client, here):
    from django.contrib import admin  # noqa: PLC0415

    form = admin.site.get_model_admin(Region).get_form(None)

    assert "contact_address" in form.base_fields
    assert not any(name.startswith("logo") for name in form.base_fields)


@pytest.mark.paper
def test_paper_holds_the_logo_itself(here):
    region = save(here, logo=upload())
    tag = Template("{% load letters %}{% paper_logo region %}")

    html = tag.render(Context({"region": region}))
    pdf = html_to_pdf(
        f'<html lang="sv"><head><title>Beslut</title></head><body>{html}</body></html>'
    )

    assert html.startswith('<p class="logo"><img src="data:image/png;base64,')
    assert f'alt="{region.name}"' in html
    assert b"/Subtype /Image" in pdf
    region.logo.storage.delete(region.logo.name)
    assert tag.render(Context({"region": region})) == ""
    assert tag.render(Context({"region": here.other_region})) == ""
