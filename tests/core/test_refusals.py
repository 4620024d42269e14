import json

import pytest
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils import translation
from django.utils.translation import gettext_lazy

from core.middleware import RefusalMiddleware
from core.refusals import Conflict, NotAllowed, Refusal


@pytest.fixture
def middleware():
    return RefusalMiddleware(lambda _request: HttpResponse())


def test_refusal_speaks_its_message_in_the_active_language():
    refusal = Refusal("bad_address", gettext_lazy("Swedish"))

    with translation.override("en"):
        assert (str(refusal), refusal.code, refusal.details) == ("Swedish", "bad_address", [])


@pytest.mark.parametrize(
    ("refusal", "status", "more"),
    [
        (
            Refusal("gate_not_passed", "Not yet", field="on", details=["The map"]),
            409,
            {"field": "on", "details": ["The map"]},
        ),
        (NotAllowed("not_allowed", "Not you"), 403, {}),
        (
            Conflict("Changed", theirs={"note": "a"}, yours={"note": "b"}, version=3),
            409,
            {
                "field": None,
                "details": [],
                "theirs": {"note": "a"},
                "yours": {"note": "b"},
                "version": 3,
            },
        ),
    ],
)
def test_refusal_for_a_script_is_json_with_what_it_knows(
    middleware, rf: RequestFactory, refusal, status, more
):
    request = rf.post("/", headers={"accept": "application/json"})

    answer = middleware.process_exception(request, refusal)

    assert answer.status_code == status
    assert (
        json.loads(answer.content)
        == {
            "code": refusal.code,
            "message": str(refusal),
        }
        | more
    )


def test_other_faults_are_left_to_django(middleware, rf):
    assert middleware.process_exception(rf.get("/"), ValueError("ours")) is None


def test_conflict_keeps_both_values():
    conflict = Conflict("Changed", theirs={"note": "a"}, yours={"note": "b"}, version=3)

    assert (conflict.code, conflict.theirs, conflict.yours, conflict.version) == (
        "changed_meanwhile", {"note": "a"}, {"note": "b"}, 3,
    )  # fmt: skip
