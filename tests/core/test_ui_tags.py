"""The template tags of the components: whole output, escaping, and errors."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django import forms
from django.contrib.auth.models import AnonymousUser
from django.core.paginator import Paginator
from django.template import Context, RequestContext, Template
from django.test import RequestFactory
from django.utils import translation

from core.templatetags import ui


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def draw(text: str, **context) -> str:
    drawn = Template("{% load ui %}" + text).render(Context(context))
    return " ".join(drawn.split())


def test_flag_has_a_level_and_escaped_words():
    assert draw('{% flag "warn" words %}', words="Quiet <41> days") == (
        '<span class="flag warn">Quiet &lt;41&gt; days</span>'
    )


def test_flag_of_unknown_level_is_refused():
    with pytest.raises(ValueError, match="ok, warn, stop"):
        ui.flag("green", "In order")


@pytest.mark.parametrize(
    ("used", "shown", "share"),
    [(10, "clock", 56), (16, "clock near", 89), (18, "clock late", 100), (21, "clock late", 100)],
)
def test_clock_says_months_and_draws_their_share(used, shown, share):
    drawn = ui.clock(used, 18)
    assert drawn == (
        f'<div class="{shown}"><span class="num">{used} of 18 months</span>'
        '<svg viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">'
        '<rect class="ck-t" width="100" height="6"/>'
        f'<rect class="ck-u" width="{share}" height="6"/></svg></div>'
    )


def test_clock_before_the_start_says_so():
    assert ui.clock(None, 18) == '<div class="clock"><span class="soft">Not started</span></div>'


def test_todo_card_without_address_is_no_link():
    assert ui.todo_card("Gate", "Näsum waits", level="stop") == (
        '<li><div class="todo-card stop"><span class="todo-kind">Gate</span>'
        '<span class="todo-title">Näsum waits</span></div></li>'
    )


def test_todo_card_with_address_is_one_link():
    drawn = ui.todo_card("Gate", "Näsum waits", "Since 6 days.", "/places/1/")
    assert drawn == (
        '<li><a class="todo-card warn" href="/places/1/"><span class="todo-kind">Gate</span>'
        '<span class="todo-title">Näsum waits</span>'
        '<span class="todo-text">Since 6 days.</span></a></li>'
    )


@pytest.mark.parametrize(
    ("language", "shown"),
    [("sv", "150\N{NO-BREAK SPACE}000"), ("da", "150.000"), ("en", "150,000")],
)
def test_amount_is_grouped_by_language_and_has_its_unit(language, shown):
    with translation.override(language):
        assert ui.amount(150000, "kr") == f"{shown}\N{NO-BREAK SPACE}kr"


def test_pagination_of_one_page_draws_nothing():
    page = Paginator(range(50), 50).page(1)
    assert draw("{% pagination page %}", page=page, request=RequestFactory().get("/")) == ""


def test_pagination_keeps_the_other_parameters():
    page = Paginator(range(150), 50).page(2)
    request = RequestFactory().get("/?q=mjölk&page=2")
    request.user = AnonymousUser()
    context = RequestContext(request, {"page": page})
    drawn = " ".join(Template("{% load ui %}{% pagination page %}").render(context).split())
    assert 'href="?q=mj%C3%B6lk&amp;page=3"' in drawn
    assert "51 to 100 of 150" in drawn
    assert drawn.count('aria-current="page"') == 1


class PlaceForm(forms.Form):
    name = forms.CharField(label="Name")
    kind = forms.ChoiceField(
        label="Kind", widget=forms.RadioSelect, choices=[("a", "A"), ("b", "B")]
    )
    token = forms.CharField(widget=forms.HiddenInput)

    def clean(self):
        raise forms.ValidationError("The two do not fit <together>.")


def test_error_summary_links_to_each_field_and_to_the_first_answer_of_a_group():
    drawn = draw("{% error_summary form %}", form=PlaceForm({}))
    assert "4 things to put right" in drawn
    assert '<a href="#id_name">Name: This field is required.</a>' in drawn
    assert '<a href="#id_kind_0">Kind: This field is required.</a>' in drawn
    assert "<li>The two do not fit &lt;together&gt;.</li>" in drawn
    assert "#id_token" not in drawn


def test_what_is_wrong_with_a_form_as_a_whole_stands_once():
    form = PlaceForm({"name": "Näsum"})
    form.add_error(None, "Not this way.")
    alone = draw("{% load crispy_forms_filters %}{{ form|crispy }}", form=form)
    told = draw(
        "{% load crispy_forms_filters %}{% error_summary form %}{{ form|crispy }}", form=form
    )
    assert (alone.count("Not this way."), told.count("Not this way.")) == (1, 1)


def test_error_summary_of_fresh_form_draws_nothing():
    assert draw("{% error_summary form %}", form=PlaceForm()) == ""


def test_error_summary_of_formset_has_the_rows_errors():
    formset_class = forms.formset_factory(PlaceForm)
    data = {
        "form-TOTAL_FORMS": "1",
        "form-INITIAL_FORMS": "0",
        "form-0-name": "",
        "form-0-kind": "a",
    }
    drawn = draw("{% error_summary formset %}", formset=formset_class(data))
    assert '<a href="#id_form-0-name">Name: This field is required.</a>' in drawn


@pytest.mark.day(dt.date(2026, 11, 16))
def test_saved_indicator_says_when_in_local_time():
    when = dt.datetime(2026, 11, 22, 13, 32, tzinfo=dt.UTC)
    with translation.override("sv"):
        drawn = draw("{% saved when %}", when=when)
    assert 'data-state="saved"' in drawn
    assert "14.32" in drawn


@pytest.mark.parametrize(
    ("state", "words"), [("unsaved", "Not saved yet"), ("failed", "Not saved. Trying again.")]
)
def test_saved_indicator_says_trouble_in_words(state, words):
    assert f">{words}</span>" in draw("{% saved state=state %}", state=state)


def test_facts_leave_out_what_is_empty_and_escape_the_rest():
    drawn = draw(
        "{% facts rows %}", rows=[("Sum", "<b>"), ("Coach", ""), ("Hours", 0), ("Due", None)]
    )
    assert drawn == (
        '<dl class="facts"> <dt>Sum</dt> <dd>&lt;b&gt;</dd> <dt>Hours</dt> <dd>0</dd> </dl>'
    )


@pytest.mark.day(dt.date(2026, 11, 16))
@time_machine.travel("2026-11-22T12:00:00+01:00", tick=False)
def test_timeline_has_days_people_and_words():
    entries = [
        {"when": dt.date(2026, 11, 3), "title": "Returned", "who": "Manager", "level": "stop"}
    ]
    drawn = draw("{% timeline entries %}", entries=entries)
    assert '<li class="stop">' in drawn
    assert "3 Nov</time>, Manager</span>" in drawn


def test_segmented_links_mark_the_current_one():
    items = [
        {"label": "List", "url": "?v=l", "current": True},
        {"label": "Map", "url": "?v=m", "current": False},
    ]
    drawn = draw("{% segmented items 'View' %}", items=items)
    assert drawn.count('aria-current="true"') == 1
    assert '<nav aria-label="View">' in drawn


def test_choices_field_shows_what_follows_from_an_answer():
    class DecisionForm(forms.Form):
        choice_texts = {"decision": {"go": "Phase II opens."}}
        decision = forms.ChoiceField(
            widget=forms.RadioSelect, choices=[("go", "Continue"), ("no", "Stop")]
        )

    field = DecisionForm({"decision": "go"})["decision"]
    drawn = draw('{{ field|as_our_field:"components/choices_field.html" }}', field=field)
    assert drawn.count('class="form-check-input"') == 2
    assert '<span class="choice-text">Phase II opens.</span>' in drawn
    assert drawn.count("checked") == 1


def test_post_button_keeps_the_markup_on_it_and_escapes_what_it_names():
    text = (
        '{% load blocks %}{% post_button "/remind/" %}Remind'
        '<span class="visually-hidden"> {{ name }}</span>{% endpost_button %}'
    )
    assert draw(text, name="<Bo>") == (
        '<form action="/remind/" method="post"><button class="btn">Remind'
        '<span class="visually-hidden"> &lt;Bo&gt;</span></button></form>'
    )
