"""The shell of a page, with a form and verbs of its own: what every page then need not show."""

import json
from functools import partial

import pytest
from django import forms
from django.contrib.auth.models import AnonymousUser
from django.contrib.messages import get_messages
from django.contrib.messages.storage.fallback import FallbackStorage
from django.http import HttpResponse
from django.template import engines
from django.urls import reverse

from core.policy import PUBLIC, SIGNED_IN
from core.refusals import Conflict, NotAllowed, Refusal
from core.web import shell
from core.web.shell import Posting, form_page, page
from tests.factories import UserFactory

TEMPLATE = (
    "{{ form.errors.name|join:'|' }};{{ form.non_field_errors|join:'|' }};{{ form.name.value }};"
    "{{ form.version.value }};{% for one in differences %}{{ one.label }}: {{ one.theirs }}"
    "{% endfor %};{{ extra }}"
)


class NameForm(forms.Form):
    name = forms.CharField(label="Name")
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)


@pytest.fixture(autouse=True)
def _plain_template(monkeypatch):
    """Draw the pages of this file from the text above."""

    def render(request, template, context, status=200):
        drawn = engines["django"].from_string(TEMPLATE).render(dict(context), request)
        return HttpResponse(drawn, status=status)

    monkeypatch.setattr(shell, "render", render)


@pytest.fixture
def ask(rf):
    """Return a function that asks a view: GET without data, POST with; the answer knows it."""

    def send(view, data=None, *, script=False, user=None):
        headers = {"accept": "application/json"} if script else {}
        make = rf.get if data is None else partial(rf.post, data=data)
        request = make("/page/", headers=headers)
        request.user, request.session = user or AnonymousUser(), {}
        request._messages = FallbackStorage(request)
        answer = view(request)
        answer.told = [str(one) for one in get_messages(request)]
        return answer

    return send


def view_of(verb, template="page.html", **more):
    @form_page(PUBLIC, None, template)
    def view(request):
        form = NameForm(request.POST or None, initial={"name": "before"})
        defaults = {"form": form, "done": "Done.", "to": "/next/", "context": {"extra": "more"}}
        return Posting(verb=verb, **(defaults | more))

    return view


def refuse(error):
    def verb(**_values):
        raise error

    return verb


def test_page_gets_its_context_and_takes_no_post(ask):
    view = page(PUBLIC, None, "page.html")(lambda _request: {"extra": "shown"})

    assert ask(view).content.decode().endswith(";shown")
    assert ask(view, {}).status_code == 405


def test_get_shows_the_form_with_its_context(ask):
    answer = ask(view_of(refuse(AssertionError)))

    assert (answer.status_code, answer.content.decode()) == (200, ";;before;None;;more")


def test_valid_form_calls_the_verb_with_its_values_and_leads_on(ask):
    got = {}
    answer = ask(
        view_of(lambda **values: got | values, to=lambda made: f"/{made['name']}/",
                done=lambda made: f"{made['name']} is there.", warnings=lambda _made: ["Mind."]),
        {"name": "Näsum", "version": "3"},
    )  # fmt: skip

    assert (answer.status_code, answer["Location"]) == (302, "/N%C3%A4sum/")
    assert answer.told == ["Näsum is there.", "Mind."]


def test_what_comes_next_can_be_a_page_of_what_was_sent(ask):
    answer = ask(
        view_of(lambda **values: values, to=lambda made: HttpResponse(f"Look: {made['name']}")),
        {"name": "Näsum"},
    )

    assert (answer.status_code, answer.content.decode()) == (200, "Look: Näsum")


def test_form_says_itself_what_the_verb_gets(ask):
    class WithValues(NameForm):
        def values(self):
            return {"title": self.cleaned_data["name"]}

    got = []
    form = WithValues({"name": "Näsum"})
    ask(view_of(lambda **values: got.append(values), form=form), {"name": "Näsum"})

    assert got == [{"title": "Näsum"}]


def test_invalid_form_comes_back_with_what_was_written_and_no_verb_is_called(ask):
    answer = ask(view_of(refuse(AssertionError)), {"name": "", "version": "3"})

    assert answer.status_code == 422
    assert answer.content.decode() == "This field is required.;;;3;;more"


@pytest.mark.parametrize(
    ("field", "fields", "shown"),
    [
        ("name", {}, "Taken.;;"),
        ("title", {"title": "name"}, "Taken.;;"),
        ("unknown", {}, ";Taken.;"),
        (None, {}, ";Taken.;"),
    ],
)
def test_refusal_stands_beside_its_field_or_above_the_form(ask, field, fields, shown):
    verb = refuse(Refusal("taken", "Taken.", field=field))
    answer = ask(view_of(verb, fields=fields), {"name": "Näsum"})

    assert answer.status_code == 409
    assert answer.content.decode().startswith(f"{shown}Näsum;")


def test_conflict_shows_both_values_and_the_form_carries_the_newer_version(ask):
    error = Conflict("Changed.", theirs={"name": "T"}, yours={"name": "Y"}, version=8)
    answer = ask(view_of(refuse(error)), {"name": "Y", "version": "3"})

    assert answer.status_code == 409
    assert answer.content.decode() == ";Changed.;Y;8;Name: T;more"


def test_missing_right_is_no_matter_of_the_form(ask):
    with pytest.raises(NotAllowed):
        ask(view_of(refuse(NotAllowed("not_allowed", "No."))), {"name": "Näsum"})


def test_button_leads_on_after_its_verb_and_when_its_address_is_opened(ask):
    calls = []
    view = view_of(lambda: calls.append(1), template="", form=None)

    assert [ask(view)["Location"], calls] == ["/next/", []]
    assert [ask(view, {})["Location"], calls] == ["/next/", [1]]


def test_form_of_another_page_is_shown_by_that_page_alone(ask):
    view = view_of(refuse(Refusal("taken", "Taken.")), back="/page-of-the-form/")

    assert ask(view)["Location"] == "/page-of-the-form/"
    assert ask(view, {"name": "Näsum"}).content.decode().startswith(";Taken.;Näsum;")


def empty_rows():
    made = forms.formset_factory(NameForm)({"rows-TOTAL_FORMS": 0, "rows-INITIAL_FORMS": 0},
                                           prefix="rows")  # fmt: skip
    made.label = "Rows"
    return made


def test_refusal_of_rows_stands_above_them(ask):
    rows, error = empty_rows(), Refusal("too_many", "Too many.", field="rows")
    ask(view_of(refuse(error), formsets=[rows]), {"name": "Näsum"})
    assert rows.non_form_errors() == ["Too many."]


def test_conflict_tells_the_rows_that_differ(ask):
    error = Conflict("Changed.", theirs={"rows": ("A", "B")}, yours={"rows": ("A",)}, version=8)
    answer = ask(view_of(refuse(error), formsets=[empty_rows()]), {"name": "Y", "version": "3"})
    assert answer.content.decode() == ";Changed.;Y;8;Rows: A\nB;more"


def test_refused_button_is_answered_by_the_middleware_or_on_its_page(ask):
    verb = refuse(Refusal("too_late", "Too late."))
    with pytest.raises(Refusal):
        ask(view_of(verb, template="", form=None), {})

    answer = ask(view_of(verb, form=None), {})
    assert (answer.status_code, answer.told) == (409, ["Too late."])


def test_script_gets_json(ask):
    view = view_of(lambda **values: values["name"], answer=lambda made: {"made": made})
    done, invalid = ask(view, {"name": "N"}, script=True), ask(view, {"name": ""}, script=True)

    assert json.loads(done.content) == {"made": "N"}
    assert (invalid.status_code, json.loads(invalid.content)["code"]) == (422, "invalid")
    with pytest.raises(Refusal):  # the middleware says it as JSON
        ask(view_of(refuse(Refusal("taken", "Taken."))), {"name": "N"}, script=True)


@pytest.mark.django_db
def test_signed_out_in_the_middle_keeps_the_text(client):
    answer = client.post(reverse("people:profile"), {"name": "What I wrote"})

    assert (answer.status_code, "What I wrote" in answer.content.decode()) == (401, True)


def test_answer_of_the_views_own_is_handed_on(ask):
    @form_page(SIGNED_IN)
    def view(request):
        return HttpResponse("a file")

    assert ask(view, user=UserFactory.build()).content == b"a file"
