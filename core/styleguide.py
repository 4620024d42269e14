"""Examples for the style guide: every component in every state, with invented content."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.addresses import AddressField
from core.charts import Point, Series, line_chart

STEPS = ("Förankring", "Kartläggning", "Nulägesanalys", "Målbild", "Handlingsplan", "Genomförande")


class ExampleForm(forms.Form):
    """A form with each kind of field, for looking at."""

    name = forms.CharField(label=_("Name"), help_text=_("As the people who live there say it."))
    email = AddressField(label=_("E-mail"))
    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=[("", _("Choose")), ("village", _("Village")), ("island", _("Island"))],
    )
    due = forms.DateField(
        label=_("Due"), widget=forms.DateInput(attrs={"type": "date"}), required=False
    )
    inhabitants = forms.IntegerField(label=_("Inhabitants"), min_value=0, required=False)
    note = forms.CharField(
        label=_("Note"), widget=forms.Textarea(attrs={"rows": 3}), required=False
    )
    evidence = forms.FileField(label=_("Evidence"), required=False)
    agreed = forms.BooleanField(label=_("The working group has agreed"))
    way = forms.ChoiceField(
        label=_("Way of contact"),
        widget=forms.RadioSelect,
        choices=[("phone", _("Phone")), ("visit", _("Visit"))],
    )


class DecisionForm(forms.Form):
    """A form with the segmented control and answers as cards."""

    choice_tones = {"assessment": {"partly": "warn", "not_met": "stop"}}
    choice_texts = {
        "decision": {
            "conditions": _("Phase II opens; the conditions become items with a due date.")
        }
    }

    assessment = forms.ChoiceField(
        label=_("Assessment"),
        widget=forms.RadioSelect,
        choices=[("met", _("Met")), ("partly", _("Partly")), ("not_met", _("Not"))],
        initial="partly",
    )
    decision = forms.ChoiceField(
        label=_("Decision"),
        widget=forms.RadioSelect,
        choices=[
            ("continue", _("Continue")),
            ("conditions", _("Continue with conditions")),
            ("return", _("Return")),
            ("stop", _("Stop")),
        ],
        initial="conditions",
    )


def _strips() -> list[dict[str, Any]]:
    rows = [
        ("naaaaa", "", 3),
        ("dnaaaa", "closed", 3),
        ("dddaaa", "waiting", 3),
        ("dddnaa", "passed", 3),
        ("dddddn", "conditions", 3),
        ("ddnaaa", "returned", 3),
        ("ddaaaa", "stopped", 3),
        ("dddddd", "passed", 3),
        ("dnaa", "", 0),
    ]
    return [{"progress": progress, "gate": gate, "after": after} for progress, gate, after in rows]


def _history() -> list[dict[str, Any]]:
    now = timezone.now()
    return [
        {"when": now, "title": "Inlämnad", "who": "Processledare", "level": "warn"},
        {
            "when": now - timedelta(days=20),
            "title": "Återremitterad",
            "level": "stop",
            "text": "Öppet möte om analysen saknas.",
            "who": "Programansvarig",
        },
        {"when": now - timedelta(days=400), "title": "Avtalet skrevs under", "level": "ok"},
    ]


def _population() -> list[Series]:
    source, register = "Folk- och bostadsräkning", "Tätortsregister"
    return [
        Series(
            "Glimåkra",
            [
                Point(1960, 1210, source),
                Point(1970, 1507, source),
                Point(1980, 1612, source),
                Point(1990, 1595, source),
                Point(2000, 1466, register, break_before=True),
                Point(2010, 1397, register),
                Point(2020, 1431, register),
            ],
        ),
    ]


def examples() -> dict[str, Any]:
    """The context of templates/core/styleguide.html."""
    now = timezone.now()
    return {
        "strips": _strips(),
        "steps": STEPS,
        "now": now,
        "days_ago": now - timedelta(days=6),
        "form": ExampleForm({"email": "inte en adress"}),
        "decision": DecisionForm(),
        "page_obj": Paginator(range(1000), 50).page(4),
        "history": _history(),
        "chart": line_chart(_population(), title="Folkmängd i Glimåkra", unit="invånare"),
        "two_lines": line_chart(
            [
                Series("Väntat", [Point(2020, 10), Point(2022, 22), Point(2026, 40)]),
                Series("Utfall", [Point(2020, 10), Point(2022, 17), Point(2024, 31)]),
            ],
            title="Möten per år",
        ),
        "views": [
            {"label": "Lista", "url": "?view=list", "current": True},
            {"label": "Karta", "url": "?view=map", "current": False},
            {"label": "Tidslinje", "url": "?view=time", "current": False},
        ],
        "fact_rows": [
            ("Kommun", "Östra Göinge"),
            ("Processledare", "Processledare i Glimåkra, till 31 dec"),
            ("Överenskommet belopp", "150 000 kr"),
        ],
    }
