"""The policy engine: every view declares who may call it, and gets its object checked.

    @policy("places.log_contact", Participation)
    def log_contact(request, participation): ...

Without a session a page leads to the sign-in page and a form keeps its text
(`core.held_form`); an object outside `visible_to(user)` answers 404, so that its existence
does not leak; an object that the user may see but not do this with answers 403.
`core.checks` refuses to start when a view declares no policy, and `tests/house/policy.yaml`
states what must happen for each role and relation.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, wraps
from typing import TYPE_CHECKING, Any

import rules
from django.contrib.auth.views import redirect_to_login
from django.db.models import BigIntegerField, Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _

from core import held_form
from core.prepared import Prepared, Slot
from core.refusals import NotAllowed

if TYPE_CHECKING:
    from people.models import User

PUBLIC = "public"
SIGNED_IN = "signed_in"
OPERATOR = "operator"

View = Callable[..., HttpResponseBase]
Select = Callable[[QuerySet[Any]], QuerySet[Any]]


def policy(
    rule: str,
    model: type[Model] | None = None,
    *,
    kwarg: str = "pk",
    select: Select | None = None,
) -> Callable[[View], View]:
    """Declare a view's policy.

    `rule` is PUBLIC, SIGNED_IN, OPERATOR or the name of a permission in some `rules.py`.
    With `model`, the object named by the URL argument `kwarg` is fetched through
    `model.objects.visible_to(user)` and handed to the view as its first argument; `select`
    may add `select_related` and annotations to that query.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if rule == PUBLIC and model is None:
                return view(request, *args, **kwargs)
            if not request.user.is_authenticated:
                return _without_session(request)
            if model is None:
                require(request.user, rule)
                return view(request, *args, **kwargs)
            obj = thing_for(request.user, rule, model, kwargs.pop(kwarg), select)
            return view(request, obj, *args, **kwargs)

        checked.policy = rule  # type: ignore[attr-defined]
        checked.policy_model = model  # type: ignore[attr-defined]
        return checked

    return decorate


def thing_for(
    user: Any, rule: str, model: type[Model], pk: int, select: Select | None = None
) -> Any:
    """The object, for somebody who may do this with it.

    Raises Http404 where the user may not know of it, NotAllowed where he or she may not do this.
    """
    if select in _FIXED and pk <= BigIntegerField.MAX_BIGINT:
        found: Any = next(iter(_prepared(model, select)(pk=pk)), None)
        if found is None or not found.is_visible_to(user):
            raise Http404
        obj = found
    else:
        queryset: QuerySet[Any] = model.objects.visible_to(user)  # type: ignore[attr-defined]
        obj = get_object_or_404(select(queryset) if select is not None else queryset, pk=pk)
    require(user, rule, obj)
    return obj


def fixed(select: Select) -> Select:
    """Declare that a `select` takes nothing from outside: neither the day nor the language.

    Its question is then written once (`core.prepared`), and the model's `is_visible_to(user)`
    tells of the object in hand what `visible_to(user)` asks the database.
    """
    _FIXED.add(select)
    return select


_FIXED: set[Select | None] = set()


@cache
def _prepared(model: type[Model], select: Select) -> Prepared:
    return Prepared(select(model._default_manager.filter(pk=Slot("pk"))))  # noqa: SLF001 - Django's documented name


def _without_session(request: HttpRequest) -> HttpResponse:
    """Lead to the sign-in page; a form that was sent keeps its text, a script gets a 401."""
    if request.method == "POST" or held_form.wants_json(request):
        return held_form.signed_out(request)
    return redirect_to_login(request.get_full_path())


def allowed(user: Any, rule: str, obj: Model | None = None) -> bool:
    """Whether the user may, without a reason. For showing or hiding a button."""
    if rule in {PUBLIC, SIGNED_IN}:
        return rule == PUBLIC or bool(user.is_authenticated)
    if not (user.is_authenticated and user.is_active):
        return False
    if rule == OPERATOR:
        return bool(user.is_staff)
    if not rules.perm_exists(rule):
        raise KeyError(f"no permission is called {rule!r}")
    # Asked here and not through Django's backends: they say yes to operators before any rule is
    # read, and an operator has no role in a region. His or her room is the admin.
    return bool(rules.has_perm(rule, user, obj))


def require(user: User | Any, rule: str, obj: Model | None = None) -> None:
    """Raise NotAllowed unless the user may. Each verb calls this before it writes."""
    if not allowed(user, rule, obj):
        raise NotAllowed("not_allowed", _("You do not have the right to do this here."))
