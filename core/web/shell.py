"""The shell of a page: what every view does, so that a view says only what is its own.

A page hands its template the context that the view returns:

    @page("grants.view", Participation, TEMPLATE, select=with_head)
    def costs(request, participation):
        return costs_page.context(participation, request.user, request.GET)

A page with a form returns what is to happen with it; the shell shows it, checks it, calls the
verb, puts a refusal beside its field, shows both values of a conflict, and leads on:

    @form_page("grants.enter_costs", Participation, TEMPLATE, select=with_head)
    def cost_add(request, participation):
        grant = agreed_grant(participation)
        return Posting(
            form=CostForm(request.POST or None, request.FILES or None, grant=grant),
            verb=partial(add_cost, grant=grant, by=request.user),
            done=_("The cost is entered."),
            to=costs_url(participation),
            context={"grant": grant},
        )

A form page without a template is a button: opening its address leads to where its verb would
have led, for signing in again after an expired session ends up there. So does one of several
forms of a page, which names its page as `back`.

Both take an HttpResponse as well, for what is no page: a file, or a way that only the view knows.
A right that is missing (`NotAllowed`) and a refusal that no form can show go on to
`core.middleware.RefusalMiddleware`. Whoever was signed out in the middle keeps the text
(`core.held_form`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import wraps
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Model
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseRedirect,
    JsonResponse,
)
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from core.held_form import wants_json
from core.policy import Select, policy
from core.refusals import Conflict, Refusal
from core.web.conflict import carry, differences

Context = Mapping[str, Any]
#: What a page's view returns: the context of its template, or an answer of its own.
Shown = Context | HttpResponseBase
View = Callable[..., Any]

INVALID = 422


def page(
    rule: str,
    model: type[Model] | None = None,
    template: str = "",
    *,
    kwarg: str = "pk",
    select: Select | None = None,
) -> Callable[[Callable[..., Shown]], View]:
    """A page that only shows.

    `rule`, `model`, `kwarg` and `select` are those of `core.policy.policy`. The template also
    gets the object under its model's name (`participation`).
    """

    def decorate(view: Callable[..., Shown]) -> View:
        @policy(rule, model, kwarg=kwarg, select=select)
        @require_safe
        @wraps(view)
        def shown(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            answer = view(request, *args, **kwargs)
            if isinstance(answer, HttpResponseBase):
                return answer
            return render(request, template, {**_named(model, args), **answer})

        return shown

    return decorate


@dataclass(frozen=True, kw_only=True)
class Posting[Result]:
    """What is to happen with a form, or with a button that has none.

    `verb` is called with the values of the valid form by name: with `form.values()` where the
    form has such a method, else with its cleaned data. `to`, `done` (the sentence that tells it)
    and `warnings` may be functions of what the verb returned. `context` is what the template
    needs beside the form, as a function where it must be read after the verb was refused. `name`
    is the form's name in it. Further `formsets` must be valid too; a refusal whose field is the
    prefix of one stands above its rows. `answer` is what a script gets instead of being led on.
    `to` may draw a page itself: what was sent is then only looked at, and sent again from there.
    `fields` gives the form's names where they differ from the verb's arguments, by the latter. A
    form whose version stands in another field names it in `version_field`. `back` is where GET
    leads: for a form that stands on another page, and for a button when `to` is a function.
    """

    verb: Callable[..., Result]
    to: str | Callable[[Result], str | HttpResponseBase]
    form: forms.Form | forms.ModelForm[Any] | None = None
    done: str | Callable[[Result], str] = ""
    context: Context | Callable[[], Context] = field(default_factory=dict)
    name: str = "form"
    formsets: Iterable[forms.BaseFormSet[Any]] = ()
    warnings: Callable[[Result], Iterable[str]] | None = None
    answer: Callable[[Result], dict[str, Any]] | None = None
    fields: Mapping[str, str] = field(default_factory=dict)
    version_field: str = "version"
    back: str = ""

    def is_valid(self) -> bool:
        """Whether all that was sent can be read."""
        parts = [*([self.form] if self.form is not None else []), *self.formsets]
        checked = [part.is_valid() for part in parts]  # all of them, so that all errors are shown
        return all(checked)

    def carry_out(self) -> Result:
        """Call the verb with the form's values. Raises what the verb raises."""
        if self.form is None:
            return self.verb()
        values = getattr(self.form, "values", None)
        return self.verb(**(values() if callable(values) else self.form.cleaned_data))

    def leads_to(self, result: Result) -> str | HttpResponseBase:
        """The address, or the page itself, that comes after the verb."""
        return self.to(result) if callable(self.to) else self.to


def form_page(
    rule: str,
    model: type[Model] | None = None,
    template: str = "",
    *,
    kwarg: str = "pk",
    select: Select | None = None,
) -> Callable[[Callable[..., Posting[Any] | HttpResponseBase]], View]:
    """A page with a form, or a button where no template is given. Arguments as for `page`."""

    def decorate(view: Callable[..., Posting[Any] | HttpResponseBase]) -> View:
        @policy(rule, model, kwarg=kwarg, select=select)
        @require_http_methods(["GET", "HEAD", "POST"])
        @wraps(view)
        def shown(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            posting = view(request, *args, **kwargs)
            if isinstance(posting, HttpResponseBase):
                return posting
            shell = _Shell(request, template, _named(model, args), posting)
            return shell.post() if request.method == "POST" else shell.get()

        return shown

    return decorate


def _named(model: type[Model] | None, args: tuple[Any, ...]) -> dict[str, Any]:
    """The object of the page under its model's name, as every template calls it."""
    return {model._meta.model_name or "": args[0]} if model is not None and args else {}


def _mark_first_row(rows: forms.BaseFormSet[Any]) -> None:
    """What is wrong with all rows is read at the first field, where the summary leads to."""
    for first in rows.forms[0].visible_fields()[:1] if rows.forms else ():
        wrong = {"aria-invalid": "true", "aria-describedby": f"{rows.prefix}-error"}
        first.field.widget.attrs.update(wrong)


@dataclass(frozen=True)
class _Shell:
    """One request to a form page."""

    request: HttpRequest
    template: str
    named: dict[str, Any]
    posting: Posting[Any]

    def get(self) -> HttpResponse:
        if self.posting.back:
            return HttpResponseRedirect(self.posting.back)
        if not self.template:
            to = self.posting.to
            return HttpResponseRedirect(to if isinstance(to, str) else "/")
        return self._draw()

    def post(self) -> HttpResponseBase:
        if not self.posting.is_valid():
            return self._invalid()
        try:
            result = self.posting.carry_out()
        except Refusal as refusal:
            return self._refused(refusal)
        return self._done(result)

    def _done(self, result: Any) -> HttpResponseBase:
        posting = self.posting
        if wants_json(self.request) and posting.answer is not None:
            return JsonResponse(posting.answer(result))
        done = posting.done(result) if callable(posting.done) else posting.done
        if done:
            messages.success(self.request, done)
        for warning in posting.warnings(result) if posting.warnings else ():
            messages.warning(self.request, warning)
        to = posting.leads_to(result)
        return to if isinstance(to, HttpResponseBase) else HttpResponseRedirect(to)

    def _invalid(self) -> HttpResponse:
        if wants_json(self.request):
            return JsonResponse({"code": "invalid", "errors": self._errors()}, status=INVALID)
        return self._draw(INVALID)

    def _refused(self, refusal: Refusal) -> HttpResponse:
        """Say no where the person looks: beside the field, above the form, or on the page."""
        form = self.posting.form
        if wants_json(self.request):
            raise refusal
        if form is None:
            if not self.template:
                raise refusal
            messages.error(self.request, str(refusal))
            return self._draw(refusal.status, refusal=refusal)
        named = self.posting.fields.get(refusal.field or "", refusal.field)
        rows = next((one for one in self.posting.formsets if one.prefix == named), None)
        place = named if named in form.fields else None
        for sentence in [str(refusal), *refusal.details]:
            if rows is not None:
                rows.non_form_errors().append(sentence)
                _mark_first_row(rows)
            else:
                form.add_error(place, forms.ValidationError(sentence, code=refusal.code))
        if not isinstance(refusal, Conflict):
            return self._draw(refusal.status, refusal=refusal)
        # Sent again, the form carries the stored version: then what stands in it holds.
        told = differences(form, refusal, self.posting.fields, self.posting.formsets)
        carry(form, **{self.posting.version_field: str(refusal.version)})
        return self._draw(refusal.status, refusal=refusal, differences=told)

    def _errors(self) -> dict[str, list[str]]:
        form = self.posting.form
        found = form.errors.items() if form is not None else ()
        return {name: [str(text) for text in texts] for name, texts in found}

    def _draw(self, status: int = 200, **more: Any) -> HttpResponse:
        posting = self.posting
        context = posting.context() if callable(posting.context) else posting.context
        values = {**self.named, posting.name: posting.form, **more, **context}
        return render(self.request, self.template, values, status=status)
