"""After a restore nothing leaves by itself, until a person decides."""

import datetime as dt
import shutil
import tarfile

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from core import audit, backup
from core.refusals import NotAllowed, Refusal
from outbox.delivery import recover
from outbox.delivery.services import deliver
from outbox.models import Letter, LetterState, Parking
from outbox.parking.services import clock_waits, park, release, what_is_parked
from reminders.tasks import run as remind
from tests.factories import world

pytestmark = pytest.mark.django_db
MADE = dt.datetime(2026, 3, 1, 3, 0, tzinfo=dt.UTC)  # any day


@pytest.fixture
def here():
    return world()


@pytest.fixture
def parked(here, write):
    """A waiting, a deferred and a taken letter of the region, and one of the platform, parked."""
    for state in ("ready", "deferred", "leased"):
        letter = write(region=here.region, key=state)
        Letter.objects.filter(pk=letter.pk).update(
            state=state, lease="x", leased_until=timezone.now() - dt.timedelta(hours=1)
        )
    write("op@example.org", key="platform")
    assert park(backup_at=MADE) == 4
    return Parking.objects.get(region=here.region)


def states(region):
    return set(Letter.objects.filter(region=region).values_list("state", flat=True))


def test_nothing_parked_leaves_by_itself(parked, here, sink):
    recover.recover()

    assert deliver() == 0
    assert sink.taken == []
    assert states(here.region) == {"held"}


def test_what_is_written_afterwards_leaves(parked, here, write, sink):
    write("kod@example.org", kind="account", key="after")

    assert deliver() == 1
    assert sink.addresses() == ["kod@example.org"]


def test_a_letter_being_handed_over_is_never_sent_again_by_itself(here, write, sink):
    letter = write(region=here.region)
    Letter.objects.filter(pk=letter.pk).update(
        state="handing_over", lease="x", leased_until=timezone.now() - dt.timedelta(hours=1)
    )
    assert park(backup_at=MADE) == 0
    recover.recover()

    assert deliver() == 0
    assert states(here.region) == {"unknown"}


def test_the_clock_waits_until_all_is_decided(parked, monkeypatch):
    monkeypatch.setattr("reminders.tasks.services.run", lambda: 7)
    assert remind() == 0

    for one in what_is_parked(by=None):
        assert clock_waits()
        release(one.parking, by=None, discard=True)

    assert not clock_waits()
    assert remind() == 7


def test_an_administrator_lets_the_own_regions_letters_leave(parked, here, client, sink):
    client.force_login(here.admin)
    page = client.get(reverse("outbox:list")).content.decode()
    answer = client.post(reverse("outbox:parking_release", args=[parked.pk]), follow=True)

    assert "A backup was restored" in page
    assert "3 letters leave now." in answer.content.decode()
    assert deliver() == 3
    assert not Letter.objects.get(key="platform").region
    assert Letter.objects.get(key="platform").state == LetterState.HELD
    assert str(audit.history(parked).get()) == "Letters that waited after a restore released: 3"


def test_discarded_letters_never_leave(parked, here, sink):
    assert release(parked, by=here.admin, discard=True) == 3
    assert deliver() == 0
    assert states(here.region) == {"discarded"}
    with pytest.raises(Refusal, match="decided on these letters already"):
        release(parked, by=here.admin)


@pytest.mark.parametrize("who", ["manager", "other_admin"])
def test_others_release_nothing(parked, here, who):
    with pytest.raises(NotAllowed):
        release(parked, by=getattr(here, who))


def test_command_releases_one_region_and_then_all(parked, here, capsys):
    call_command("release_letters", "--list")
    assert f"{here.region.name}: letters wait: 3" in capsys.readouterr().out

    call_command("release_letters", "--region", here.region.slug)
    assert capsys.readouterr().out == f"{here.region.name}: letters released: 3\n"
    assert clock_waits()

    call_command("release_letters")
    assert not clock_waits()


@pytest.fixture
def made(settings, tmp_path):
    """A backup of the test's database with one file."""
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.MEDIA_ROOT.mkdir()
    (settings.MEDIA_ROOT / "protokoll.txt").write_text("Vi är överens.", encoding="utf-8")
    file = tmp_path / "placedev.backup"
    call_command("backup", str(file))
    return file


def test_backup_tells_what_is_in_it(made, settings):
    with backup.unpacked(made) as (folder, manifest):
        assert (folder / "files" / "protokoll.txt").read_text("utf-8") == "Vi är överens."
        assert set(manifest.checksums) == {"database.dump", "files/protokoll.txt"}
        assert manifest.version == settings.VERSION
    assert made.stat().st_mode & 0o077 == 0


def test_restore_refuses_a_wrong_checksum(made, tmp_path):
    folder = tmp_path / "changed"
    with tarfile.open(made) as archive:
        archive.extractall(folder, filter="data")
    (folder / "files" / "protokoll.txt").write_text("Vi är inte överens.", encoding="utf-8")
    with tarfile.open(made, "w") as archive:
        archive.add(folder, "")

    with pytest.raises(CommandError, match=r"checksum is wrong.*protokoll"):
        call_command("restore", str(made))


def test_restore_refuses_half_a_backup(made):
    made.write_bytes(made.read_bytes()[:3000])

    with pytest.raises(CommandError, match="no whole backup"):
        call_command("restore", str(made))


def test_restore_refuses_a_database_with_something_in_it(made):
    with pytest.raises(CommandError, match="database is not empty"):
        call_command("restore", str(made))


def test_restore_refuses_a_newer_version(made, settings):
    settings.VERSION = "0.0.9"

    with pytest.raises(CommandError, match="start the newer version"):
        call_command("restore", str(made))


@pytest.mark.skipif(shutil.which("age-keygen") is None, reason="wants the program age")
def test_backup_is_encrypted_for_its_recipient(made, settings, tmp_path):
    import subprocess  # noqa: PLC0415

    key = tmp_path / "key.txt"
    subprocess.run(["age-keygen", "-o", str(key)], check=True, capture_output=True)
    [recipient] = [
        line.split()[-1] for line in key.read_text().splitlines() if "public key" in line
    ]
    settings.BACKUP_RECIPIENT = recipient
    call_command("backup", str(made))

    assert "överens".encode() not in made.read_bytes()
    with pytest.raises(CommandError, match="is encrypted"):
        call_command("restore", str(made))
    with backup.unpacked(made, identity=str(key)) as (folder, _manifest):
        assert (folder / "files" / "protokoll.txt").read_text("utf-8") == "Vi är överens."
