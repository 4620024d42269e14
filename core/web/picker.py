"""A choice among many rows: a list of up to fifty, a search beyond.

A form says what may be chosen and where a search finds it:

    organisation = PickedField(label=_("Organisation"), required=False, empty_label=_("None"))

    def __init__(self, *args, region, user, **kwargs):
        super().__init__(*args, **kwargs)
        among(self.fields["organisation"], rows, "organisations", user=user, region=region.pk)

and the app whose rows they are says, once, how they are found (`AppConfig.ready`):

    picker.register(Source("organisations", rows, fields=("name",)))

With a script the search answers while somebody types (static/js/picker.js, Tom Select). Without
one it is a search page inside the form: a button shows up to twenty hits as answers to choose.

What a search may find goes with the page that shows the form: the page was allowed to show all
rows, and it signs which ones these are, and for whom. A search takes such a signed scope and
nothing else, and only from the account that the page was for.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, cast

from django import forms
from django.contrib.auth.base_user import AbstractBaseUser
from django.core import signing
from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, JsonResponse
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from core.collation import by_language
from core.policy import SIGNED_IN, policy
from core.web.lists import narrowed

#: Up to so many rows are a plain list; more are searched.
FEW = 50
HITS = 20
#: Stands before a typed name that is to become a row.
NEW = "new:"
#: Seconds for which a page that is left open can still search.
OPEN_FOR = 24 * 3600
_SALT = "core.web.picker"


@dataclass(frozen=True, slots=True)
class Source:
    """Rows that are searched.

    `rows` gives what may be found by a user within the scope that a page has signed; `fields`
    are searched; the first is the order where `order` says no other. `note` stands beside a hit.
    `find` searches instead where words alone do not find it.
    """

    name: str
    rows: Callable[..., QuerySet[Any]]
    fields: tuple[str, ...]
    label: Callable[[Any], str] = str
    note: Callable[[Any], str] = lambda _row: ""
    order: tuple[Any, ...] = ()
    find: Callable[[QuerySet[Any], str], QuerySet[Any]] | None = None


_sources: dict[str, Source] = {}


def register(source: Source) -> None:
    """Make a source known; the later one of a name holds."""
    _sources[source.name] = source


def _ordered(rows: QuerySet[Any], source: Source) -> QuerySet[Any]:
    return rows.order_by(*(source.order or (by_language(source.fields[0]),)), "pk")


def few_of(rows: QuerySet[Any], source: str) -> list[Any]:
    """The first rows in the source's order: all of them, or one more than a list shows."""
    return list(_ordered(rows, _sources[source])[: FEW + 1])


def hits(source: Source, rows: QuerySet[Any], text: str) -> tuple[list[Any], bool]:
    """Up to twenty rows that fit, and whether there are more."""
    fitting = source.find(rows, text) if source.find else narrowed(rows, text, source.fields)
    found = list(_ordered(fitting, source)[: HITS + 1])
    return found[:HITS], len(found) > HITS


@policy(SIGNED_IN)
@require_safe
def search(request: HttpRequest) -> JsonResponse:
    """What a search finds, for the script. `in` is the signed scope, `q` what was typed."""
    token = request.GET.get("in", "")
    if not token:
        return JsonResponse({"hits": [], "more": False})
    try:
        name, account, scope = signing.loads(token, salt=_SALT, max_age=OPEN_FOR)
    except signing.BadSignature as error:
        raise Http404 from error
    if account != request.user.pk:
        raise Http404
    source = _sources[name]
    found, more = hits(source, source.rows(request.user, **scope), request.GET.get("q", ""))
    answers = [
        {"value": str(row.pk), "text": source.label(row), "note": source.note(row)} for row in found
    ]
    return JsonResponse({"hits": answers, "more": more})


@dataclass(frozen=True, slots=True)
class Typed:
    """A search in a form that was sent without a script, with what is chosen already.

    `asked` says that somebody pressed the button of the search.
    """

    text: str
    chosen: tuple[str, ...] = ()
    asked: bool = False


class Picker(forms.Widget):
    """The search. `field` is the field whose rows it shows, `user` the account that may search."""

    def __init__(
        self, field: _Searched, source: Source, user: AbstractBaseUser, scope: dict[str, Any]
    ) -> None:
        super().__init__()
        self.field, self.source, self.user, self.scope = field, source, user, scope
        self.many = isinstance(field, forms.ModelMultipleChoiceField)
        self.is_required = field.required
        self.choices: Any = ()

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """What is chosen, or a search that has not become a choice yet."""
        given = data.getlist(name) if hasattr(data, "getlist") else data.get(name) or []
        chosen = [given] if isinstance(given, str) else [str(one) for one in given]
        chosen = [one for one in chosen if one]
        text = str(data.get(f"{name}_q") or "").strip()
        asked = f"{name}_find" in data
        if asked or (text and not chosen):
            return Typed(text, tuple(chosen), asked)
        return chosen if self.many else (chosen[0] if chosen else "")

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        """Nothing chosen sends nothing, as check boxes do."""
        return False

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None
    ) -> SafeString:
        """The search with what is chosen and, after a search, what it found."""
        typed = value if isinstance(value, Typed) else None
        if typed is not None:
            value = typed.chosen
        chosen = self._rows(value)
        found, more = (
            hits(self.source, self.field.queryset, typed.text) if typed is not None else ([], False)
        )
        scope = signing.dumps((self.source.name, self.user.pk, self.scope), salt=_SALT)
        shown = chosen + [row for row in found if row not in chosen]
        return render_to_string("components/picker.html", {
            "name": name,
            "attrs": attrs or {},
            "id": (attrs or {}).get("id", f"id_{name}"),
            "many": self.many,
            "none": "" if self.field.required or self.many else self.field.empty_label,
            "rows": [self._shown(row, chosen) for row in shown],
            "chosen": bool(chosen),
            "typed": typed,
            "found": len(found),
            "more": more,
            "new": NEW if self.field.create else "",
            "url": f"{reverse('core:pick')}?in={scope}",
            "script": static("vendor/tom-select/tom-select.popular.min.js"),
        })  # fmt: skip

    def _rows(self, value: Any) -> list[Any]:
        keys = value if isinstance(value, (list, tuple)) else [value]
        keys = [str(key.pk if isinstance(key, Model) else key) for key in keys if key]
        named = [key.removeprefix(NEW) for key in keys if key.startswith(NEW)]
        if named:  # it was made when the form was read
            column = self.source.fields[0]
            return list(self.field.queryset.filter(**{f"{column}__iexact": named[0].strip()}))
        numbers = [int(key) for key in keys if key.isascii() and key.isdecimal()]
        return list(self.field.queryset.filter(pk__in=numbers)) if numbers else []

    def _shown(self, row: Any, chosen: list[Any]) -> dict[str, Any]:
        return {
            "value": row.pk,
            "text": self.source.label(row),
            "note": self.source.note(row),
            "chosen": row in chosen,
        }


class _Searched:
    """What a field of many rows does with a search that is no choice yet."""

    queryset: Any
    required: bool
    empty_label: Any
    #: Gives the row of a name that no row has yet; None where nothing may be added.
    create: Callable[[str], Any] | None = None

    def clean(self, value: Any) -> Any:
        """The chosen row or rows. Raises ValidationError after a search without a script."""
        if self.create is not None:
            if isinstance(value, Typed) and value.text and not value.asked:
                return self.create(value.text)
            if isinstance(value, str) and value.startswith(NEW):
                return self.create(value.removeprefix(NEW))
        if isinstance(value, Typed):
            raise ValidationError(_("Choose one of those that the search found."), code="searched")
        return super().clean(value)  # type: ignore[misc]

    def has_changed(self, initial: Any, data: Any) -> bool:
        """A search is a change: the form is not to be taken for an untouched one."""
        return isinstance(data, Typed) or super().has_changed(initial, data)  # type: ignore[misc]


class PickedField(_Searched, forms.ModelChoiceField):
    """One row of many. Its rows are given by `among`."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"queryset": None, "empty_label": _("Choose")} | options)


class PickedManyField(_Searched, forms.ModelMultipleChoiceField):
    """Several rows of many. Its rows are given by `among`."""

    def __init__(self, **options: Any) -> None:
        super().__init__(queryset=None, **options)


def among(
    field: forms.Field,
    rows: QuerySet[Any],
    source: str,
    *,
    user: AbstractBaseUser,
    choices: Callable[[Sequence[Any]], list[Any]] | None = None,
    few: Sequence[Any] | None = None,
    create: Callable[[str], Any] | None = None,
    **scope: Any,
) -> None:
    """Say which rows a field offers: a plain list of few, a search among many.

    `source` and `scope` say the same rows for a search, in values that JSON has; nobody but
    `user` may search them. `choices` may group the few. A form with many such fields reads
    `few_of` once and gives it as `few`. With `create` a name that is not found may be typed: the
    field is a search whatever the number, and `create` gives the row of the name.
    """
    picked = cast("PickedField | PickedManyField", field)
    picked.queryset = rows
    picked.create = create
    few = few_of(rows, source) if few is None and create is None else few or []
    if create is not None or len(few) > FEW:
        picked.widget = Picker(picked, _sources[source], user, scope)
        return
    made = choices(few) if choices else [(row.pk, picked.label_from_instance(row)) for row in few]
    none = isinstance(picked, PickedField) and picked.empty_label is not None
    picked.choices = [("", picked.empty_label), *made] if none else made
