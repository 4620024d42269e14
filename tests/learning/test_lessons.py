"""Lessons: written at a place, shown by choice, judged by editors, read at the step."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import timezone

from core.refusals import Conflict, NotAllowed, Refusal
from learning.lessons import services
from learning.lessons.pages import at_step
from learning.lessons.sources import source_of
from learning.models import Lesson
from notices.models import Notice
from places.checklist.pages import At
from places.models import GateReview
from programmes.document.rows import step_data
from programmes.drafts.services import discard_draft, publish
from programmes.drafts.steps import edit_step
from programmes.models import Method, MethodVersion, Step
from programmes.stamps import stamp
from reports.models import Report
from tests.factories import world
from workshops.models import Workshop

pytestmark = pytest.mark.django_db


@pytest.fixture
def w():
    return world()


def first_step(one):
    return Step.objects.filter(version=one.method_version_id).first()


def written(w, reach="region", **more):
    """A lesson of the neighbour, Glimåkra, at its first step."""
    values = {"happened": "Nobody came on a Friday.", "different": "Ask on Tuesdays."} | more
    return services.write(
        participation=w.neighbour, by=w.users["neighbour_leader"], step=first_step(w.neighbour),
        reach=reach, **values,
    )  # fmt: skip


def accept(lesson, by, **more):
    values = {"version": lesson.version, "state": "accepted", "wording": "Invite on Tuesdays."}
    return services.judge(lesson=lesson, by=by, **(values | more))


def test_a_lesson_is_taken_into_a_new_draft_with_its_origin(w):
    row = accept(written(w), w.users["admin"])
    draft = row.taken_into
    assert draft.is_draft
    assert draft.method == w.programme.method_version.method
    stands = draft.steps.first().lessons
    assert [(one["text"], one["origin"]) for one in stands] == [
        ("Invite on Tuesdays.", services.origin_of(row))
    ]
    assert stands[0]["origin"].startswith("Glimåkra, ")
    published = MethodVersion.objects.get(pk=w.programme.method_version_id)
    assert published.steps.first().lessons == []
    assert Notice.objects.filter(person=w.users["neighbour_leader"], kind="lesson-judged").exists()


def test_a_lesson_stays_when_its_step_is_edited_and_goes_on_into_later_versions(w):
    draft = accept(written(w), w.users["admin"]).taken_into
    step = draft.steps.first()
    now = step_data(step)
    edit_step(step, by=w.users["admin"], seen=stamp(now), values=now | {"title": "Other"})
    publish(draft, by=w.users["admin"])
    row = accept(written(w, happened="Second"), w.users["admin"], wording="Second.")
    assert [one["text"] for one in row.taken_into.steps.first().lessons] == [
        "Invite on Tuesdays.",
        "Second.",
    ]


def test_two_editors_on_one_lesson_see_both_values(w):
    lesson = written(w)
    accept(lesson, w.users["admin"])
    with pytest.raises(Conflict) as caught:
        accept(lesson, w.users["manager"], wording="On no Friday.")
    assert caught.value.theirs["wording"] == "Invite on Tuesdays."
    assert caught.value.yours["wording"] == "On no Friday."
    assert accept(lesson, w.users["manager"]).version == 2  # the same, sent twice
    again = Lesson.objects.get(pk=lesson.pk)
    draft = accept(again, w.users["manager"], wording="On no Friday.").taken_into
    assert [one["text"] for one in draft.steps.first().lessons] == ["On no Friday."]


def test_declining_needs_a_reason_and_takes_it_out_of_the_draft(w):
    row = accept(written(w), w.users["admin"])
    with pytest.raises(Refusal) as caught:
        services.judge(lesson=row, by=w.users["admin"], version=2, state="declined", reason=" ")
    assert caught.value.code == "no_reason"
    draft = row.taken_into
    out = services.judge(
        lesson=row, by=w.users["admin"], version=2, state="declined", reason="Too local."
    )
    assert (out.state, out.taken_into) == ("declined", None)
    assert draft.steps.first().lessons == []


def test_what_is_published_stays_in_the_method(w):
    row = accept(written(w), w.users["admin"])
    publish(row.taken_into, by=w.users["admin"])
    row = Lesson.objects.get(pk=row.pk)
    with pytest.raises(Refusal) as caught:
        services.judge(
            lesson=row, by=w.users["admin"], version=2, state="declined", reason="Changed our mind"
        )
    assert caught.value.code == "in_published"


def test_a_mistaken_publishing_is_undone_and_both_changes_are_kept(w):
    lesson = written(w, reach="all")
    leader = w.users["neighbour_leader"]
    assert lesson in Lesson.objects.visible_to(w.users["other_coach"])
    services.share(lesson=lesson, by=leader, reach="place")
    assert lesson not in Lesson.objects.visible_to(w.users["other_coach"])
    assert [(one.before, one.after) for one in lesson.changes.all()] == [
        ("all", "place"),
        ("place", "all"),
    ]


def test_a_lesson_in_the_method_is_not_hidden_until_its_draft_is_gone(w):
    lesson = written(w)
    row = accept(lesson, w.users["admin"])
    with pytest.raises(Refusal) as caught:
        services.share(lesson=lesson, by=w.users["neighbour_leader"], reach="place")
    assert caught.value.code == "in_method"
    discard_draft(row.taken_into, by=w.users["admin"])
    assert (
        services.share(lesson=lesson, by=w.users["neighbour_leader"], reach="place").reach
        == "place"
    )


@pytest.mark.parametrize(
    ("reach", "readers", "others"),
    [
        ("place", ["neighbour_leader", "admin"], ["leader", "other_coach", "outsider"]),
        ("region", ["neighbour_leader", "leader", "member"], ["other_coach", "outsider"]),
        ("all", ["leader", "other_coach", "other_admin"], ["outsider"]),
    ],
)
def test_who_reads_it(w, reach, readers, others):
    lesson = written(w, reach=reach)
    for name in readers:
        assert lesson in Lesson.objects.visible_to(w.users[name]), name
    for name in others:
        assert lesson not in Lesson.objects.visible_to(w.users[name]), name


def test_what_is_not_shared_is_not_taken_in(w):
    with pytest.raises(Refusal) as caught:
        accept(written(w, reach="place"), w.users["admin"])
    assert caught.value.code == "not_shared"


@pytest.mark.parametrize(
    ("happened", "different", "code"),
    [("", "x", "empty"), ("x" * 600, "y" * 401, "too_long")],
)
def test_the_two_texts_have_a_thousand_characters_together(w, happened, different, code):
    with pytest.raises(Refusal) as caught:
        written(w, happened=happened, different=different)
    assert caught.value.code == code
    assert written(w, happened="x" * 600, different="y" * 400)


def test_words_that_were_judged_stay(w):
    lesson = written(w)
    leader = w.users["neighbour_leader"]
    services.edit(lesson=lesson, by=leader, version=1, happened="Other", different="")
    with pytest.raises(Conflict):
        services.edit(lesson=lesson, by=leader, version=1, happened="Third", different="")
    row = accept(Lesson.objects.get(pk=lesson.pk), w.users["admin"])
    with pytest.raises(Refusal) as caught:
        services.edit(lesson=row, by=leader, version=row.version, happened="Third", different="")
    assert caught.value.code == "judged"


def test_only_those_who_work_there_write_and_only_editors_judge(w):
    with pytest.raises(NotAllowed):
        services.write(
            participation=w.neighbour, by=w.users["leader"], step=first_step(w.neighbour),
            happened="Not mine",
        )  # fmt: skip
    with pytest.raises(NotAllowed):
        accept(written(w), w.users["coach"])
    with pytest.raises(NotAllowed):
        accept(written(w, reach="all"), w.users["other_admin"])


def test_a_source_of_another_place_is_refused(w):
    with pytest.raises(Refusal) as caught:
        written(w, source_kind="gate", source=999)
    assert caught.value.code == "other_place"


def test_the_step_page_shows_others_lessons_in_a_fixed_number_of_queries(
    w, client, django_assert_max_num_queries
):
    for number in range(7):
        written(w, happened=f"Lesson {number}")
    step = first_step(w.participation)
    shown = at_step(w.users["leader"], At(w.participation, step))["learnt"]
    assert [one.happened for one in shown] == [f"Lesson {n}" for n in (6, 5, 4, 3, 2)]
    client.force_login(w.users["leader"])
    with django_assert_max_num_queries(12):
        page = client.get(reverse("places:step", args=[w.participation.pk, step.order]))
    assert "Lesson 6" in page.text


@pytest.mark.parametrize("name", ["lessons", "new", "method"])
def test_pages_of_the_place(w, client, name, django_assert_max_num_queries):
    written(w)
    client.force_login(w.users["neighbour_leader"])
    with django_assert_max_num_queries(12):
        assert client.get(reverse(f"learning:{name}", args=[w.neighbour.pk])).status_code == 200


@pytest.mark.parametrize("name", ["lesson", "lesson_edit", "lesson_remove", "lesson_judge"])
def test_pages_of_a_lesson(w, client, name, django_assert_max_num_queries):
    lesson = written(w)
    client.force_login(w.users["manager"])
    with django_assert_max_num_queries(12):
        assert client.get(reverse(f"learning:{name}", args=[lesson.pk])).status_code == 200


def test_the_lineage_tells_each_version_with_its_lessons(w, client, django_assert_max_num_queries):
    draft = accept(written(w), w.users["admin"]).taken_into
    MethodVersion.objects.filter(pk=draft.pk).update(changes="Because Fridays failed.")
    publish(draft, by=w.users["admin"])
    client.force_login(w.users["leader"])
    with django_assert_max_num_queries(12):
        text = client.get(reverse("learning:lineage", args=[draft.pk])).text
    assert "Because Fridays failed." in text
    assert "Invite on Tuesdays." in text
    assert "The first of the line." in text
    text = client.get(reverse("learning:method_lessons", args=[draft.pk])).text
    assert "Nobody came on a Friday." in text


def test_a_lesson_is_written_at_a_gate_a_meeting_and_a_report(w, client):
    leader, here = w.users["neighbour_leader"], w.neighbour
    gate = GateReview.objects.create(
        participation=here, round=1, submitted_by=leader, submitted_at=timezone.now()
    )
    held = Workshop.objects.create(
        programme=w.programme, title="Open evening", starts_at=timezone.now(), state="announced",
        kind="open_meeting",
    )  # fmt: skip
    held.participations.add(here)
    today = timezone.localdate()
    report = Report.objects.create(
        programme=w.programme, participation=here, number=1, starts_on=today, ends_on=today,
        due_on=today,
    )  # fmt: skip
    client.force_login(leader)
    for kind, thing, said in (
        ("gate", gate, "Gate, round 1"), ("meeting", held, "Open evening"), ("report", report, ""),
    ):  # fmt: skip
        url = reverse("learning:new", args=[here.pk]) + f"?at={kind}&of={thing.pk}"
        sent = {"happened": f"At a {kind}", "step": first_step(here).pk, "reach": "place"}
        answer = client.post(url, sent)
        assert answer.status_code == 302, kind
        made = Lesson.objects.get(happened=f"At a {kind}")
        assert (made.source_kind, made.source) == (kind, thing.pk)
        page = client.get(reverse("learning:lesson", args=[made.pk])).text
        assert said in page
        assert source_of(made).url in page


def test_the_lineage_leads_from_the_parent_regions_method_with_what_changed_and_why(w, client):
    parent = w.programme.method_version
    child = Method.objects.create(
        region=w.other_programme.region, key="derived", parent=parent.method
    )
    derived = MethodVersion.objects.create(
        method=child, number=1, title="Skåne's way", language="sv", months=12, state="published",
        forked_from=parent, changes="Shorter, because summers are short.",
        published_at=timezone.now(),
    )  # fmt: skip
    client.force_login(w.users["other_admin"])
    text = client.get(reverse("learning:lineage", args=[derived.pk])).text
    assert "Shorter, because summers are short." in text
