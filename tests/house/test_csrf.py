"""Which addresses take a form without its token: none but those written down here."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from core.checks import routes

OPEN = "open to everybody, and no cookie says who it is"
BY_LINK = "the key is in the address, and no cookie says who it is"
#: Each with the reason.
EXEMPT = {
    "outbox:bounces": "a mail server tells of bounces; its secret is in the request",
    "outbox:unsubscribe": "mail programs send it by one click; the token is in the address",
    "programmes:decline": BY_LINK,
    "surveys:answer": BY_LINK,
    "surveys:begin": OPEN,
    "surveys:seat": BY_LINK,
    "workshops:answer": BY_LINK,
    "workshops:answer_ics": BY_LINK,
    "workshops:answer_material": BY_LINK,
    "workshops:answered": BY_LINK,
    "workshops:course_page": OPEN,
    "workshops:course_thanks": OPEN,
    "workshops:enrolment": BY_LINK,
    "workshops:enrolment_certificate": BY_LINK,
    "workshops:enrolment_ics": BY_LINK,
    "workshops:enrolment_leave": BY_LINK,
    "workshops:enrolment_material": BY_LINK,
    "workshops:feedback": BY_LINK,
    "workshops:guest_certificate": BY_LINK,
    "workshops:guest_minutes": BY_LINK,
    "workshops:guest_sessions": BY_LINK,
    "workshops:interest": BY_LINK,
    "workshops:interest_new": OPEN,
    "workshops:leave": BY_LINK,
    "workshops:mine": BY_LINK,
    "workshops:mine_ask": OPEN,
    "workshops:say": BY_LINK,
    "workshops:sign_up": BY_LINK,
    "workshops:signed_up": BY_LINK,
}


def exempt_routes() -> set[str]:
    """Names of all routes, also of libraries, whose view does not ask for the token."""
    return {
        name or pattern for name, pattern, view in routes() if getattr(view, "csrf_exempt", False)
    }


def test_only_what_is_written_down_takes_forms_without_their_token():
    assert sorted(exempt_routes()) == sorted(EXEMPT)


@csrf_exempt
def careless(request: HttpRequest) -> HttpResponse:
    return HttpResponse("taken")


urlpatterns = [path("careless/", careless, name="careless")]


def test_an_exempt_view_is_found(settings):
    settings.ROOT_URLCONF = __name__

    assert exempt_routes() == {"careless"}
