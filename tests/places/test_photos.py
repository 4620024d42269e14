"""Photos of a place: what is kept, what is refused, where they are shown, and that they go."""

import datetime as dt
import errno
import io
import struct
import zlib

import pytest
from django.core.files.storage import FileSystemStorage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from core.refusals import Conflict, NotAllowed, Refusal
from places.models import Consent, Participation, Photo
from places.photos.services import (
    add_photo,
    choose_face,
    for_paper,
    remove_photo,
    save_photo,
)
from reports.models import Report
from reports.periodic import drawn
from reports.periodic.collect import collect
from reports.place import report as place_report
from tests.factories import world

pytestmark = pytest.mark.django_db
GPS, ORIENTATION, MAKE = 0x8825, 0x0112, 0x010F
ON_ITS_SIDE = 6


@pytest.fixture
def made():
    return world()


@pytest.fixture
def media(settings, tmp_path):
    settings.STORAGES = settings.STORAGES | {
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path, "base_url": None},
        }
    }
    return tmp_path


@pytest.fixture(autouse=True)
def _own_media(media):
    """No test leaves files to another."""


def jpeg(size=(800, 600), **options):
    out = io.BytesIO()
    Image.linear_gradient("L").resize(size).convert("RGB").save(out, "JPEG", **options)
    return out.getvalue()


def sent(data=None, name="torget.jpg"):
    return SimpleUploadedFile(name, jpeg() if data is None else data, "image/jpeg")


def add(made, by="leader", upload=None, **said):
    told = {"alt": "Torget", "credit": "Eva Alm", "consent": Consent.NOBODY}
    return add_photo(
        participation=Participation.objects.get(pk=made.participation.pk),
        by=made.users[by],
        upload=upload or sent(),
        **told | said,
    )


def files(media):
    return sorted(str(one.relative_to(media)) for one in media.rglob("*") if one.is_file())


def test_a_photo_is_kept_in_each_size_without_what_the_camera_wrote(made, media):
    exif = Image.Exif()
    exif[ORIENTATION] = ON_ITS_SIDE
    exif[MAKE] = "Camera"
    exif.get_ifd(GPS).update({1: "N", 2: (55.0, 58.0, 0.0)})

    photo = add(made, upload=sent(jpeg((1600, 1200), exif=exif)))

    # Upright: what lay on its side is higher than wide.
    assert photo.sizes == [[320, 320, 427], [640, 640, 853], [960, 960, 1280], [1440, 1200, 1600]]
    assert photo.formats == ["webp", "avif"]
    assert files(media) == sorted(photo.path(name) for name in photo.names)
    for name in photo.names:
        with Image.open(media / photo.path(name)) as kept:
            assert not kept.getexif(), name
            assert b"Camera" not in (media / photo.path(name)).read_bytes()


def test_the_share_picture_has_the_shape_that_others_show(made, media):
    photo = add(made)

    with Image.open(media / photo.path("share.jpg")) as shared:
        assert (shared.format, shared.size) == ("JPEG", (1200, 630))


def test_a_small_drawing_with_transparency_is_kept_whole_on_white(made, media):
    out = io.BytesIO()
    Image.new("RGBA", (200, 100), (0, 0, 0, 0)).save(out, "PNG")

    photo = add(made, upload=sent(out.getvalue(), "drawing.png"))

    assert photo.sizes == [[320, 200, 100]]
    with Image.open(media / photo.path("320.webp")) as kept:
        assert kept.convert("RGB").getpixel((5, 5)) == (255, 255, 255)


def test_the_first_photo_is_the_face_until_another_is_chosen(made):
    first, second = add(made), add(made, alt="Bageriet")
    assert Participation.objects.get(pk=made.participation.pk).face == first

    choose_face(photo=second, by=made.users["member"])

    assert Participation.objects.get(pk=made.participation.pk).face == second


def test_what_is_taken_away_leaves_no_file_and_the_next_photo_is_the_face(
    made, media, django_capture_on_commit_callbacks
):
    first, second = add(made), add(made, alt="Bageriet")

    with django_capture_on_commit_callbacks(execute=True):
        remove_photo(photo=first, by=made.users["leader"])

    assert Participation.objects.get(pk=made.participation.pk).face == second
    assert files(media) == sorted(second.path(name) for name in second.names)


def bomb():
    """A PNG of a few bytes that says it is 30 000 pixels high and wide."""

    def chunk(kind, data):
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    head = struct.pack(">IIBBBBB", 30_000, 30_000, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(b"\x00" * 1000))
        + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("torget.jpg", b"no picture at all", "file_disguised"),
        ("torget.jpg", b"", "file_empty"),
        ("torget.png", jpeg(), "file_disguised"),
        ("torget.png", bomb(), "picture_too_large"),
        ("torget.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "not_a_photo"),
        ("torget.jpg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "file_disguised"),
        ("torget.heic", b"ftypheic", "not_a_photo"),
        ("torget", jpeg(), "not_a_photo"),
        ("x" * 300 + ".exe", b"MZ", "not_a_photo"),
    ],
)
def test_what_is_no_photo_is_refused_and_nothing_is_kept(made, media, name, data, code):
    with pytest.raises(Refusal) as refused:
        add(made, upload=sent(data, name))

    assert refused.value.code == code
    assert not Photo.objects.exists()
    assert files(media) == []


def test_a_name_of_three_hundred_characters_is_no_hindrance(made):
    assert add(made, upload=sent(name="å" * 300 + ".jpg")).pk


@pytest.mark.parametrize(
    ("said", "code", "field"),
    [
        ({"alt": " "}, "alt_missing", "alt"),
        ({"credit": ""}, "credit_missing", "credit"),
        ({"alt": "x" * 300}, "too_long", "alt"),
        ({"consent": "perhaps"}, "consent_missing", "consent"),
        ({"consent": "agreed"}, "consent_missing", "consent_from"),
        ({"consent": "agreed", "consent_from": "Eva"}, "consent_missing", "consent_on"),
    ],
)
def test_a_photo_is_described_credited_and_its_consent_noted(made, media, said, code, field):
    with pytest.raises(Refusal) as refused:
        add(made, **said)

    assert (refused.value.code, refused.value.field) == (code, field)
    assert files(media) == []


def test_consent_of_tomorrow_is_none(made):
    tomorrow = timezone.localdate() + dt.timedelta(days=1)

    with pytest.raises(Refusal) as refused:
        add(made, consent="agreed", consent_from="Eva", consent_on=tomorrow)

    assert refused.value.code == "consent_in_future"


def test_a_full_disk_is_told_and_leaves_nothing(made, media, monkeypatch):
    save = FileSystemStorage.save

    def full(self, name, content, **more):
        if "640" in name:
            raise OSError(errno.ENOSPC, "No space left on device")
        return save(self, name, content, **more)

    monkeypatch.setattr(FileSystemStorage, "save", full)

    with pytest.raises(Refusal) as refused:
        add(made)

    assert refused.value.code == "no_room"
    assert files(media) == []
    assert not Photo.objects.exists()


def test_two_who_describe_at_once_see_both_values(made):
    photo = add(made)
    told = {"photo": photo, "version": 1, "credit": "Eva Alm", "consent": Consent.NOBODY}
    save_photo(by=made.users["leader"], alt="Torget på hösten", **told)

    with pytest.raises(Conflict) as conflict:
        save_photo(by=made.users["coach"], alt="Torget i oktober", **told)

    assert conflict.value.theirs["alt"] == "Torget på hösten"


@pytest.mark.parametrize("who", ["observer", "contact", "outsider", "neighbour_leader"])
def test_who_does_not_work_at_the_place_adds_none(made, who):
    with pytest.raises(NotAllowed):
        add(made, by=who)


def open_page(client, who, url, **headers):
    client.force_login(who)
    client.cookies["django_language"] = "en"
    return client.get(url, **headers)


def test_a_file_is_for_those_who_see_the_place(made, client):
    photo = add(made)
    args = [made.participation.pk, photo.pk]
    url = reverse("places:photo_file", args=[*args, "320.webp"])

    seen = open_page(client, made.users["observer"], url)
    assert (seen.status_code, seen["Content-Type"]) == (200, "image/webp")
    assert "private" in seen["Cache-Control"]
    assert b"".join(seen.streaming_content)[8:12] == b"WEBP"
    assert open_page(client, made.users["outsider"], url).status_code == 404
    wider = open_page(client, made.users["observer"], url.replace("320.webp", "1440.webp"))
    assert b"".join(wider.streaming_content)[8:12] == b"WEBP"  # the largest that there is
    foreign = reverse("places:photo_file", args=[*args, "settings.py"])
    assert open_page(client, made.users["observer"], foreign).status_code == 404


def test_the_face_is_shown_on_the_list_on_the_place_and_on_its_report(made, client):
    photo = add(made)
    src = f"/places/{made.participation.pk}/photos/{photo.pk}/320.webp"

    assert src in open_page(client, made.users["manager"], "/places/").content.decode()
    place = reverse("places:participation", args=[made.participation.pk])
    assert src in open_page(client, made.users["leader"], place).content.decode()
    assert for_paper(photo).startswith("data:image/jpeg;base64,/9j/")


def test_the_face_is_on_the_covers_of_reports(made):
    add(made)
    today = timezone.localdate()
    here = Participation.objects.select_related(
        "programme__region", "programme__owner", "place__municipality", "method_version", "face"
    ).get(pk=made.participation.pk)
    period = Report.objects.create(
        programme=here.programme, participation=here, number=1, starts_on=today, ends_on=today,
        due_on=today,
    )  # fmt: skip

    progress = place_report.html(place_report.collect(here, on=today))
    content = collect(period)
    cover = drawn.html(content, drawn.paper_of(period, content))

    for html in (progress, cover):
        assert 'src="data:image/jpeg;base64,' in html
        assert 'alt="Torget"' in html
        assert "Eva Alm" in html


def test_the_page_asks_as_much_for_three_photos_as_for_one(made, client):
    url = reverse("places:photos", args=[made.participation.pk])
    add(made)
    open_page(client, made.users["leader"], url)  # what is kept is read
    with CaptureQueriesContext(connection) as one:
        open_page(client, made.users["leader"], url)
    add(made, alt="Bageriet")
    add(made, alt="Skolan")
    with CaptureQueriesContext(connection) as three:
        answer = open_page(client, made.users["leader"], url)

    assert answer.content.decode().count("<picture>") == 3
    assert len(three) == len(one)


def test_a_refused_form_keeps_what_was_written(made, client):
    client.force_login(made.users["leader"])
    client.cookies["django_language"] = "en"
    answer = client.post(
        reverse("places:photo_add", args=[made.participation.pk]),
        {
            "upload": sent(b"no picture", "torget.jpg"),
            "alt": "Torget en lördag",
            "credit": "Eva Alm",
            "consent": "nobody",
        },
    )

    assert answer.status_code == 409
    words = answer.content.decode()
    assert "torget.jpg is not what its name says" in words
    assert 'value="Torget en lördag"' in words
