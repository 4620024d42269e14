"""Themes as they grow: merge and undo, split, move, told apart, by hand; list, page, files."""

from __future__ import annotations

import datetime as dt
import uuid
from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from core.refusals import Conflict, NotAllowed, Refusal
from people.models import ProgrammePost, ProgrammeRole
from tests.factories import UserFactory, World, world
from tests.themes.samples import place_room, room, tagged, theme, voice
from tests.workshops.samples import meeting
from themes.analysis.services import add_point
from themes.leading.services import to_agenda
from themes.models import Merge, Theme
from themes.shaping.services import (
    add_theme,
    add_voice,
    merge,
    move_voices,
    preview_merge,
    save_theme,
    split,
    tell_apart,
    undo_merge,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def w() -> World:
    return world()


def test_two_who_name_a_theme_see_both_names(w: World) -> None:
    one = add_theme(room=room(w), by=w.manager, name="Roads")
    save_theme(theme=one, by=w.admin, version=1, name="Roads in winter")
    with pytest.raises(Conflict) as conflict:
        save_theme(theme=one, by=w.manager, version=1, name="Dark roads")
    assert conflict.value.theirs["name"] == "Roads in winter"
    other = add_theme(room=room(w), by=w.manager, name="Dark roads")
    with pytest.raises(Refusal) as refused:
        save_theme(theme=other, by=w.manager, version=1, name="roads in WINTER")
    assert refused.value.code == "name_taken"
    with pytest.raises(NotAllowed):
        save_theme(theme=other, by=w.coach, version=1, name="X")


# --- merging


def test_a_merge_shows_first_what_it_does_and_moves_everything(w: World) -> None:
    here = {"participation": w.participation}
    old, new = theme(w, "Who to call", **here), theme(w, **here)
    mine, both = voice(w, "A", old, **here), voice(w, "B", old, new, **here)
    theirs = voice(w, "C", new, **here)
    item = to_agenda(theme=old, by=w.manager, workshop=meeting(w), title="Who to call?")
    point = add_point(
        participation=w.participation, by=w.leader, kind="problem", text="Calls", themes=[old]
    )
    shown = preview_merge(old, new)
    assert (shown.mine, shown.theirs, shown.both, shown.together) == (2, 2, 1, 3)
    assert shown.references == 2
    merge(theme=old, into=new, by=w.leader)
    assert tagged(new) == {mine.pk, both.pk, theirs.pk}
    assert list(new.uptakes.all()) == [item]
    assert list(point.themes.all()) == [new]
    assert merge(theme=old, into=new, by=w.manager) == Merge.objects.get()  # a double click


def test_a_merge_is_undone_with_what_each_had(w: World) -> None:
    old, new = theme(w, "Who to call"), theme(w)
    mine, both, theirs = voice(w, "A", old), voice(w, "B", old, new), voice(w, "C", new)
    done = merge(theme=old, into=new, by=w.manager)
    since = voice(w, "D", new)
    undo_merge(merge=done, by=w.admin)
    old.refresh_from_db()
    assert old.merged_into is None
    assert tagged(old) == {mine.pk, both.pk}
    assert tagged(new) == {both.pk, theirs.pk, since.pk}
    assert undo_merge(merge=done, by=w.admin) == old


def test_a_merge_is_undone_for_thirty_days(w: World) -> None:
    old, new = theme(w, "Who to call"), theme(w)
    done = merge(theme=old, into=new, by=w.manager)
    assert done.until == timezone.localdate() + dt.timedelta(days=30)
    Merge.objects.update(until=timezone.localdate() - dt.timedelta(days=1))
    with pytest.raises(Refusal) as refused:
        undo_merge(merge=done, by=w.manager)
    assert refused.value.code == "too_late"


def test_a_merge_stays_in_its_room(w: World) -> None:
    old, here = theme(w), theme(w, participation=w.participation)
    with pytest.raises(Refusal) as refused:
        merge(theme=old, into=here, by=w.manager)
    assert refused.value.code == "other_room"
    with pytest.raises(Refusal):
        merge(theme=old, into=old, by=w.manager)


def test_two_merges_each_into_the_other_leave_one_theme(w: World) -> None:
    one, two = theme(w, "One"), theme(w, "Two")
    merge(theme=one, into=two, by=w.manager)
    with pytest.raises(Refusal) as refused:
        merge(theme=two, into=one, by=w.admin)
    assert refused.value.code == "merged"
    assert [str(one) for one in Theme.objects.standing()] == ["Two"]


# --- moving and splitting


def test_chosen_voices_become_a_theme_of_their_own(w: World) -> None:
    one = theme(w)
    stay, leave = voice(w, "A", one), voice(w, "B", one)
    new = split(theme=one, by=w.manager, voices=[leave.pk], name="Answers in time")
    assert (tagged(one), tagged(new)) == ({stay.pk}, {leave.pk})
    with pytest.raises(Refusal) as refused:
        split(theme=one, by=w.manager, voices=[leave.pk], name="Another")
    assert refused.value.code == "no_voices"
    assert not Theme.objects.filter(name="Another").exists()


def test_voices_move_to_what_the_other_theme_was_merged_into(w: World) -> None:
    one, old, new = theme(w), theme(w, "Old"), theme(w, "New")
    said = voice(w, "A", one)
    merge(theme=old, into=new, by=w.admin)
    assert move_voices(theme=one, into=old, by=w.manager, voices=[said.pk]) == 1
    assert tagged(new) == {said.pk}
    assert not tagged(one)


def test_voices_are_ticked_on_the_page_and_moved(w: World, client) -> None:
    one, two = theme(w), theme(w, "Answers")
    said, also = voice(w, "A", one), voice(w, "B", one)
    client.force_login(w.manager)
    url = reverse("themes:move", args=[one.pk])
    page = client.get(url, {"voice": [said.pk]}).content.decode()
    assert f'value="{said.pk}"' in page
    assert f'value="{also.pk}"' not in page
    client.post(url, {"voices": [said.pk], "into": two.pk})
    assert (tagged(one), tagged(two)) == ({also.pk}, {said.pk})


def test_themes_told_apart_are_not_asked_about_again(w: World, client) -> None:
    one, two = theme(w, "Roads"), theme(w, "Streets")
    for text in ("The road is dark", "Holes in the road"):
        voice(w, text, one, two)
    client.force_login(w.manager)
    page = client.get(one.get_absolute_url()).content.decode()
    assert "Resembles another theme" in page
    assert "2 of them are here too" in page
    tell_apart(theme=two, other=one, by=w.manager)
    assert "Resembles another" not in client.get(one.get_absolute_url()).content.decode()


# --- by hand


def test_a_voice_by_hand_is_one_however_often_it_is_sent(w: World) -> None:
    held = meeting(w)
    key = uuid.uuid4()
    for _time in range(2):
        said = add_voice(
            room=room(w), by=w.manager, text="We call the mayor", group="Councillor",
            workshop=held, theme=theme(w) if not Theme.objects.exists() else None, key=key,
        )  # fmt: skip
    assert (said.source, said.about, said.said_on) == ("minutes", held.pk, held.local_start.date())
    assert tagged(Theme.objects.get()) == {said.pk}
    with pytest.raises(Refusal) as refused:
        add_voice(room=room(w), by=w.manager, text=" \n ")
    assert refused.value.code == "no_text"


def test_a_team_member_adds_voices_and_codes_none(w: World, client) -> None:
    today = timezone.localdate()
    ProgrammeRole.objects.create(
        user=w.outsider, programme=w.programme, role=ProgrammePost.TEAM, sector="business",
        starts_on=today - dt.timedelta(days=1),
    )  # fmt: skip
    one = theme(w)
    add_voice(room=room(w), by=w.outsider, text="Said at the shop", theme=one)
    assert not tagged(one)  # coding is the analyst's
    client.force_login(w.outsider)
    assert client.get(one.get_absolute_url()).status_code == 200
    assert client.get(room(w).url()).status_code == 200


# --- what the pages show


def test_a_merged_theme_leads_to_the_other(w: World, client) -> None:
    old, new = theme(w, "Who to call"), theme(w)
    merge(theme=old, into=new, by=w.manager)
    client.force_login(w.manager)
    assert client.get(old.get_absolute_url()).url == new.get_absolute_url()
    page = client.get(new.get_absolute_url()).content.decode()
    assert "“Who to call” was merged into this theme" in page
    [done] = Merge.objects.all()
    client.post(reverse("themes:merge_undo", args=[new.pk, done.pk]))
    assert set(room(w).themes) == {old, new}


def test_the_page_filters_by_source_and_group(w: World, client) -> None:
    one = theme(w)
    voice(w, "From the council", one)
    voice(w, "From staff", one, group="Staff", mark="triangle", source="focus")
    client.force_login(w.manager)
    url = one.get_absolute_url()
    both = client.get(url).content.decode()
    assert "All 2" in both
    assert "Focus groups 1" in both
    focus = client.get(url, {"source": "focus"}).content.decode()
    assert "From staff" in focus
    assert "From the council" not in focus
    council = client.get(url, {"group": "Village council"}).content.decode()
    assert "From the council" in council
    assert ">From staff<" not in council


def test_the_pages_ask_the_same_number_of_questions_for_many_rows(
    w: World, client, django_assert_num_queries, django_assert_max_num_queries
) -> None:
    client.force_login(w.manager)
    held = meeting(w)
    one = theme(w)
    voice(w, "A", one, source="minutes", about=held.pk)
    to_agenda(theme=one, by=w.manager, workshop=held, title="First")
    for url in (one.get_absolute_url(), room(w).url()):
        client.get(url)
        with django_assert_max_num_queries(18) as asked:
            client.get(url)
        for number in range(3):
            again = theme(w, f"{url} {number}")
            voice(w, f"{url} {number}", one, again, source="minutes", about=held.pk)
            to_agenda(theme=one, by=w.manager, workshop=held, title=f"{url} {number}")
        with django_assert_num_queries(len(asked.captured_queries)):
            client.get(url)


def test_the_files_hold_every_voice_and_compute_nothing(w: World, client) -> None:
    one = theme(w, "=Roads")
    voice(w, "=1+1", one)
    voice(w, "Without a theme")
    client.force_login(w.manager)
    book = load_workbook(BytesIO(client.get(room(w).url("xlsx")).content))
    rows = list(book.active.iter_rows(values_only=True))
    assert rows[1][:3] == ("=Roads", "=1+1", "Village council")
    assert rows[2][1] == "Without a theme"
    assert book.active["B2"].data_type == "s"
    text = client.get(room(w).url("csv")).content.decode("utf-8-sig")
    assert "'=1+1" in text


def test_a_place_lists_its_own(w: World, client) -> None:
    theme(w, "Of the programme")
    theme(w, "Of the place", participation=w.participation)
    theme(w, "Of the neighbour", participation=w.neighbour)
    client.force_login(w.observer)
    page = client.get(place_room(w).url()).content.decode()
    assert "Of the place" in page
    assert "Of the programme" not in page
    assert "Of the neighbour" not in page


def test_an_analyst_finds_the_places_own_themes_on_the_programmes_page(w: World, client) -> None:
    own = Theme.objects.create(programme=w.programme, participation=w.participation, name="Bus")
    for number, role in enumerate((ProgrammePost.ANALYST, ProgrammePost.PARTNER)):
        user = UserFactory()
        ProgrammeRole.objects.create(
            user=user, programme=w.programme, role=role, starts_on=dt.date(2020, 1, 1)
        )
        client.force_login(user)
        page = client.get(room(w).url())
        assert page.status_code == (200, 404)[number] or page.status_code == 403
        if not number:
            assert own.get_absolute_url() in page.content.decode()
            theirs = client.get(own.get_absolute_url()).content.decode()
            assert room(w).url() in theirs
            assert place_room(w).url() not in theirs
