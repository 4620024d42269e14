"""Tags for pages that draw a frozen plan."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from django import template
from django.utils.safestring import SafeString

from core.templatetags.ui import flag
from plans.goals import progress
from plans.versions.reading import ReadIndicator

register = template.Library()


@register.filter
def plain_number(value: Decimal) -> str:
    """A measured value as people write it, without needless decimals."""
    return progress.number(value)


@register.simple_tag
def standing(indicator: ReadIndicator, on: dt.date) -> SafeString:
    """Where an indicator stood on a day, as a mark and words."""
    found = indicator.progress(on)
    return flag(found.level, progress.words(found))


@register.simple_tag
def standing_words(indicator: ReadIndicator, on: dt.date) -> str:
    """Where an indicator stood on a day, as a sentence: for paper, which has no marks."""
    found = indicator.progress(on)
    return " ".join(progress.sentences(indicator, found))
