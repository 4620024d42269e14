"""Template tags of the page components. docs/components.md shows each in use.

What is drawn often is built in Python (one string, no template); what has structure is an
inclusion tag over a partial in templates/components/.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from django import forms, template
from django.core.paginator import Page
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core import components, dates, frame, plain_text
from core import money as sums
from core.charts import Chart
from core.components import Size
from core.icons import ICONS, SPRITE
from core.palette import Palette

register = template.Library()

LEVELS = ("ok", "warn", "stop", "info", "off")
NEAR_MONTHS = 2


@register.filter
def short_date(value: date | datetime | str | None) -> str:
    """Say "3 nov", with the year when it is another one."""
    return dates.short_date(value)


@register.filter
def quoted(value: object) -> str:
    """What somebody wrote, in the quotation marks of the language."""
    return plain_text.quoted(value)


@register.filter
def machine_time(value: date | datetime) -> str:
    """What stands in `<time datetime>`: HTML allows no more than three decimals of a second."""
    return value.isoformat(timespec="seconds") if isinstance(value, datetime) else value.isoformat()


@register.filter
def until(first: date | datetime | None, last: date | datetime | None) -> str:
    """A span, `starts_on|until:ends_on`: "1 nov – 12 dec", with both years when they differ."""
    return dates.span(first, last)


@register.filter
def months_until(first: date, last: date | None) -> str:
    """A span of months: "november 2026 – juni 2029"."""
    return dates.months(first, last)


@register.filter
def weekday_day(value: date | datetime) -> str:
    """Say "torsdag 3 december", with the year when it is another one."""
    return dates.weekday_and_day(value)


@register.filter
def hour(value: time | datetime) -> str:
    """A time of day in a sentence: "kl. 18.00"."""
    return dates.hour(value)


@register.filter
def ago(value: date | datetime | None) -> str:
    """Say "today", "yesterday", "6 days ago", "in 5 days"."""
    return dates.ago(value)


@register.filter
def amount(value: float | None, unit: str = "") -> str:
    """A number with the language's thousands separator and its unit: "150 000 kr"."""
    if value is None:
        return ""
    number = number_format(value, use_l10n=True, force_grouping=True)
    return f"{number}\N{NO-BREAK SPACE}{unit}" if unit else number


@register.filter
def money(value: Decimal | None, currency: str = "") -> str:
    """A sum with its currency, öre only where there are any: "1 234,50 kr"."""
    return sums.money(value, currency)


@register.filter
def formal_money(value: Decimal | None, currency: str) -> str:
    """A sum as contracts and claims write it: "1 234,50 SEK"."""
    return sums.money(value, currency, formal=True)


@register.filter
def unit(currency: str) -> str:
    """A currency as people say it: "kr" at home, elsewhere its code."""
    return sums.unit(currency)


@register.filter
def hours(value: Decimal | None) -> str:
    """Hours or kilometres without needless decimals: "7,5"."""
    return sums.hours(value)


@register.simple_tag
def strip(
    progress: str,
    gate_state: str = "",
    gate_after: int | None = None,
    size: Size = "sm",
    titles: Sequence[str] | None = None,
    palette: Palette = "page",
) -> SafeString:
    """The step strip as SVG; see core.components.strip."""
    return components.strip(progress, gate_state, gate_after, size, titles, palette)


@register.simple_tag
def head_links() -> SafeString:
    """Styles and settings that every page's head has; see core.frame."""
    return frame.head_links()


@register.simple_tag(takes_context=True)
def site_header(context: template.Context) -> SafeString:
    """The header of every page; see core.frame."""
    return frame.header(context)


@register.simple_tag(takes_context=True)
def site_footer(context: template.Context) -> SafeString:
    """The footer of every page; see core.frame."""
    return frame.footer(context)


@register.simple_tag(takes_context=True)
def session_warning(context: template.Context) -> SafeString:
    """Asks, before a session ends, whether somebody is still there; see core.frame."""
    return frame.session_warning(context)


@register.simple_tag
def icon(name: str, more: str = "") -> SafeString:
    """A bootstrap icon as decoration: words beside it say the same. `more` is a class.

    ValueError for a name that icons.txt does not have.
    """
    if name not in ICONS:
        raise ValueError(f"no icon {name!r}: add it to core/icons.txt")
    return format_html(
        '<svg class="bi{}" aria-hidden="true"><use href="{}#{}"/></svg>',
        f" {more}" if more else "",
        static(f"vendor/icons/{SPRITE}"),
        name,
    )


@register.simple_tag
def flag(level: str, text: str) -> SafeString:
    """A mark and words. `level`: ok (circle), warn (square), stop (diamond), info, off (rings)."""
    return format_html('<span class="flag {}">{}</span>', _known(level), text)


@register.simple_tag
def back_link(url: str, label: str) -> SafeString:
    """The way to the page above, for the block `back`."""
    return format_html('<a class="back" href="{}">{}</a>', url, label)


@register.simple_tag
def todo_card(
    kind: str, title: str, text: str = "", url: str = "", level: str = "warn"
) -> SafeString:
    """One thing that needs somebody: an <li> for `<ul class="todo-cards">`."""
    inner = format_html(
        '<span class="todo-kind">{}</span><span class="todo-title">{}</span>', kind, title
    )
    if text:
        inner += format_html('<span class="todo-text">{}</span>', text)
    css = f"todo-card {_known(level)}"
    if not url:
        return format_html('<li><div class="{}">{}</div></li>', css, inner)
    return format_html('<li><a class="{}" href="{}">{}</a></li>', css, url, inner)


@register.simple_tag
def clock(used: int | None, total: int, level: str = "", *, wide: bool = False) -> SafeString:
    """Months used of the support, as words and a bar.

    `level` is "", "near" or "late"; without it the bar is near from two months before the
    end and late from the end on.
    """
    if used is None:
        return format_html(
            '<div class="clock"><span class="soft">{}</span></div>', _("Not started")
        )
    words = ngettext("%(used)s of %(total)s month", "%(used)s of %(total)s months", total) % {
        "used": used,
        "total": total,
    }
    share = 100 if total <= 0 else max(0, min(100, round(100 * used / total)))
    shown = " ".join(
        filter(None, ["clock", level or _clock_level(used, total), "clock-wide" if wide else ""])
    )
    return format_html(
        '<div class="{}"><span class="num">{}</span>'
        '<svg viewBox="0 0 100 6" preserveAspectRatio="none" '
        'aria-hidden="true"><rect class="ck-t" width="100" height="6"/>'
        '<rect class="ck-u" width="{}" height="6"/></svg></div>',
        shown,
        words,
        share,
    )


def _clock_level(used: int, total: int) -> str:
    if used >= total:
        return "late"
    return "near" if total - used <= NEAR_MONTHS else ""


@register.inclusion_tag("components/empty.html")
def empty_state(
    title: str,
    text: str,
    action_url: str = "",
    action: str = "",
    symbol: str = "",
    level: int = 2,
) -> dict[str, Any]:
    """Says what this is for and offers the first step.

    `symbol` is the name of a bootstrap icon; without it our own strip is drawn.
    """
    return {
        "title": title,
        "text": text,
        "url": action_url,
        "action": action,
        "symbol": symbol,
        "level": level,
    }


@register.inclusion_tag("components/segmented_links.html")
def segmented(
    items: Iterable[dict[str, Any]], label: str, *, small: bool = False
) -> dict[str, Any]:
    """Views of one thing as links: items of {label, url, current}."""
    return {"items": items, "label": label, "small": small}


@register.inclusion_tag("components/file_row.html")
def file_row(
    name: str,
    size: int | None = None,
    when: date | datetime | None = None,
    url: str = "",
    remove_url: str = "",
    who: str = "",
    symbol: str = "file-earmark-text",
    shows: str | None = None,
) -> dict[str, Any]:
    """A file with size (bytes) and day; `url` fetches it, `remove_url` leads to its removal.

    `shows` is what a picture shows, empty when nobody has said it; None is no picture.
    """
    return {
        "name": name, "size": size, "when": when, "url": url,
        "remove_url": remove_url, "who": who, "symbol": symbol,
        "shows": shows,
    }  # fmt: skip


@register.inclusion_tag("components/pagination.html", takes_context=True)
def pagination(context: template.Context, page: Page[Any]) -> dict[str, Any]:
    """Pages of a list; keeps the address' other parameters. Draws nothing for one page."""
    elided = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    return {
        "request": context.get("request"),
        "page": page,
        "numbers": list(elided),
        "gap": page.paginator.ELLIPSIS,
    }


@register.simple_tag
def found(page: Page[Any]) -> str:
    """How many rows a list has: said aloud when its filters have changed it (site.js)."""
    count = page.paginator.count
    if not count:
        return _("Nothing found")
    if getattr(page.paginator, "more", False) or getattr(page.paginator, "capped", False):
        return _("More than %(count)s found") % {"count": count - 1}
    return ngettext("%(count)s found", "%(count)s found", count) % {"count": count}


@register.inclusion_tag("components/error_summary.html")
def error_summary(*bound: forms.BaseForm | forms.BaseFormSet[Any] | None) -> dict[str, Any]:
    """All errors of forms and formsets, each a link to its field. Draws nothing without errors.

    A form that the page does not have (an empty name in the template) has none. What is told here
    of a form as a whole does not stand above its fields again (bootstrap5/errors.html).
    """
    return {
        "errors": [
            line
            for one in bound
            if isinstance(one, forms.BaseForm | forms.BaseFormSet)
            for line in _errors(one)
        ]
    }


def _errors(bound: forms.BaseForm | forms.BaseFormSet[Any]) -> list[dict[str, str]]:
    if not bound.is_bound:
        return []
    bound.told_above = True  # type: ignore[union-attr]
    if isinstance(bound, forms.BaseFormSet):
        first = bound.forms[0].visible_fields()[:1] if bound.forms else []
        target = _focus_id(first[0]) if first else ""
        lines = [
            {"label": "", "text": str(text), "target": target} for text in bound.non_form_errors()
        ]
        return lines + [line for form in bound.forms for line in _errors(form)]
    lines = []
    for name, texts in bound.errors.items():
        if name not in bound.fields:
            lines += [{"label": "", "text": str(text), "target": ""} for text in texts]
            continue
        field = bound[name]
        hidden = field.is_hidden
        lines.append({
            "label": "" if hidden else str(field.label),
            "text": " ".join(map(str, texts)),
            "target": "" if hidden else _focus_id(field),
        })  # fmt: skip
    return lines


def _focus_id(field: forms.BoundField) -> str:
    """The id of the element that takes the focus: of a group of radio buttons the first."""
    widget = field.field.widget
    if isinstance(widget, (forms.RadioSelect, forms.CheckboxSelectMultiple)):
        return f"{field.auto_id}_0"
    return str(field.id_for_label or field.auto_id)


@register.inclusion_tag("components/saved.html")
def saved(when: datetime | None = None, state: str | None = None) -> dict[str, Any]:
    """The saved indicator; static/js/ modules set its data-state and text from its data-* texts."""
    return {"when": when, "state": state if state is not None else ("saved" if when else "")}


@register.inclusion_tag("components/timeline.html")
def timeline(entries: Iterable[Any]) -> dict[str, Any]:
    """History, newest first: entries of {when, title, text, who, level, url}."""
    return {"entries": entries}


@register.inclusion_tag("components/facts.html")
def facts(rows: Iterable[tuple[str, Any]], *, stacked: bool = False) -> dict[str, Any]:
    """Terms and descriptions; rows without a value are left out."""
    kept = [(term, value) for term, value in rows if value not in (None, "")]
    return {"rows": kept, "stacked": stacked}


@register.inclusion_tag("components/chart.html")
def chart(drawn: Chart, *, open: bool = False, heading: int = 3) -> dict[str, Any]:  # noqa: A002
    """A chart of core.charts with the table of its numbers (folded, unless `open`)."""
    return {"chart": drawn, "open": open, "heading": heading}


def _known(level: str) -> str:
    if level not in LEVELS:
        raise ValueError(f"level is {level!r}: write one of {', '.join(LEVELS)}")
    return level


@register.simple_tag
def choice_input(radio: Any) -> SafeString:
    """One radio button of a RadioSelect, dressed as ours (choices_field.html)."""
    radio.data["attrs"]["class"] = "form-check-input"
    return radio.tag(wrap_label=False)


@register.simple_tag
def choice_text(field: forms.BoundField, radio: Any) -> str:
    """What follows from an answer: the form's `choice_texts[field name][value]`, or ""."""
    texts: dict[str, dict[str, str]] = getattr(field.form, "choice_texts", {})
    return str(texts.get(field.name, {}).get(str(radio.data["value"]), ""))


@register.simple_tag
def choice_tone(field: forms.BoundField, radio: Any) -> str:
    """How a chosen answer looks: the form's `choice_tones[field name][value]`, or ""."""
    tones: dict[str, dict[str, str]] = getattr(field.form, "choice_tones", {})
    return str(tones.get(field.name, {}).get(str(radio.data["value"]), ""))


@register.filter
def as_our_field(field: forms.BoundField, template_name: str) -> SafeString:
    """A field drawn by one of our field templates, outside a crispy layout."""
    return render_to_string(template_name, {"field": field})
