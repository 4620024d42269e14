"""The verbs of a result chain: its words, its indicators, what was measured in a year."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core import audit
from core.policy import require
from core.refusals import Refusal, needed
from mapping import checks
from mapping.models import ChainIndicator, ChainStep, ChainValue, ResultChain
from people.models import User
from plans.changes import store
from programmes.models import Programme

MOST, FIRST_YEAR = 30, 1900


def chain_of(programme: Programme) -> ResultChain:
    """The programme's chain; a new one, not stored, before anything is written."""
    found = ResultChain.objects.filter(programme=programme).first()
    return found or ResultChain(programme=programme, version=0)


@transaction.atomic
def save_chain(*, programme: Programme, by: User, version: int, **words: str) -> ResultChain:
    """Write what each link means. Refusal: too_long. Conflict: changed meanwhile."""
    require(by, "mapping.edit_chain", programme)
    values = {
        step: checks.text(ResultChain, step, words.get(step, ""), lines=True)
        for step in ChainStep.values
    }
    Programme.objects.select_for_update().get(pk=programme.pk)
    chain, _new = ResultChain.objects.get_or_create(programme=programme, defaults={"version": 0})
    if store(chain, version, values):
        audit.record("chain.changed", programme, by=by)
    return chain


@transaction.atomic
def add_indicator(
    *, programme: Programme, by: User, step: str, title: str, unit: str = ""
) -> ChainIndicator:
    """Add an indicator. Refusals: unknown_choice, no_title, too_many, too_long."""
    require(by, "mapping.edit_chain", programme)
    if not checks.choice(step, ChainStep, "step"):
        raise Refusal("unknown_choice", _("Choose one of these."), field="step")
    texts = checks.texts(ChainIndicator, {"title": title, "unit": unit}, "title", "unit")
    needed(texts["title"], "no_title", _("Write what is measured."), field="title")
    Programme.objects.select_for_update().get(pk=programme.pk)
    same = programme.chain_indicators.filter(step=step, title=texts["title"]).first()
    if same is not None:
        return same
    if programme.chain_indicators.count() >= MOST:
        raise Refusal("too_many", _("There are %(most)d already.") % {"most": MOST})
    indicator = ChainIndicator.objects.create(programme=programme, step=step, **texts)
    audit.record("chain.indicator_added", programme, by=by, title=indicator.title)
    return indicator


@transaction.atomic
def remove_indicator(*, indicator: ChainIndicator, by: User) -> None:
    """Take an indicator out, with its values."""
    require(by, "mapping.edit_chain", indicator.programme)
    found = ChainIndicator.objects.filter(pk=indicator.pk).first()
    if found is not None:
        found.delete()
        audit.record("chain.indicator_removed", indicator.programme, by=by, title=indicator.title)


@transaction.atomic
def save_value(
    *, indicator: ChainIndicator, by: User, year: int, value: Decimal, source: str
) -> ChainValue:
    """Write what was measured in a year; the same year again is put right.

    Refusals: wrong_year, no_source, too_long.
    """
    require(by, "mapping.edit_chain", indicator.programme)
    this_year = timezone.localdate().year
    if not FIRST_YEAR <= year <= this_year:
        raise Refusal(
            "wrong_year", _("Write a year up to %(year)d.") % {"year": this_year}, field="year"
        )
    words = checks.text(ChainValue, "source", source)
    needed(words, "no_source", _("Write where it comes from."), field="source")
    ChainIndicator.objects.select_for_update().get(pk=indicator.pk)
    values: dict[str, Any] = {"value": value, "source": words}
    row, _new = ChainValue.objects.update_or_create(indicator=indicator, year=year, defaults=values)
    audit.record("chain.measured", indicator.programme, by=by, title=indicator.title, year=year)
    return row
