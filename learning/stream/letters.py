"""The letter that tells somebody of a message, and the address to which it may be answered.

Only those whom the message is turned to get one, and only those who want letters at once; the
others find it in the bell, and a question owed in their digest. Of the coaches' room a letter
holds no word, and cannot be answered by mail.
"""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import hmac
from collections.abc import Iterable
from email.utils import parseaddr

from django.conf import settings
from django.utils import timezone, translation
from django.utils.http import base36_to_int, int_to_base36
from django.utils.translation import gettext as _

from core import tokens
from core.addresses import normal_address
from learning.models import AnswerAddress, Message, Room
from learning.stream.notices import url_of
from outbox.adding.services import NewLetter, add
from outbox.models import LetterKind
from outbox.words import written
from people.models import User
from reminders.models import ReminderChoice, Rhythm

#: Days on which an answer by mail is taken.
GOOD_DAYS = 30
PURPOSE = "learning.answer"
#: Octets of the signature that are kept: 120 bits, 24 letters; an address has room for 64.
_KEPT = 15
_LONGEST_NUMBER = 13


def send(message: Message, people: Iterable[User], by: User) -> None:
    """Write to each in the own language; in the transaction of what it tells."""
    told = [one for one in people if one.pk != by.pk and one.email]
    at_once = _at_once(told)
    region = message.participation.programme.region
    for user in at_once:
        # Of the coaches' room nothing is answered by mail: mail programs quote.
        reply_to = address_for(message, user) if message.room == Room.PLACE else ""
        with translation.override(user.language):
            letter = _letter(message, user, by, by_mail=bool(reply_to))
        add([letter], by=by, region=region, kind=LetterKind.NOTICE, reply_to=reply_to)


def _at_once(people: list[User]) -> list[User]:
    addresses = {normal_address(one.email) for one in people}
    chosen = dict(ReminderChoice.objects.filter(email__in=addresses).values_list("email", "rhythm"))
    return [
        one for one in people
        if chosen.get(normal_address(one.email), Rhythm.AT_ONCE) == Rhythm.AT_ONCE
    ]  # fmt: skip


def _letter(message: Message, user: User, by: User, *, by_mail: bool) -> NewLetter:
    place = message.participation.place.name
    facts = {
        "region": message.participation.programme.region,
        "place": place,
        "who": str(by),
        "message": message.text if message.room == Room.PLACE else "",
        "by_mail": by_mail,
        "url": settings.SITE_URL.rstrip("/") + url_of(message),
        "action_label": _("Read and answer"),
    }
    text, html = written("message", facts)
    return NewLetter(
        to=user.email,
        subject=_("%(place)s: message from %(who)s") % {"place": place, "who": by},
        text=text,
        html=html,
        key=f"message:{message.pk}:{user.pk}",
        language=user.language,
        recipient_id=user.pk,
        about=message,
    )


# --- The address of an answer


def address_for(message: Message, user: User) -> str:
    """Where this person may answer by mail; "" where the installation takes no answers."""
    local, _at, domain = settings.MAIL_REPLIES.rpartition("@")
    if not local:
        return ""
    until = timezone.localdate() + dt.timedelta(days=GOOD_DAYS)
    row, _new = AnswerAddress.objects.get_or_create(
        message=message, person=user, defaults={"until": until}
    )
    return f"{local}+{int_to_base36(row.pk)}-{_short(tokens.token(PURPOSE, row.pk))}@{domain}"


def number_of(address: str) -> int | None:
    """The number of the row whose address this is; None for any other, a forged one too."""
    if not address.isascii():
        return None
    local, _at, domain = parseaddr(address)[1].lower().rpartition("@")
    own_local, _at, own_domain = settings.MAIL_REPLIES.lower().rpartition("@")
    name, _plus, mark = local.rpartition("+")
    number, _dash, signature = mark.partition("-")
    if not own_local or (name, domain) != (own_local, own_domain):
        return None
    if not number or len(number) > _LONGEST_NUMBER:
        return None
    try:
        pk = base36_to_int(number)
    except ValueError:
        return None
    right = (_short(one).encode() for one in tokens.spellings(PURPOSE, pk))
    return pk if any(hmac.compare_digest(one, signature.encode()) for one in right) else None


def _short(token: str) -> str:
    """A token's signature in small letters and digits: some servers change an address's case."""
    mark = hashlib.sha256(token.encode()).digest()[:_KEPT]
    return base64.b32encode(mark).decode().lower()
