"""The register of funding sources: add, change, close, open again, take away; their deadlines.

A source belongs to a region; those who run the region keep it. What a place has applied to is
never taken away: a source in use is closed, so that old lines still say where money came from.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core import audit
from core.policy import require
from core.refusals import Refusal
from people.models import Region, User
from plans import changes
from plans.changes import length_of
from plans.models import Applicant, FundingSource, SourceDeadline, SourceKind, Theme
from programmes.models import Currency

#: What `add_source` and `save_source` take.
FIELDS = (
    "name", "kind", "summary", "applicants", "themes", "currency", "share_max", "minimum",
    "maximum", "rolling", "website", "shared", "advance_share", "advance_max",
    "advance_applicants", "final_report", "checked_on",
)  # fmt: skip


@transaction.atomic
def add_source(*, region: Region, by: User, **fields: Any) -> FundingSource:
    """Add a source to a region's register; the keyword arguments are `FIELDS`.

    Refusals: name_missing, name_taken, too_long, unknown_kind, unknown_currency,
    unknown_applicant, unknown_theme, wrong_share, bounds_crossed, checked_in_future.
    """
    require(by, "plans.manage_sources", region)
    source = FundingSource(region=region)
    _set(source, _checked(source, fields))
    source.save(force_insert=True)
    audit.record("source.added", source, by=by, name=source.name)
    return source


@transaction.atomic
def save_source(*, source: FundingSource, by: User, version: int, **fields: Any) -> FundingSource:
    """Change a source; what is not named stays. Saving what is stored already changes nothing.

    Refusals: those of `add_source`; kind_in_use and currency_in_use once a place has applied.
    Conflict when somebody else changed it since `version`.
    """
    require(by, "plans.manage_sources", source)
    source = _locked(source)
    values = _checked(source, fields)
    different = changes.changed(source, values)
    if not different:
        return source
    changes.refuse_older(source, version, values)
    _refuse_fixed(source, values)
    _set(source, values)
    source.version += 1
    source.save()
    audit.record("source.changed", source, by=by, name=source.name, fields=different)
    return source


def close_source(*, source: FundingSource, by: User) -> FundingSource:
    """Say that the source takes no more applications. Lines that stand stay."""
    return _open_or_close(source, by, closed=True)


def reopen_source(*, source: FundingSource, by: User) -> FundingSource:
    """Say that the source takes applications again."""
    return _open_or_close(source, by, closed=False)


@transaction.atomic
def remove_source(*, source: FundingSource, by: User) -> None:
    """Take a source away that nobody has applied to. Refusal: source_in_use."""
    require(by, "plans.manage_sources", source)
    source = _locked(source)
    audit.record("source.removed", source, by=by, name=source.name)
    try:
        source.delete()
    except ProtectedError as error:
        count = len(error.protected_objects)
        raise Refusal(
            "source_in_use",
            ngettext(
                "%(count)d action is financed from this source. Close it instead.",
                "%(count)d actions are financed from this source. Close it instead.",
                count,
            )
            % {"count": count},
        ) from error


@transaction.atomic
def add_deadline(*, source: FundingSource, by: User, on: dt.date, text: str = "") -> SourceDeadline:
    """Add a last day to apply. A day that the source has already is renamed, not doubled.

    Refusal: too_long.
    """
    require(by, "plans.manage_sources", source)
    source = _locked(source)
    text = changes.one_line(text)
    changes.refuse_longer(text, length_of(SourceDeadline, "text"), field="text")
    deadline, _made = SourceDeadline.objects.update_or_create(
        source=source, on=on, defaults={"text": text}
    )
    audit.record("source.deadline_added", source, by=by, name=source.name, on=on.isoformat())
    return deadline


@transaction.atomic
def remove_deadline(*, deadline: SourceDeadline, by: User) -> None:
    """Take a last day to apply away."""
    require(by, "plans.manage_sources", deadline.source)
    source = _locked(deadline.source)
    audit.record(
        "source.deadline_removed", source, by=by, name=source.name, on=deadline.on.isoformat()
    )
    deadline.delete()


@transaction.atomic
def _open_or_close(source: FundingSource, by: User, *, closed: bool) -> FundingSource:
    require(by, "plans.manage_sources", source)
    source = _locked(source)
    if source.closed != closed:
        source.closed = closed
        source.version += 1
        source.save(update_fields=["closed", "version", "updated_at"])
        audit.record(
            "source.closed" if closed else "source.reopened", source, by=by, name=source.name
        )
    return source


def _locked(source: FundingSource) -> FundingSource:
    return FundingSource.objects.select_for_update().get(pk=source.pk)


def _set(source: FundingSource, values: dict[str, Any]) -> None:
    for name, value in values.items():
        setattr(source, name, value)


def _checked(source: FundingSource, fields: dict[str, Any]) -> dict[str, Any]:
    """All values as they will be stored, or the first rule that they break as a Refusal."""
    unknown = fields.keys() - set(FIELDS)
    if unknown:
        raise TypeError(f"a source has no {', '.join(sorted(unknown))}")
    values = {name: fields.get(name, getattr(source, name)) for name in FIELDS}
    values["name"] = changes.one_line(values["name"])
    values["summary"] = changes.lines(values["summary"])
    _refuse_wrong_words(source, values)
    _refuse_wrong_sums(values)
    if values["checked_on"] is not None:
        changes.refuse_future(
            values["checked_on"],
            "checked_in_future",
            _("The day of the check has not come yet."),
            field="checked_on",
        )
    return values


def _refuse_wrong_words(source: FundingSource, values: dict[str, Any]) -> None:
    changes.refuse_empty(
        values["name"], "name_missing", _("Write what the source is called."), field="name"
    )
    for name in ("name", "summary", "website"):
        changes.refuse_longer(values[name], length_of(FundingSource, name), field=name)
    twins = FundingSource.objects.filter(region=source.region_id, name=values["name"])
    if twins.exclude(pk=source.pk).exists():
        raise Refusal(
            "name_taken", _("The region has a source of this name already."), field="name"
        )
    if values["kind"] not in SourceKind.values:
        raise Refusal("unknown_kind", _("Choose what kind of money it is."), field="kind")
    if values["currency"] not in Currency.values:
        raise Refusal("unknown_currency", _("Choose the currency."), field="currency")
    for name, known in (
        ("applicants", Applicant.values),
        ("advance_applicants", Applicant.values),
        ("themes", Theme.values),
    ):
        values[name] = [value for value in known if value in values[name]] + [
            value for value in values[name] if value not in known
        ]
        if not set(values[name]) <= set(known):
            code = "unknown_theme" if name == "themes" else "unknown_applicant"
            raise Refusal(code, _("Choose from the list."), field=name)


def _refuse_wrong_sums(values: dict[str, Any]) -> None:
    for name, least in (("share_max", 1), ("advance_share", 0)):
        if values[name] is not None and not least <= values[name] <= 100:  # noqa: PLR2004 - per cent
            raise Refusal(
                "wrong_share" if name == "share_max" else "wrong_advance_share",
                _("Write per cent from %(least)d to 100.") % {"least": least},
                field=name,
            )
    least, most = values["minimum"], values["maximum"]
    if least is not None and most is not None and least > most:
        raise Refusal(
            "bounds_crossed", _("The sum at most is less than the sum at least."), field="maximum"
        )


def _refuse_fixed(source: FundingSource, values: dict[str, Any]) -> None:
    if not source.lines.exists():
        return
    if values["currency"] != source.currency:
        raise Refusal(
            "currency_in_use",
            _("Places have applied in %(currency)s, so the currency stays.")
            % {"currency": source.currency},
            field="currency",
        )
    if (SourceKind.HOURS in {values["kind"], source.kind}) and values["kind"] != source.kind:
        raise Refusal(
            "kind_in_use",
            _("Places use the source already, so hours stay hours and money money."),
            field="kind",
        )
