"""The drill: back up, go on sending, lose it all, restore. Nothing arrives twice."""

import sys

import pytest

from tests.house.installation import installation
from tests.house.processes import run

pytestmark = [pytest.mark.live, pytest.mark.slow]

MANAGE = [sys.executable, "manage.py"]

#: A world with a file, a guest's link, a letter that waits and one that waits for its day.
BEFORE = """
from django.core.files.base import ContentFile
from tests.factories import world
from tests.house.policy_things import picture
from allauth.account.models import EmailAddress
from django.utils import timezone
import datetime as dt
from outbox.adding.services import NewLetter, add
from outbox.models import Letter
from workshops.models import Invitation, Workshop
from workshops.links import answer_link, answer_token
here = world()
here.region.logo.save("logo.png", ContentFile(picture()))
EmailAddress.objects.create(user=here.leader, email=here.leader.email, verified=True, primary=True)
for key in ("now", "later"):
    letter = NewLetter(to=f"{key}@example.org", subject=key, text="Hej", key=key, language="sv")
    add([letter], by=None, kind="notice", region=here.region)
Letter.objects.filter(key="later").update(not_before=timezone.now() + dt.timedelta(days=1))
meeting = Workshop.objects.create(
    programme=here.programme, title="Stormöte", state="open", kind="stormote",
    starts_at=timezone.now() + dt.timedelta(days=9),
    ends_at=timezone.now() + dt.timedelta(days=9, hours=2),
)
guest = Invitation.objects.create(workshop=meeting, name="Gun", email="gun@example.org")
print("TOKEN", answer_token(guest))
"""
DELIVER = """
from outbox.delivery import recover
from outbox.delivery.services import deliver
recover.recover()
print("SENT", deliver())
"""
#: The next day, when what waited for its day would leave, and every task of the clock.
NEXT_DAY = """
import datetime as dt
from django.utils import timezone
from outbox.models import Letter
from reminders.tasks import run as remind
from continuity.tasks import follow_up
from workshops.tasks import pass_on_seats
from workshops.tasks import remind as remind_guests
waiting = Letter.objects.filter(state="ready", not_before__gt=timezone.now())
waiting.update(not_before=timezone.now())
print("CLOCK", remind() + follow_up() + pass_on_seats() + remind_guests())
"""
AFTER = """
import re
from django.test import Client
from django.urls import reverse
from outbox.delivery.services import deliver
from outbox.models import Letter
from people.models import Region
client = Client(headers={"host": "localhost"})
def get(address):
    return client.get(address, secure=True)
client.post("/accounts/login/code/", {"email": "leader@example.org"}, secure=True)
[text] = Letter.objects.filter(kind="account").values_list("text", flat=True)
code = re.search(r"^\\s*([A-Z0-9]{3,4}-?[A-Z0-9]{3,4})\\s*$", text, re.M)[1]
print("SENT", deliver())
print("SIGNED_IN", client.post("/accounts/login/code/confirm/", {"code": code}, secure=True).url)
region = Region.objects.exclude(logo="").get()
answer = get(reverse("outbox:logo", args=[region.pk, region.logo_mark]))
print("FILE", answer.status_code, b"".join(answer)[:4] if answer.streaming else answer.content[:4])
print("LINK", get(reverse("workshops:answer_ics", args=["TOKEN"])).status_code)
"""


#: Two letters of a person, and what the clock tells the coaches of quiet places.
SENT = [f"{name}@example.org" for name in ("coach", "later", "now", "other_coach")]


def shell(script, env):
    """What the script prints, line by line."""
    printed = run([*MANAGE, "shell", "--verbosity=0", "-c", script], env)
    lines = [line.partition(" ") for line in printed.splitlines()]
    return {name: rest for name, _space, rest in lines if name.isupper()}


def addresses(sink):
    """Who got letters, in order of the alphabet."""
    return sorted(to for recipients, _letter in sink.letters for to in recipients)


@pytest.fixture
def made(tmp_path):
    """An installation on an empty database; nothing runs yet."""
    with installation(tmp_path) as made:
        yield made


def test_a_restored_backup_sends_nothing_again(made, tmp_path):
    production, sink = made.env, made.sink
    backup = str(tmp_path / "placedev.backup")
    (tmp_path / "var").mkdir()
    run([*MANAGE, "migrate", "--verbosity=0"], production)
    token = shell(BEFORE, production)["TOKEN"]
    run([*MANAGE, "backup", backup], production)

    shell(DELIVER, production)
    shell(NEXT_DAY, production)
    shell(DELIVER, production)
    assert addresses(sink) == SENT
    (tmp_path / "var" / "media").rename(tmp_path / "lost")

    said = run([*MANAGE, "restore", backup, "--replace"], production)
    assert "2 letters wait" in said
    assert shell(NEXT_DAY, production)["CLOCK"] == "0"
    assert shell(DELIVER, production)["SENT"] == "0"
    assert addresses(sink) == SENT

    after = shell(AFTER.replace("TOKEN", token), production)
    assert after == {
        "SENT": "1", "SIGNED_IN": "/", "FILE": "200 b'\\x89PNG'", "LINK": "200",
    }  # fmt: skip
    assert addresses(sink) == sorted([*SENT, "leader@example.org"])

    run([*MANAGE, "release_letters", "--discard"], production)
    assert shell(DELIVER, production)["SENT"] == "0"
    assert len(sink.letters) == len(SENT) + 1
