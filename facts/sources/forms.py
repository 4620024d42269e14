"""Forms of queries: search a table, choose of its variables, say what the figures are."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core import signing
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from areas.models import AreaScheme
from core.web.picker import FEW, HITS, Typed
from facts.models import Client, Indicator, Level, Refresh
from facts.sources.clients import sources
from facts.sources.guessing import guess_dimension, guess_scheme, named_codes
from facts.sources.tables import Table, Variable
from people.models import Region

SALT = "facts.codes"
#: What figures may be divided by.
DIMENSIONS = {
    "age": gettext_lazy("Age"),
    "sex": gettext_lazy("Sex"),
    "branch": gettext_lazy("Branch"),
    "size": gettext_lazy("Size"),
    "kind": gettext_lazy("Kind"),
}
#: Quick choices of years, as expressions.
NEWEST = ("TOP(1)", "TOP(5)", "TOP(10)", "*")


class SearchForm(forms.Form):
    """Which source, and which words."""

    source = forms.ChoiceField(label=gettext_lazy("Source"))
    q = forms.CharField(
        label=gettext_lazy("Words in the table's name"), max_length=80, required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["source"].choices = [  # type: ignore[attr-defined]
            (f"{kind}:{host}", f"{host} ({Client(kind).label})") for kind, host in sources()
        ]


def found_in(values: Mapping[str, str], text: str) -> tuple[list[tuple[str, str]], bool]:
    """Up to twenty codes whose code or text holds each word, and whether there are more."""
    words = text.casefold().split()
    fitting = [
        (code, label)
        for code, label in values.items()
        if all(word in f"{code} {label}".casefold() for word in words)
    ]
    return fitting[:HITS], len(fitting) > HITS


class CodesWidget(forms.Widget):
    """Codes of a long list: the same search as for rows (core/web/picker.py), over a table's codes.

    `scope` names source, table and variable for the search while somebody types.
    """

    def __init__(self, variable: Variable, extra: Mapping[str, str], scope: list[str]) -> None:
        super().__init__()
        self.variable, self.scope = variable, scope
        #: Expressions that are offered beside the codes.
        self.extra = dict(extra)

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """Chosen codes, or a search that is no choice yet."""
        given = data.getlist(name) if hasattr(data, "getlist") else data.get(name) or []
        chosen = [one for one in given if one]
        text = str(data.get(f"{name}_q") or "").strip()
        if f"{name}_find" in data or (text and not chosen):
            return Typed(text, tuple(chosen), f"{name}_find" in data)
        return chosen

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        """Nothing chosen sends nothing, as check boxes do."""
        return False

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None
    ) -> SafeString:
        """The search with what is chosen and, after a search, what it found."""
        typed = value if isinstance(value, Typed) else None
        chosen = list(typed.chosen if typed else value or [])
        hits, more = found_in(self.variable.values, typed.text) if typed else ([], False)
        known = {**self.extra, **self.variable.values}
        codes = dict.fromkeys([*self.extra, *chosen, *(code for code, _label in hits)])
        scope = signing.dumps(self.scope, salt=SALT, compress=True)
        return render_to_string("components/picker.html", {
            "name": name,
            "attrs": attrs or {},
            "id": (attrs or {}).get("id", f"id_{name}"),
            "many": True,
            "none": "",
            "rows": [
                {"value": code, "text": known.get(code, code),
                 "note": "" if code in self.extra else code, "chosen": code in chosen}
                for code in codes
            ],
            "chosen": bool(chosen),
            "typed": typed,
            "found": len(hits),
            "more": more,
            "new": "",
            "url": f"{reverse('facts:codes')}?in={scope}",
            "script": static("vendor/tom-select/tom-select.popular.min.js"),
        })  # fmt: skip


class CodesField(forms.Field):
    """Codes of a variable: boxes to tick of few, a search among many."""

    def __init__(
        self, variable: Variable, *, extra: Mapping[str, str], scope: list[str], **options: Any
    ) -> None:
        # Of years the newest are wanted first.
        codes = list(variable.values.items())
        known = {**extra, **dict(codes[::-1] if variable.kind == "time" else codes)}
        widget: forms.Widget = (
            CodesWidget(variable, extra, scope)
            if len(variable.values) > FEW
            else forms.CheckboxSelectMultiple(choices=list(known.items()))
        )
        super().__init__(widget=widget, **options)
        self.known = known

    def clean(self, value: Any) -> list[str]:
        """The chosen codes. Raises ValidationError after a search, and for none where one must."""
        if isinstance(value, Typed):
            raise forms.ValidationError(_("Choose one of those that the search found."))
        chosen = [one for one in value or [] if one in self.known]
        if self.required and not chosen:
            raise forms.ValidationError(_("Choose at least one."))
        return chosen

    def has_changed(self, initial: Any, data: Any) -> bool:
        """A search is a change."""
        return isinstance(data, Typed) or super().has_changed(initial, data)


class QueryForm(forms.Form):
    """What is chosen of a table, what it means here, and how often it is fetched.

    Variables are called by their place in the table: their codes may hold any sign.
    """

    def __init__(
        self,
        *args: Any,
        table: Table,
        region: Region,
        client: str,
        host: str,
        lists: Mapping[str, str],
        places: Mapping[str, list[str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.table, self.region, self.lists = table, region, lists
        self.client, self.host = client, host
        geo = table.of_kind("geo")
        for at, one in enumerate(table.variables):
            extra = {word: newest(word) for word in NEWEST} if one.kind == "time" else {}
            if one.kind == "geo" and (mine := _mine(places, guess_scheme(client, one), one)):
                self.initial.setdefault(f"v{at}", mine)
            elif one.kind == "time":
                self.initial.setdefault(f"v{at}", ["TOP(5)"])
            elif one.kind == "content" or len(one.values) == 1:
                self.initial.setdefault(f"v{at}", list(one.values)[:1])
            self.fields[f"v{at}"] = CodesField(
                one,
                extra=extra,
                scope=[client, host, table.id, one.code, lists.get(one.code, "")],
                label=one.text,
                required=not one.optional,
                help_text=_("Nothing chosen: summed over all.") if one.optional else "",
            )
            if one.kind == "" and len(one.values) > 1:
                self.fields[f"d{at}"] = forms.ChoiceField(
                    label=_("%(name)s is") % {"name": one.text},
                    choices=[("", _("not a division")), *DIMENSIONS.items()],
                    required=False,
                    initial=guess_dimension(one),
                )
        level = {"scb_lan": Level.COUNTY, "dst_region": Level.COUNTY}.get(
            scheme := guess_scheme(client, geo), Level.MUNICIPALITY
        )
        rows = Indicator.objects.filter(country__in=[region.country, ""])
        self.fields["indicator"] = forms.ModelChoiceField(
            label=_("The figures are"),
            queryset=rows,
            empty_label=_("Choose"),
            initial=rows.filter(table=table.id, level=level).first(),
            help_text=_("Figures of municipalities are never shown as a village's own."),
        )
        self.fields["scheme"] = forms.ChoiceField(
            label=_("Codes of areas"), choices=AreaScheme.choices, initial=scheme
        )
        self.fields["name"] = forms.CharField(
            label=_("Name of the query"), max_length=200, initial=table.title[:200]
        )
        self.fields["refresh"] = forms.ChoiceField(
            label=_("Fetch again"), choices=Refresh.choices, initial=Refresh.YEARLY
        )

    @property
    def of_variables(self) -> list[tuple[Variable, Any, Any]]:
        """Each variable with its field, and the one that says what it divides by."""
        return [
            (one, self[f"v{at}"], self[f"d{at}"] if f"d{at}" in self.fields else None)
            for at, one in enumerate(self.table.variables)
        ]

    @property
    def of_query(self) -> list[Any]:
        """The other fields."""
        return [self[name] for name in ("indicator", "scheme", "name", "refresh")]

    def clean(self) -> dict[str, Any]:
        """One content, a place and a time; whatever has several values divides by something."""
        found = super().clean() or {}
        geo, time = self.table.of_kind("geo"), self.table.of_kind("time")
        if geo is None or time is None:
            raise forms.ValidationError(
                _("The table has no places or no years: it cannot be used here.")
            )
        for at, one in enumerate(self.table.variables):
            chosen = found.get(f"v{at}") or []
            many = len(chosen) > 1 or any("*" in word for word in chosen)
            if one.kind == "content" and many:
                self.add_error(f"v{at}", _("Choose one. Save a query for each of the others."))
            if one.kind == "" and many and not found.get(f"d{at}"):
                self.add_error(f"v{at}", _("Say what the figures are divided by, or choose one."))
        return found

    def values(self) -> dict[str, Any]:
        """What is asked and what it means, for the verb."""
        found = self.cleaned_data
        table = self.table
        selection = {
            one.code: found[f"v{at}"]
            for at, one in enumerate(table.variables)
            if found.get(f"v{at}")
        }
        content = table.of_kind("content")
        indicator: dict[str, Any] = {"key": found["indicator"].key}
        if content is not None:
            code = selection[content.code][0]
            indicator = {"variable": content.code, "codes": {code: found["indicator"].key}}
        geo, time = table.of_kind("geo"), table.of_kind("time")
        dims = {
            found[f"d{at}"]: {"variable": one.code, "codes": named_codes(found[f"d{at}"], one)}
            for at, one in enumerate(table.variables)
            if found.get(f"d{at}") and found.get(f"v{at}")
        }
        mapping = {
            "geo": {"variable": geo.code if geo else "", "scheme": found["scheme"]},
            "time": time.code if time else "",
            "indicator": indicator,
            "dims": dims,
        }
        return {
            "selection": {"values": selection, "lists": dict(self.lists)},
            "mapping": mapping,
            "name": found["name"],
            "refresh": found["refresh"],
        }


#: What the codes of a region's places are called that a scheme of the register names otherwise.
_KINDS = {
    "scb_kommun": "municipality",
    "dst_kommune": "municipality",
    "ssb_kommune": "municipality",
    "scb_lan": "county",
}


def _mine(places: Mapping[str, list[str]], scheme: str, geo: Variable) -> list[str]:
    """The codes of the region's places of this kind that the table has."""
    return [code for code in places.get(_KINDS.get(scheme, scheme), ()) if code in geo.values]


def newest(word: str) -> str:
    """What an expression of years says, itself where it is none of ours."""
    return {
        "TOP(1)": _("The newest"),
        "TOP(5)": _("The five newest"),
        "TOP(10)": _("The ten newest"),
        "*": _("All"),
    }.get(word, word)


class ChangeForm(forms.Form):
    """Another name, another schedule."""

    name = forms.CharField(label=gettext_lazy("Name of the query"), max_length=200)
    refresh = forms.ChoiceField(label=gettext_lazy("Fetch again"), choices=Refresh.choices)
