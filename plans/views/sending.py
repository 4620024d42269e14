"""What the plan's form pages share: try a verb, put its refusal on the form, show a conflict."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, cast

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from core.dates import short_date
from core.refusals import Conflict, Refusal
from core.requests import SignedInRequest
from core.web.conflict import carry
from places.models import Participation
from plans.progress import number
from plans.words import words_of


@dataclass(frozen=True, slots=True)
class Sent:
    """What came of a form: done, or the status of the page that shows it again.

    `theirs` are the stored values beside those that were sent, as label and words.
    """

    done: bool
    status: int = 200
    theirs: list[tuple[str, str]] = field(default_factory=list)


def send(
    request: SignedInRequest,
    form: forms.Form,
    verb: Callable[[dict[str, Any]], object],
    fields: Mapping[str, str],
) -> Sent:
    """Call the verb with the valid form's values; a refusal stands beside its field.

    After a conflict the form carries the stored version: sent again, what stands in it holds.
    """
    if request.method != "POST":
        return Sent(done=False)
    if not form.is_valid():
        return Sent(done=False, status=422)
    try:
        verb(form.cleaned_data)
    except Conflict as conflict:
        form.add_error(None, str(conflict))
        carry(form, version=str(conflict.version))
        return Sent(done=False, status=conflict.status, theirs=_differing(form, conflict))
    except Refusal as refusal:
        form.add_error(fields.get(refusal.code), str(refusal))
        return Sent(done=False, status=refusal.status)
    return Sent(done=True)


def form_page(
    request: SignedInRequest,
    participation: Participation,
    form: forms.Form,
    sent: Sent,
    context: dict[str, Any],
    template: str = "plans/target/form.html",
) -> HttpResponse:
    """A page with one form: `title`, `back` (an address), `button` and what its template reads."""
    shared = {
        "participation": participation,
        "form": form,
        "theirs": sent.theirs,
        "words": words_of(participation.programme),
    }
    return render(request, template, shared | context, status=sent.status)


def remove_page(
    request: SignedInRequest, participation: Participation, context: dict[str, Any]
) -> HttpResponse:
    """Ask once before something goes: `title`, `what` goes, `back` (an address).

    With `refusal` it says why it stays.
    """
    shared = {"participation": participation, "words": words_of(participation.programme)}
    status = context["refusal"].status if "refusal" in context else 200
    return render(request, "plans/target/remove.html", shared | context, status=status)


def _differing(form: forms.Form, conflict: Conflict) -> list[tuple[str, str]]:
    return [
        (str(form.fields[name].label), _in_words(form.fields[name], theirs))
        for name, theirs in conflict.theirs.items()
        if name in form.fields and theirs != conflict.yours[name]
    ]


def _in_words(of: forms.Field, value: object) -> str:
    if value in (None, "", []):
        return _("Nothing")
    if isinstance(of, forms.ChoiceField) and not isinstance(of, forms.ModelChoiceField):
        choices = cast("Iterable[tuple[object, object]]", of.choices)
        names = {str(key): str(name) for key, name in choices}
        chosen = value if isinstance(value, list) else [value]
        return ", ".join(names.get(str(one), str(one)) for one in chosen)
    if isinstance(value, Decimal):
        return number(value)
    return short_date(value) if isinstance(value, dt.date) else str(value)
