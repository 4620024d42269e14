"""The verbs of the directory: entries, their check, their keepers, the letter once a year."""

from __future__ import annotations

import datetime as dt
from typing import Any
from urllib.parse import urlsplit

from dateutil.relativedelta import relativedelta
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from core import audit
from core.plain_text import one_line, plain_lines
from core.policy import require
from core.refusals import Refusal, needed
from learning.directory import letters
from learning.models import DirectoryKeeper, PublicFunction, Question, Sector
from people.models import Region, User
from plans.changes import length_of, refuse_longer, refuse_older, store
from programmes.models import Municipality

#: What a keeper proposes is looked at by people: so many wait at most.
MOST_PROPOSED = 50
LETTER_MONTHS = 12
_LINES = ("name", "words", "answered_by", "phone", "email", "hours", "link")


@transaction.atomic
def add_function(
    *, region: Region, by: User, question: Question | None = None, **facts: Any
) -> PublicFunction:
    """Add an entry, not yet published. Refusals: those of `checked`, wrong_country."""
    require(by, "learning.keep_directory", region)
    municipality = _within(region, facts.pop("municipality", None))
    function = PublicFunction.objects.create(
        region=region, municipality=municipality, question=question,
        checked_on=timezone.localdate(), checked_by=str(by), **checked(facts),
    )  # fmt: skip
    audit.record("function.added", function, by=by, title=function.name)
    return function


@transaction.atomic
def change_function(
    *, function: PublicFunction, by: User, version: int, **facts: Any
) -> PublicFunction:
    """Change an entry. Refusals: as for `add_function`. Conflict: changed since."""
    function = _locked(function, by)
    values = {"municipality": _within(function.region, facts.pop("municipality", None))}
    if store(function, version, values | checked(facts)):
        audit.record("function.changed", function, by=by, title=function.name)
    return function


@transaction.atomic
def publish(*, function: PublicFunction, by: User, published: bool = True) -> PublicFunction:
    """Show it to everybody, or no longer. Twice, it is so once."""
    function = _locked(function, by)
    if function.published != published:
        function.published, function.proposed = published, False
        function.version += 1
        function.save()
        verb = "function.published" if published else "function.unpublished"
        audit.record(verb, function, by=by, title=function.name)
    return function


@transaction.atomic
def remove_function(*, function: PublicFunction, by: User) -> None:
    """Take an entry away."""
    function = _locked(function, by)
    audit.record("function.removed", function.region, by=by, title=function.name)
    function.delete()


@transaction.atomic
def check(*, function: PublicFunction, by: User, version: int) -> PublicFunction:
    """Say that it is still right. Conflict: changed since."""
    return _check(_locked(function, by), version, by, str(by))


@transaction.atomic
def name_keeper(
    *, region: Region, by: User, name: str, email: str, municipality: Municipality | None = None
) -> DirectoryKeeper:
    """Name who keeps a municipality's entries; another one before is so no longer.

    Refusals: name_missing, bad_address, too_long, wrong_country.
    """
    require(by, "learning.keep_directory", region)
    name, email = one_line(name, 10_000), email.strip()
    needed(name, "name_missing", _("Write the name."), field="name")
    refuse_longer(name, length_of(DirectoryKeeper, "name"), field="name")
    _address(email)
    keeper, new = DirectoryKeeper.objects.select_for_update().get_or_create(
        region=region,
        municipality=_within(region, municipality),
        defaults={"name": name, "email": email},
    )
    if not new:
        if keeper.email.lower() != email.lower():  # the earlier person's link is over
            keeper.edition += 1
            keeper.last_letter_on = None
            _forget_name(keeper)
        keeper.name, keeper.email = name, email
        keeper.save()
    audit.record("directory.keeper_named", region, by=by, whose=keeper.whose)
    return keeper


@transaction.atomic
def remove_keeper(*, keeper: DirectoryKeeper, by: User) -> None:
    """Take the task away; the link opens nothing from now on, and the name is gone."""
    require(by, "learning.keep_directory", keeper)
    _forget_name(keeper)
    audit.record("directory.keeper_removed", keeper.region, by=by, whose=keeper.whose)
    keeper.delete()


def _forget_name(keeper: DirectoryKeeper) -> None:
    """Empty the keeper's name where it says who checked; the day stays."""
    rows = PublicFunction.objects.filter(
        region=keeper.region_id, municipality=keeper.municipality_id, checked_by=keeper.name
    )
    rows.update(checked_by="")


@transaction.atomic
def send_letter(*, keeper: DirectoryKeeper, by: User) -> DirectoryKeeper:
    """Send a keeper a letter with a new link now. Refusals: those of `outbox`."""
    require(by, "learning.keep_directory", keeper)
    keeper = _keeper(keeper.pk)
    _send(keeper, timezone.localdate(), by=by)
    return keeper


def run(today: dt.date | None = None) -> int:
    """What the clock does: write to each keeper once a year. Returns the letters written."""
    day = today or timezone.localdate()
    return sum(_yearly(pk, day) for pk in _due(day).values_list("pk", flat=True))


def _due(day: dt.date) -> Any:
    before = day - relativedelta(months=LETTER_MONTHS)
    return DirectoryKeeper.objects.filter(
        Q(last_letter_on__isnull=True) | Q(last_letter_on__lte=before)
    )


@transaction.atomic
def _yearly(pk: int, day: dt.date) -> bool:
    if not _due(day).select_for_update().filter(pk=pk).exists():
        return False
    _send(_keeper(pk), day, by=None)
    return True


def _send(keeper: DirectoryKeeper, day: dt.date, *, by: User | None) -> None:
    keeper.edition += 1
    keeper.last_letter_on = day
    keeper.save()
    letters.write(keeper, by=by)
    audit.record("directory.letter_sent", keeper.region, by=by, whose=keeper.whose)


@transaction.atomic
def keeper_checks(*, keeper: DirectoryKeeper, function: PublicFunction, version: int) -> None:
    """The keeper says by the link that it is still right. Conflict: changed since."""
    _check(_kept(keeper, function), version, None, keeper.name)


@transaction.atomic
def keeper_changes(
    *, keeper: DirectoryKeeper, function: PublicFunction, version: int, phone: str,
    email: str, hours: str, words: str,
) -> None:  # fmt: skip
    """The keeper mends how one gets hold of it, and so has checked it. Conflict: changed since."""
    function = _kept(keeper, function)
    values = _lines({"phone": phone, "email": email, "hours": hours, "words": words})
    changed = store(function, version, values)
    _check(function, function.version if changed else version, None, keeper.name)
    if changed:
        audit.record("function.kept", function, by=None, title=function.name)


@transaction.atomic
def keeper_proposes(*, keeper: DirectoryKeeper, **facts: Any) -> PublicFunction:
    """The keeper adds what is missing: the region looks at it before everybody sees it.

    Refusals: too_many and those of `checked`.
    """
    keeper = _keeper(keeper.pk)
    waiting = PublicFunction.objects.filter(
        region=keeper.region, municipality=keeper.municipality, proposed=True
    )
    if waiting.count() >= MOST_PROPOSED:
        raise Refusal("too_many", _("There are %(most)d already.") % {"most": MOST_PROPOSED})
    function = PublicFunction.objects.create(
        region=keeper.region, municipality=keeper.municipality, proposed=True,
        checked_on=timezone.localdate(), checked_by=keeper.name, **checked(facts),
    )  # fmt: skip
    audit.record("function.proposed", function, by=None, title=function.name)
    return function


def _check(function: PublicFunction, version: int, by: User | None, name: str) -> PublicFunction:
    refuse_older(function, version, {"checked_on": function.checked_on})
    function.checked_on, function.checked_by = timezone.localdate(), name
    function.version += 1
    function.save()
    audit.record("function.checked", function, by=by, title=function.name)
    return function


def _locked(function: PublicFunction, by: User) -> PublicFunction:
    require(by, "learning.keep_directory", function)
    return _row(function.pk)


def _row(pk: int) -> PublicFunction:
    rows = PublicFunction.objects.select_for_update(of=("self",))
    found: PublicFunction = rows.select_related("region", "municipality").get(pk=pk)
    return found


def _kept(keeper: DirectoryKeeper, function: PublicFunction) -> PublicFunction:
    """An entry of the keeper. Refusal: not_yours."""
    found = _row(function.pk)
    if (found.region_id, found.municipality_id) != (keeper.region_id, keeper.municipality_id):
        raise Refusal("not_yours", _("This entry belongs to somebody else."))
    return found


def _keeper(pk: int) -> DirectoryKeeper:
    rows = DirectoryKeeper.objects.select_for_update(of=("self",))
    return rows.select_related("region", "municipality").get(pk=pk)


def _within(region: Region, municipality: Municipality | None) -> Municipality | None:
    if municipality is not None and municipality.country != region.country:
        raise Refusal(
            "wrong_country", _("The municipality is in another country."), field="municipality"
        )
    return municipality


def _address(email: str) -> None:
    try:
        validate_email(email)
    except ValidationError as error:
        raise Refusal(
            "bad_address", _("Write an e-mail address, such as name@example.org."), field="email"
        ) from error


def _lines(facts: dict[str, Any]) -> dict[str, str]:
    values = {}
    for name, text in facts.items():
        values[name] = one_line(text or "", 10_000)
        refuse_longer(values[name], length_of(PublicFunction, name), field=name)
    if values.get("email"):
        _address(values["email"])
    return values


def checked(facts: dict[str, Any]) -> dict[str, Any]:
    """The values of an entry.

    Refusals: unknown_choice, name_missing, help_missing, too_long, bad_address, wrong_address,
    no_way.
    """
    if facts.get("sector") not in Sector.values:
        raise Refusal("unknown_choice", _("Choose one of these."), field="sector")
    values: dict[str, Any] = _lines({name: facts.get(name) for name in _LINES})
    values["sector"] = facts["sector"]
    values["helps_with"] = plain_lines(facts.get("helps_with") or "").strip()
    refuse_longer(values["helps_with"], length_of(PublicFunction, "helps_with"), field="helps_with")
    needed(values["name"], "name_missing", _("Write what it is called."), field="name")
    needed(
        values["helps_with"], "help_missing", _("Write what they help with."), field="helps_with"
    )
    parts = urlsplit(values["link"])
    if values["link"] and (parts.scheme not in {"http", "https"} or not parts.hostname):
        raise Refusal(
            "wrong_address", _("An address begins with https:// and a name."), field="link"
        )
    if not (values["phone"] or values["email"] or values["link"]):
        raise Refusal(
            "no_way", _("Give a phone number, an e-mail or an address on the web."), field="phone"
        )
    return values
