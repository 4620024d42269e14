"""Block tags: the parts of a page that stand round something (`{% load blocks %}`).

docs/components.md shows each in use.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import unescape

from django import template
from django.utils.html import escape, format_html, format_html_join, strip_tags
from django.utils.safestring import SafeString, mark_safe

register = template.Library()


@register.simple_block_tag
def markup(content: SafeString) -> SafeString:
    """Drawn now, used below: `{% markup as more %}…{% endmarkup %}`."""
    return mark_safe(content.strip())


@register.simple_block_tag
def sheet(
    content: SafeString,
    name: str,
    title: str,
    *,
    more: str = "",
    css: str = "",
    flat: bool = False,
    lang: str = "",
) -> SafeString:
    """A white sheet with its head; `name` is the heading's id.

    `more` stands beside the title. A `flat` sheet has its content to the edges: a list, a table.
    """
    body = content if flat else format_html('<div class="sheet-body">{}</div>', content)
    return format_html(
        '<section class="sheet{}" aria-labelledby="{}"><div class="sheet-head">'
        '<h2 id="{}"{}>{}</h2>{}</div>{}</section>',
        f" {css}" if css else "",
        name,
        name,
        format_html(' lang="{}"', lang) if lang else "",
        title,
        more,
        body,
    )


@register.simple_block_tag
def table(  # noqa: PLR0913 - what a table can be
    content: SafeString,
    *columns: str,
    num: str = "",
    unseen: str = "",
    caption: str = "",
    css: str = "",
    region: str = "",
    region_of: str = "",
    sheet: bool = True,
    stack: bool = True,
    frame: str = "",
) -> SafeString:
    """A table in its own scroller; `content` is its <tbody>. Rows become cards on a phone.

    `num` names the columns of numbers ("2 3"; the first is 1), `unseen` those whose head only a
    screen reader reads, such as that of the buttons.

    Its scroller is a landmark when it has a `region` (its label) or `region_of` (the id of its
    heading). Without them it is reached by keyboard all the same where nothing inside it is.
    `stack` False: it stays a table on a phone. As cards each cell carries its column's
    head: a number where it is seen (`data-label`), others for screen readers (`data-column`).
    """
    if stack:
        content = _labelled(content, columns, num.split())
    heads = _heads(columns, num.split(), unseen.split())
    return format_html(
        '<div class="{}table-scroll{}"{}><table class="rows{}{}"{}>{}{}{}</table></div>',
        "sheet " if sheet else "",
        f" {frame}" if frame else "",
        _region(region, region_of) or _stop(content, caption),
        " rows-stack" if stack else "",
        f" {css}" if css else "",
        format_html(' aria-labelledby="{}"', region_of) if region_of and not caption else "",
        format_html('<caption class="visually-hidden">{}</caption>', caption or region)
        if caption or region
        else "",
        format_html("<thead><tr>{}</tr></thead>", heads) if heads else "",
        content,
    )


def _heads(columns: Sequence[str], numbers: list[str], unseen: list[str]) -> SafeString:
    return format_html_join(
        "",
        '<th scope="col"{}{}>{}</th>',
        (
            (
                _sorted(column),
                mark_safe(' class="num"') if str(at) in numbers else "",
                format_html('<span class="visually-hidden">{}</span>', column)
                if str(at) in unseen
                else column,
            )
            for at, column in enumerate(columns, start=1)
        ),
    )


#: Where a row begins, and the cells in it.
_CELLS = re.compile(r"<(?P<tag>tr|td|th)\b(?P<rest>[^>]*)>")


def _labelled(content: str, columns: Sequence[object], numbers: list[str]) -> SafeString:
    """The body with each <td> called by its column: a card on a phone shows no heads."""
    labels = [escape(unescape(strip_tags(str(column))).strip()) for column in columns]
    at = 0

    def named(cell: re.Match[str]) -> str:
        nonlocal at
        if cell["tag"] == "tr":
            at = 0
            return cell[0]
        label = labels[at] if at < len(labels) else ""
        at += 1
        if cell["tag"] == "th" or not label or re.search("data-label|colspan", cell["rest"]):
            return cell[0]
        name = "data-label" if str(at) in numbers else "data-column"
        return f'<td {name}="{label}"{cell["rest"]}>'

    return mark_safe(_CELLS.sub(named, content))


def _sorted(column: object) -> SafeString | str:
    """How the table is sorted by this column, where its head sorts (core.web.lists.Head)."""
    how = getattr(column, "sorted", "")
    return format_html(' aria-sort="{}"', how) if how else ""


def _region(label: str, heading: str) -> SafeString | str:
    if label:
        return format_html(' tabindex="0" role="region" aria-label="{}"', label)
    if heading:
        return format_html(' tabindex="0" role="region" aria-labelledby="{}"', heading)
    return ""


#: What has the focus by itself; by it a scroller is pushed aside, too.
_STOPS = re.compile(r"<(a|button|input|select|summary|textarea)\b")


def _stop(content: str, caption: str) -> SafeString | str:
    if _STOPS.search(content):
        return ""
    label = format_html(' role="group" aria-label="{}"', caption) if caption else ""
    return format_html(' tabindex="0"{}', label)


@register.simple_block_tag(takes_context=True)
def post_button(
    context: template.Context,
    content: SafeString,
    url: str = "",
    *,
    button: str = "btn",
    form: str = "",
    note: str = "",
) -> SafeString:
    """A form that is one button: `content` is what stands on it, `note` what will happen."""
    token = context.get("csrf_token")
    return format_html(
        '<form{}{} method="post">{}<button class="{}">{}</button>{}</form>',
        format_html(' class="{}"', form) if form else "",
        format_html(' action="{}"', url) if url else "",
        format_html('<input type="hidden" name="csrfmiddlewaretoken" value="{}">', token)
        if token and token != "NOTPROVIDED"  # noqa: S105 - Django's word for "no token here"
        else "",
        button,
        SafeString(content.strip()),
        format_html('<p class="consequence">{}</p>', note) if note else "",
    )
