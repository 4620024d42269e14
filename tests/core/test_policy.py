import pytest
import rules
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpResponse
from django.urls import path

from core import checks
from core.policy import OPERATOR, PUBLIC, SIGNED_IN, allowed, policy, require
from core.refusals import NotAllowed
from people.models import Organisation
from tests.factories import OrganisationFactory, UserFactory, world

pytestmark = pytest.mark.django_db


def view_of(rule, model=None, **options):
    @policy(rule, model, **options)
    def view(request, *found, **kwargs):
        return HttpResponse(" ".join(str(one) for one in found))

    return view


def call(rf, view, user, **kwargs):
    request = rf.get("/somewhere/")
    request.user = user
    return view(request, **kwargs)


def test_public_view_is_open(rf):
    assert call(rf, view_of(PUBLIC), AnonymousUser()).status_code == 200


def test_signed_in_view_without_a_session_leads_to_the_sign_in(rf):
    answer = call(rf, view_of(SIGNED_IN), AnonymousUser())

    assert (answer.status_code, answer["Location"]) == (302, "/accounts/login/?next=/somewhere/")


def test_operator_view_is_closed_to_others(rf):
    with pytest.raises(NotAllowed):
        call(rf, view_of(OPERATOR), UserFactory())

    assert call(rf, view_of(OPERATOR), UserFactory(is_staff=True)).status_code == 200


def test_unseen_object_is_not_found_and_seen_one_is_handed_over(rf):
    here = world()
    mine = OrganisationFactory(region=here.region, name="Ours")
    view = view_of("people.edit_organisation", Organisation)

    assert call(rf, view, here.admin, pk=mine.pk).content == b"Ours"
    for user in (here.other_admin, here.outsider):
        with pytest.raises(Http404):
            call(rf, view, user, pk=mine.pk)


@pytest.fixture
def denied():
    """A permission that nobody has."""
    rules.add_perm("tests.denied", rules.always_deny)
    yield "tests.denied"
    rules.remove_perm("tests.denied")


def test_seen_object_without_the_right_is_refused(rf, denied):
    here = world()
    mine = OrganisationFactory(region=here.region)

    with pytest.raises(NotAllowed):
        call(rf, view_of(denied, Organisation), here.admin, pk=mine.pk)


def test_a_permission_that_does_not_exist_is_a_fault(rf):
    with pytest.raises(KeyError, match=r"people\.no_such_right"):
        call(rf, view_of("people.no_such_right"), world().admin)


def test_an_operator_has_no_silent_power(denied):
    operator = world().operator

    assert operator.is_superuser
    assert not allowed(operator, denied)


def test_select_narrows_what_is_fetched(rf):
    here = world()
    mine = OrganisationFactory(region=here.region)
    view = view_of(
        "people.edit_organisation", Organisation, select=lambda rows: rows.filter(name="Other")
    )

    with pytest.raises(Http404):
        call(rf, view, here.admin, pk=mine.pk)


def test_inactive_user_may_nothing():
    user = UserFactory(is_active=False, is_staff=True, is_superuser=True)

    assert not allowed(user, OPERATOR)
    with pytest.raises(NotAllowed):
        require(user, OPERATOR)


def test_view_without_a_policy_stops_the_start(monkeypatch):
    def bare(request):
        return HttpResponse()

    monkeypatch.setattr(
        checks, "routes", lambda: [("bare", "bare/", bare), ("ok", "ok/", view_of(PUBLIC))]
    )

    assert [
        (error.id, "bare/" in error.msg) for error in checks.every_view_declares_a_policy(None)
    ] == [("core.E001", True)]


def test_routes_name_every_address_with_its_namespaces():
    def bare(request):
        return HttpResponse()

    class Resolver:
        url_patterns = [path("a/", bare, name="a")]

    assert list(checks.routes(Resolver())) == [("a", "a/", bare)]
