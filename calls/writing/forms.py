"""Forms of a call."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from calls.models import (
    HIGHEST,
    LOWEST,
    AskKind,
    Call,
    CallCriterion,
    CallQuestion,
    Effect,
    RuleKey,
)
from core.addresses import AddressField
from core.web.widgets import DateInput
from programmes.models import Programme
from programmes.models.programme import PlaceKind
from workshops.planning.local_time import moment

WORDS = ("title", "lead", "text", "choosing")
LABELS = {
    "title": _("Title"),
    "lead": _("In two sentences"),
    "text": _("What it is, and for whom"),
    "choosing": _("How places are chosen"),
}
ROWS = {"lead": 2, "text": 8, "choosing": 5}
MOST_WEIGHT, MOST_ADMITTED, MOST_PEOPLE = 10, 200, 10_000_000
#: Empty rows for further criteria.
MORE_CRITERIA = 2


class TimeInput(forms.TimeInput):
    """The browser's own time field."""

    input_type = "time"

    def __init__(self) -> None:
        super().__init__(format="%H:%M")


class NewForm(forms.Form):
    """A new call."""

    title = forms.CharField(label=_("Title"), max_length=160)
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    languages = forms.MultipleChoiceField(
        label=_("Can also be read in"), choices=settings.LANGUAGES, required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip

    def __init__(self, data: Any = None, *, programme: Programme) -> None:
        super().__init__(data, initial={"language": programme.language})


class _Moment:
    """A day and an hour of one field's name, by the call's clock."""

    def __init__(self, name: str, day: str, time: str) -> None:
        self.name, self.day, self.time = name, day, time

    def read(self, data: dict[str, Any], call: Call) -> dt.datetime | None:
        """The moment; None without a day. Refusals: those of `moment`."""
        day, time = data.get(self.day), data.get(self.time)
        return moment(day, time or dt.time(12), call.zone) if day else None


OPENS = _Moment("opens_at", "opens_on", "opens_time")
CLOSES = _Moment("closes_at", "closes_on", "closes_time")


class TextForm(forms.Form):
    """What a call says in each of its languages, its window, its numbers."""

    opens_on = forms.DateField(label=_("Opens"), required=False, widget=DateInput())
    opens_time = forms.TimeField(label=_("At (hour)"), required=False, widget=TimeInput())
    closes_on = forms.DateField(label=_("Closes"), required=False, widget=DateInput())
    closes_time = forms.TimeField(label=_("At (hour)"), required=False, widget=TimeInput())
    admits = forms.IntegerField(label=_("Places to admit"), min_value=1, max_value=MOST_ADMITTED)
    assess_by = forms.DateField(
        label=_("Assessors are done by"), required=False, widget=DateInput()
    )
    contact_name = forms.CharField(label=_("Whom to ask"), max_length=120, required=False)
    contact_email = AddressField(label=_("Address for questions"), required=False)
    kept_months = forms.IntegerField(
        label=_("Keep applications that were not admitted (months)"), min_value=1, max_value=120
    )
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    languages = forms.MultipleChoiceField(
        label=_("Can also be read in"), choices=settings.LANGUAGES, required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, call: Call) -> None:
        names = ("admits", "assess_by", "contact_name", "contact_email", "kept_months",
                 "language", "version")  # fmt: skip
        initial: dict[str, Any] = {name: getattr(call, name) for name in names}
        initial["languages"] = [one for one in call.texts if one != call.language]
        for at, held in ((OPENS, call.opens), (CLOSES, call.closes)):
            if held is not None:
                initial |= {at.day: held.date(), at.time: held.time()}
        super().__init__(data, initial=initial)
        self.call = call
        self.codes = [call.language, *(one for one in call.texts if one != call.language)]
        for code in self.codes:
            own = code == call.language
            for name in WORDS:
                field = Call._meta.get_field(name)
                self.fields[f"{name}_{code}"] = forms.CharField(
                    label=LABELS[name],
                    max_length=field.max_length,  # type: ignore[union-attr]
                    required=own and name == "title",
                    initial=getattr(call, name) if own else call.texts[code].get(name, ""),
                    widget=forms.Textarea(attrs={"rows": ROWS[name], "lang": code})
                    if name in ROWS
                    else forms.TextInput(attrs={"lang": code}),
                )
        if call.published_at is not None:
            for name in (OPENS.day, OPENS.time, CLOSES.day, CLOSES.time):
                self.fields[name].disabled = True

    @property
    def by_language(self) -> list[tuple[str, str, list[forms.BoundField]]]:
        """Code and name of each language, with the fields of its words."""
        names = dict(settings.LANGUAGES)
        return [
            (code, str(names[code]), [self[f"{name}_{code}"] for name in WORDS])
            for code in self.codes
        ]

    def values(self) -> dict[str, Any]:
        """The keyword arguments of `save_text`."""
        data, call = self.cleaned_data, self.call
        chosen = data["language"]
        told = {
            code: {name: data.get(f"{name}_{code}", "") for name in WORDS} for code in self.codes
        }
        # The words in the language before stay, as a translation.
        kept = set(data["languages"]) | {call.language}
        own = told.get(chosen) or dict.fromkeys(WORDS, "")
        if not own["title"]:
            own["title"] = told[call.language]["title"]
        values: dict[str, Any] = {
            **own,
            "language": chosen,
            "texts": {
                code: {name: word for name, word in told.get(code, {}).items() if word}
                for code in sorted(kept)
                if code != chosen
            },
        }
        for name in ("admits", "assess_by", "contact_name", "contact_email", "kept_months"):
            values[name] = data[name]
        if call.published_at is None:
            values |= {at.name: at.read(data, call) for at in (OPENS, CLOSES)}
        return {"version": data["version"], "values": values}


class QuestionForm(forms.Form):
    """One question in the call's languages."""

    kind = forms.ChoiceField(label=_("Answered by"), choices=AskKind.choices)
    required = forms.BooleanField(label=_("Must be answered"), required=False)
    most = forms.IntegerField(
        label=_("Characters at most"), required=False, min_value=10, max_value=6000,
        help_text=_("Of a text. Empty: 300 for a short one, 6 000 for a long one."),
    )  # fmt: skip

    def __init__(
        self, data: Any = None, *, call: Call, question: CallQuestion | None = None
    ) -> None:
        initial: dict[str, Any] = {"kind": AskKind.LONG, "required": True}
        if question is not None:
            initial = {"kind": question.kind, "required": question.required,
                       "most": question.most}  # fmt: skip
        super().__init__(data, initial=initial)
        self.call, self.question = call, question
        for code in call.languages_or_own:
            own = code == call.language
            label, text = question.said(code) if question and own else ("", "")
            if question and not own:
                words = question.words.get(code, {})
                label, text = words.get("label", ""), words.get("help", "")
            choices = question.options(code, code) if question else []
            self.fields[f"label_{code}"] = forms.CharField(
                label=_("Question"), max_length=300, required=own, initial=label
            )
            self.fields[f"help_{code}"] = forms.CharField(
                label=_("Explanation"), max_length=500, required=False, initial=text
            )
            self.fields[f"choices_{code}"] = forms.CharField(
                label=_("Answers to choose from, one a line"), required=False, max_length=4000,
                initial="\n".join(word for _key, word in choices),
                widget=forms.Textarea(attrs={"rows": 4}),
            )  # fmt: skip

    @property
    def by_language(self) -> list[tuple[str, str, list[forms.BoundField]]]:
        """Code and name of each language, with the fields of its words."""
        names = dict(settings.LANGUAGES)
        return [
            (code, str(names[code]),
             [self[f"{name}_{code}"] for name in ("label", "help", "choices")])
            for code in self.call.languages_or_own
        ]  # fmt: skip

    def values(self) -> dict[str, Any]:
        """The keyword arguments of `save_question`: values in one."""
        data, call = self.cleaned_data, self.call
        others = [code for code in call.languages_or_own if code != call.language]
        lines = {code: _lines(data[f"choices_{code}"]) for code in call.languages_or_own}
        keys = [one["key"] for one in self.question.choices] if self.question else []
        count = len(lines[call.language])
        keys = keys if len(keys) == count else [f"a{number}" for number in range(1, count + 1)]
        choices = [
            {
                "key": key,
                "texts": {code: found[at] for code, found in lines.items() if at < len(found)},
            }
            for at, key in enumerate(keys)
        ]
        return {
            "values": {
                "kind": data["kind"],
                "required": data["required"],
                "most": data["most"],
                "label": data[f"label_{call.language}"],
                "help": data[f"help_{call.language}"],
                "words": {
                    code: {"label": data[f"label_{code}"], "help": data[f"help_{code}"]}
                    for code in others
                    if data[f"label_{code}"]
                },
                "choices": choices,
            }
        }


def _lines(text: str) -> list[str]:
    return [line.strip()[:200] for line in text.splitlines() if line.strip()]


class RulesForm(forms.Form):
    """Which rules hold, and what each does."""

    def __init__(self, data: Any = None, *, call: Call) -> None:
        super().__init__(data)
        held = {one.key: one for one in call.rules.all()}
        for key in RuleKey:
            rule = held.get(key)
            self.fields[f"{key}_on"] = forms.BooleanField(
                label=key.label, required=False, initial=rule is not None
            )
            self.fields[f"{key}_effect"] = forms.ChoiceField(
                label=_("If it is not met"), choices=Effect.choices,
                initial=rule.effect if rule else Effect.BLOCK,
            )  # fmt: skip
        rule = held.get(RuleKey.POPULATION)
        for name, label in (("low", _("Inhabitants at least")), ("high", _("Inhabitants at most"))):
            self.fields[name] = forms.IntegerField(
                label=label, required=False, min_value=0, max_value=MOST_PEOPLE,
                initial=getattr(rule, name, None),
                help_text=_("The bound itself counts as inside."),
            )  # fmt: skip
        self.fields["since"] = forms.IntegerField(
            label=_("Figure from this year or later"), required=False, min_value=1900,
            max_value=2100, initial=rule.since if rule else None,
        )  # fmt: skip
        self.fields["registered"] = forms.BooleanField(
            label=_("Only figures of the register count"), required=False,
            initial=rule.registered if rule else False,
            help_text=_("A figure that applicants write themselves then says nothing."),
        )  # fmt: skip
        kind_rule = held.get(RuleKey.KIND)
        self.fields["kinds"] = forms.MultipleChoiceField(
            label=_("Kinds of place"), choices=PlaceKind.choices, required=False,
            widget=forms.CheckboxSelectMultiple, initial=kind_rule.kinds if kind_rule else [],
            help_text=_("None ticked: every kind."),
        )  # fmt: skip

    @property
    def groups(self) -> list[tuple[forms.BoundField, list[forms.BoundField]]]:
        """Each rule's switch with what belongs to it."""
        more = {RuleKey.POPULATION: ("low", "high", "since", "registered"),
                RuleKey.KIND: ("kinds",)}  # fmt: skip
        return [
            (self[f"{key}_on"],
             [self[name] for name in (*more.get(key, ()), f"{key}_effect")])
            for key in RuleKey
        ]  # fmt: skip

    def values(self) -> dict[str, Any]:
        """The keyword arguments of `save_rules`."""
        data = self.cleaned_data
        found: dict[str, dict[str, Any]] = {}
        for key in RuleKey:
            if not data[f"{key}_on"]:
                continue
            found[key] = {"effect": data[f"{key}_effect"]}
            if key == RuleKey.POPULATION:
                found[key] |= {name: data[name] for name in ("low", "high", "since", "registered")}
            if key == RuleKey.KIND:
                found[key]["kinds"] = data["kinds"]
        return {"rules": found}


class CriteriaForm(forms.Form):
    """By what assessors judge, and what each point means."""

    def __init__(self, data: Any = None, *, call: Call) -> None:
        super().__init__(data)
        self.rows: list[tuple[CallCriterion | None, int]] = [
            (one, number) for number, one in enumerate(call.criteria.all())
        ]
        first = len(self.rows)
        self.rows += [(None, number) for number in range(first, first + MORE_CRITERIA)]
        for one, number in self.rows:
            self.fields[f"name_{number}"] = forms.CharField(
                label=_("Criterion"), max_length=80, required=False,
                initial=one.name if one else "",
            )  # fmt: skip
            self.fields[f"help_{number}"] = forms.CharField(
                label=_("What to look at"), max_length=400, required=False,
                initial=one.help if one else "",
            )  # fmt: skip
            self.fields[f"weight_{number}"] = forms.IntegerField(
                label=_("Weight"), min_value=1, max_value=MOST_WEIGHT,
                initial=one.weight if one else 1,
            )  # fmt: skip
        for point in range(LOWEST, HIGHEST + 1):
            words = call.scale[point - LOWEST] if len(call.scale) > point - LOWEST else ""
            self.fields[f"point_{point}"] = forms.CharField(
                label=str(point), max_length=60, initial=words
            )

    @property
    def criterion_rows(self) -> list[list[forms.BoundField]]:
        """The fields of each criterion."""
        return [
            [self[f"{name}_{number}"] for name in ("name", "help", "weight")]
            for _one, number in self.rows
        ]

    @property
    def scale_fields(self) -> list[forms.BoundField]:
        """What each point means."""
        return [self[f"point_{point}"] for point in range(LOWEST, HIGHEST + 1)]

    def values(self) -> dict[str, Any]:
        """The keyword arguments of `save_criteria`."""
        data = self.cleaned_data
        return {
            "criteria": [
                {
                    "id": one.pk if one else None,
                    "name": data[f"name_{number}"],
                    "help": data[f"help_{number}"],
                    "weight": data[f"weight_{number}"],
                }
                for one, number in self.rows
            ],
            "scale": [data[f"point_{point}"] for point in range(LOWEST, HIGHEST + 1)],
        }


class ExtendForm(forms.Form):
    """Until when, and why."""

    day = forms.DateField(label=_("Closes"), widget=DateInput())
    time = forms.TimeField(label=_("At (hour)"), widget=TimeInput())
    reason = forms.CharField(
        label=_("Reason"), max_length=300, help_text=_("Everybody who applies reads it.")
    )

    def __init__(self, data: Any = None, *, call: Call) -> None:
        held = call.closes
        initial = {"time": held.time()} if held else {}
        super().__init__(data, initial=initial)
        self.call = call

    def values(self) -> dict[str, Any]:
        """The keyword arguments of `extend`."""
        data = self.cleaned_data
        return {
            "until": moment(data["day"], data["time"], self.call.zone), "reason": data["reason"],
        }  # fmt: skip


class CloseForm(forms.Form):
    """Why it closes early."""

    reason = forms.CharField(
        label=_("Reason"), max_length=300, help_text=_("Everybody who applies reads it.")
    )
