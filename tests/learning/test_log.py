"""The action-learning log: experiments, who reads them, questions, files, what comes of them."""

from __future__ import annotations

import io
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from core.refusals import Conflict, NotAllowed, Refusal
from learning.log import services
from learning.models import Experiment, ExperimentComment, StepPrompt
from learning.teams.entries import last_entries
from plans.models import Action
from tests.factories import UserFactory
from tests.learning.laboratory import Lab, lab, member

pytestmark = pytest.mark.django_db


@pytest.fixture
def made() -> Lab:
    return lab()


@pytest.fixture
def anna(made):
    return member(made.joined("Anna"))


@pytest.fixture
def other(made):
    return member(made.joined("Bo", at=1))


def begun(made: Lab, by, **facts) -> Experiment:
    values = {"title": "A bench", "hypothesis": "If it stands at the quay, people sit"} | facts
    return services.begin(participation=made.teams[0].participation, by=by, **values)


def written(row: Experiment, by, **facts) -> Experiment:
    values = {name: getattr(row, name) for name in services.TEXTS}
    values |= {"state": row.state, "version": row.version} | facts
    return services.write(experiment=row, by=by, **values)


def test_one_that_is_sent_twice_from_a_phone_stands_once(made, anna, client):
    key = uuid.uuid4()
    first = begun(made, anna, key=key)
    assert begun(made, anna, key=key, title="Sent again") == first
    client.force_login(anna)
    address = reverse("learning:experiment_new", args=[made.teams[0].pk])
    answer = client.post(
        address, {"title": "A bench", "key": str(key)}, headers={"accept": "application/json"}
    )
    assert answer.json()["url"] == services.url_of(first)
    assert Experiment.objects.count() == 1


def test_a_key_of_another_team_is_no_way_in(made, anna, other):
    first = begun(made, anna)
    with pytest.raises(Refusal) as refused:
        services.begin(
            participation=made.teams[1].participation, by=other, title="Mine", key=first.key
        )
    assert refused.value.code == "other_team"


def test_two_who_write_at_once_see_both_texts(made, anna):
    row = begun(made, anna)
    written(row, anna, seen="Four people sat")
    with pytest.raises(Conflict) as met:
        written(row, made.by, seen="Nobody sat")
    assert met.value.theirs["seen"] == "Four people sat"
    assert met.value.yours["seen"] == "Nobody sat"


def test_the_page_that_saves_itself_is_told_what_was_stored_and_what_somebody_else_wrote(
    made, anna, client
):
    row = begun(made, anna)
    client.force_login(anna)
    address = reverse("learning:experiment_edit", args=[row.pk])
    sent = {"title": "A  bench", "state": "under_way", "version": 1, "challenges": ["loneliness"]}
    json = {"accept": "application/json"}
    told = client.post(address, sent | {"seen": "Four sat"}, headers=json).json()
    assert (told["version"], told["values"]["title"]) == (2, "A bench")
    assert (told["values"]["challenges"], told["values"]["next_on"]) == ("loneliness", "")
    met = client.post(address, sent | {"seen": "Nobody sat"}, headers=json)
    assert (met.status_code, met.json()["theirs"]["seen"]) == (409, "Four sat")


def test_who_writes_is_asked_the_question_of_the_step(made, anna, client):
    row = begun(made, anna)
    step = made.teams[0].participation.method_version.steps.get(order=1)
    StepPrompt.objects.create(laboratory=made.laboratory, step_key=step.key, text="Who is quiet?")
    client.force_login(anna)
    for address in (
        reverse("learning:experiment_edit", args=[row.pk]),
        reverse("learning:experiment_new", args=[made.teams[0].pk]),
    ):
        assert "Who is quiet?" in client.get(address).content.decode()


def test_that_it_did_not_work_is_an_end_that_teaches(made, anna):
    row = begun(made, anna)
    with pytest.raises(Refusal) as refused:
        written(row, anna, state="did_not_work")
    assert refused.value.code == "no_end"
    row = written(row, anna, state="did_not_work", learnt="Too windy")
    assert (row.state, row.learnt) == ("did_not_work", "Too windy")


def test_who_reads_is_chosen_kept_and_undone(made, anna, other, client):
    row = begun(made, anna)
    assert not Experiment.objects.visible_to(other).exists()
    services.share(experiment=row, by=anna, audience="lab")
    assert Experiment.objects.visible_to(other).get() == row
    with pytest.raises(NotAllowed):
        services.share(experiment=row, by=anna, audience="public")
    services.share(experiment=row, by=made.by, audience="public")  # by mistake
    assert Experiment.objects.visible_to(UserFactory()).get() == row
    client.force_login(anna)
    page = client.get(services.url_of(row)).content.decode()
    assert "Undo the latest change" in page
    client.post(reverse("learning:experiment_share", args=[row.pk]), {"audience": "lab"})
    assert not Experiment.objects.visible_to(UserFactory()).exists()
    assert "Undo the latest change" not in client.get(services.url_of(row)).content.decode()
    services.share(experiment=row, by=anna, audience="team")
    assert not Experiment.objects.visible_to(other).exists()
    kept = [(one.before, one.after) for one in row.changes.all()]
    assert kept == [("lab", "team"), ("public", "lab"), ("lab", "public"), ("team", "lab")]
    with pytest.raises(NotAllowed):
        services.share(experiment=row, by=other, audience="public")


def test_another_team_asks_once_and_the_team_answers(made, anna, other, client):
    row = begun(made, anna)
    services.share(experiment=row, by=anna, audience="lab")
    asked = services.say(experiment=row, by=other, text="Who sat there?", is_question=True)
    with pytest.raises(NotAllowed):
        services.answer(comment=asked, by=other, text="I")
    services.answer(comment=asked, by=anna, text="Four pensioners")
    client.force_login(other)
    page = client.get(services.url_of(row)).content.decode()
    assert "Four pensioners" in page
    assert reverse("learning:experiment_edit", args=[row.pk]) not in page


def test_a_flood_of_comments_is_stopped_and_a_hidden_one_is_gone(made, anna, other, client):
    row = begun(made, anna)
    services.share(experiment=row, by=anna, audience="lab")
    for number in range(services.COMMENTS_AN_HOUR):
        last = services.say(experiment=row, by=other, text=f"No {number}", is_question=False)
    with pytest.raises(Refusal) as refused:
        services.say(experiment=row, by=other, text="And more", is_question=False)
    assert refused.value.code == "too_often"
    with pytest.raises(NotAllowed):
        services.hide(comment=last, by=anna, hidden=True)
    services.hide(comment=last, by=made.by, hidden=True)
    client.force_login(anna)
    assert last.text not in client.get(services.url_of(row)).content.decode()
    services.hide(comment=last, by=made.by, hidden=False)
    assert ExperimentComment.objects.shown().count() == services.COMMENTS_AN_HOUR


def photo() -> SimpleUploadedFile:
    out = io.BytesIO()
    Image.new("RGB", (30, 20)).save(out, "JPEG")
    return SimpleUploadedFile("bench.jpg", out.getvalue(), "image/jpeg")


def test_a_photo_and_a_voice_note_from_the_phone(made, anna, other, client):
    row = begun(made, anna)
    seen = services.attach(experiment=row, by=anna, file=photo(), alt="The bench")
    sound = SimpleUploadedFile("note.ogg", b"OggS" + b"0" * 50, "audio/ogg")
    heard = services.attach(experiment=row, by=anna, file=sound, alt="What Eva says")
    assert (seen.is_photo, heard.is_photo) == (True, False)
    address = reverse("learning:experiment_file", args=[row.pk, seen.pk])
    client.force_login(anna)
    shown = client.get(address)
    assert shown.status_code == 200
    assert b"".join(shown.streaming_content)  # read to the end it is closed
    client.force_login(other)
    assert client.get(address).status_code == 404


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("note.ogg", b"MZ program", "file_disguised"),
        ("note.exe", b"MZ", "file_kind"),
        ("note.mp3", b"ID3" + b"0" * (services.MOST_BYTES + 1), "file_too_large"),
    ],
)
def test_what_is_no_voice_note_is_refused(made, anna, name, data, code):
    row = begun(made, anna)
    with pytest.raises(Refusal) as refused:
        services.attach(experiment=row, by=anna, file=SimpleUploadedFile(name, data), alt="x")
    assert refused.value.code == code
    assert not row.files.exists()


def test_a_voice_note_of_200_mb_is_refused_unread(made, anna):
    class Endless(SimpleUploadedFile):
        def read(self, *_args):
            raise AssertionError("read although it is too large")

    sent = Endless("note.mp3", b"ID3")
    sent.size = 200 * 1024 * 1024
    with pytest.raises(Refusal) as refused:
        services.attach(experiment=begun(made, anna), by=anna, file=sent, alt="x")
    assert refused.value.code == "file_too_large"


def test_the_next_step_becomes_one_action_of_the_plan(made, anna):
    row = begun(made, anna)
    with pytest.raises(Refusal) as refused:
        services.to_action(experiment=row, by=anna)
    assert refused.value.code == "no_next"
    row = written(row, anna, next_step="A second bench")
    action = services.to_action(experiment=row, by=anna)
    assert services.to_action(experiment=row, by=anna) == action
    assert Action.objects.get().origin_text == "The experiment “A bench”"


def test_writing_an_experiment_is_a_sign_of_life(made, anna):
    team = made.teams[0]
    assert (team.pk, anna.pk) not in last_entries([team.pk])
    begun(made, anna)
    assert (team.pk, anna.pk) in last_entries([team.pk])


def test_experiments_of_a_challenge_stand_side_by_side(made, anna, other, client):
    challenge = "loneliness"
    for by, team, title in ((anna, 0, "A bench"), (other, 1, "Soup on Thursdays")):
        row = services.begin(
            participation=made.teams[team].participation, by=by, title=title,
            challenges=[challenge],
        )  # fmt: skip
        services.share(experiment=row, by=by, audience="lab")
    begun(made, anna, title="Not shared")
    client.force_login(other)
    address = reverse("learning:experiments_beside", args=[made.w.programme.pk])
    page = client.get(address, {"challenge": challenge}).content.decode()
    assert ("A bench" in page, "Soup on Thursdays" in page) == (True, True)
    assert "Not shared" not in page


def test_pages_ask_few_questions_however_much_there_is(
    made, anna, client, django_assert_max_num_queries
):
    row = begun(made, anna)
    services.share(experiment=row, by=anna, audience="lab")
    for number in range(5):
        begun(made, anna, title=f"Other {number}")
        services.say(experiment=row, by=anna, text=f"Word {number}", is_question=True)
    client.force_login(anna)
    for address in (
        services.url_of(row),
        reverse("learning:experiments", args=[made.teams[0].pk]),
        reverse("learning:experiments_beside", args=[made.w.programme.pk]),
    ):
        client.get(address)
        with django_assert_max_num_queries(12):
            assert client.get(address).status_code == 200
