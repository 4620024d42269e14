"""Calls and applications for tests."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone

from calls.applying import services as applying
from calls.assessing.services import add_assessor, save_assessment
from calls.checking import compute as computed
from calls.checking import facts_of, stored
from calls.models import (
    Application,
    Assessor,
    Call,
    CallRule,
    RuleKey,
    SectorConfirmation,
)
from calls.writing.services import add_call
from people.models import ProgrammePost, ProgrammeRole
from people.models.organisation import THREE_SECTORS


def call(
    w: Any, *, rules: tuple[str, ...] = ("population", "kind", "sectors"), **fields: Any
) -> Call:
    """A published, open call of the world's programme that closes in a week."""
    made = add_call(programme=w.programme, title="Platser sökes", by=w.users["manager"])
    now = timezone.now()
    values = {
        "lead": "Två orter får stöd.", "text": "För orter på landsbygden.",
        "choosing": "Fyra personer bedömer.", "contact_email": "fraga@example.org",
        "opens_at": now - dt.timedelta(days=7), "closes_at": now + dt.timedelta(days=7),
        "published_at": now - dt.timedelta(days=7), "admits": 1,
    } | fields  # fmt: skip
    for name, value in values.items():
        setattr(made, name, value)
    made.save()
    made.rules.exclude(key__in=rules).delete()
    for key in rules:
        CallRule.objects.get_or_create(call=made, key=key)
    made.rules.filter(key=RuleKey.POPULATION).update(low=400, high=4000)
    return Call.objects.select_related("programme__region").get(pk=made.pk)


def begun(made: Call, email: str = "sokande@example.org", **fields: Any) -> Application:
    """An application that somebody has begun."""
    one = applying.begin(call=made, email=email, name="Siv Sökande", language="sv")
    for name, value in fields.items():
        setattr(one, name, value)
    one.save()
    return one


def filled(w: Any, made: Call, email: str = "sokande@example.org", **fields: Any) -> Application:
    """An application with everything that handing in asks for, but the three sectors."""
    return begun(
        made,
        email,
        **{
            "place_name": "Hanaskog",
            "municipality": w.place.municipality,
            "place_kind": "locality",
            "population": 1300,
            "population_year": 2023,
            "population_source": "SCB",
            "organisation": "Hanaskogs byalag",
            "sector": "association",
            "answers": {str(one.pk): "Ett svar." for one in made.questions.all()},
        }
        | fields,
    )


def confirmed(one: Application) -> list[SectorConfirmation]:
    """The three sectors have confirmed."""
    found = []
    for number, sector in enumerate(THREE_SECTORS):
        asked, _new = SectorConfirmation.objects.update_or_create(
            application=one,
            sector=sector,
            defaults={
                "person": f"Person {number}",
                "email": f"{sector}{one.pk}@example.net",
                "state": "confirmed",
                "sentence": "Vi är med.",
                "answered_at": timezone.now(),
            },
        )
        found.append(asked)
    return found


def handed_in(w: Any, made: Call, email: str = "sokande@example.org", **fields: Any) -> Application:
    """An application that was handed in."""
    one = filled(w, made, email, **fields)
    confirmed(one)
    one = Application.objects.get(pk=one.pk)
    one.call = made
    one.state, one.handed_in_at = "handed_in", timezone.now()
    one.checked = stored(computed(made.rules.all(), facts_of(one)))
    one.save()
    return reread(one)


def reread(one: Application) -> Application:
    """The application as it is stored, with its call."""
    found: Application = Application.objects.select_related("call__programme__region").get(
        pk=one.pk
    )
    return found


def closed(made: Call) -> Call:
    """The call has closed an hour ago."""
    Call.objects.filter(pk=made.pk).update(closes_at=timezone.now() - dt.timedelta(hours=1))
    return Call.objects.select_related("programme__region").get(pk=made.pk)


def assessor(w: Any, made: Call, name: str = "facilitator") -> Assessor:
    """Somebody with a post in the programme who assesses the call."""
    user = w.users[name]
    ProgrammeRole.objects.get_or_create(
        programme=w.programme, user=user, role=ProgrammePost.TEAM,
        defaults={"starts_on": timezone.localdate() - dt.timedelta(days=9), "sector": "region"},
    )  # fmt: skip
    user.kept_scope = None
    return add_assessor(call=made, user=user, by=w.users["manager"])


def assessed(one: Application, row: Assessor, *points: int) -> None:
    """The assessor is done; the points are given to the criteria in order."""
    criteria = list(one.call.criteria.all())
    given = points or (3,) * len(criteria)
    save_assessment(
        application=reread(one), version=1,
        points={str(by.pk): value for by, value in zip(criteria, given, strict=True)},
        comments={}, comment="Bra.", done=True, by=row.user,
    )  # fmt: skip
