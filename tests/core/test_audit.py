import pytest
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext_lazy

from core import audit
from core.models import AuditEvent
from tests.factories import RegionFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def verbs(monkeypatch):
    monkeypatch.setattr(audit, "_SENTENCES", dict(audit._SENTENCES))
    audit.register(tests__done=gettext_lazy("Done with %(count)s things"))


def test_recorded_verb_is_one_line_with_its_sentence():
    user, region = UserFactory(name="Anna"), RegionFactory(name="Skåne")

    event = audit.record("tests.done", region, by=user, count=2)

    event.refresh_from_db()
    assert (str(event), event.actor, event.actor_name) == ("Done with 2 things", user, "Anna")
    assert (event.subject_type, event.subject_id, event.subject_name) == (
        "people.region",
        region.pk,
        "Skåne",
    )


def test_verb_without_a_sentence_is_a_fault_of_ours():
    with pytest.raises(KeyError, match=r"tests\.unheard"):
        audit.record("tests.unheard", RegionFactory(), by=None)


def test_line_outlives_its_actor_with_the_name():
    user, region = UserFactory(name="Anna"), RegionFactory()
    audit.record("tests.done", region, by=user, count=1)

    user.delete()

    event = AuditEvent.objects.get()
    assert (event.actor, event.actor_name) == (None, "Anna")


def test_line_is_neither_changed_nor_deleted():
    event = audit.record("tests.done", RegionFactory(), by=None, count=1)

    with pytest.raises(ValueError, match="written once"):
        event.save()
    with pytest.raises(ValueError, match="never deleted"):
        event.delete()


def test_history_holds_the_lines_of_one_thing_newest_first():
    region, other = RegionFactory(), RegionFactory()
    first = audit.record("tests.done", region, by=None, count=1)
    audit.record("tests.done", other, by=None, count=2)
    third = audit.record("tests.done", region, by=None, count=3)

    assert list(audit.history(region)) == [third, first]


def test_sentence_with_a_fact_that_an_old_line_lacks_shows_a_dash():
    event = AuditEvent(verb="tests.done", facts={})

    with translation.override("en"):
        assert audit.sentence(event) == "Done with – things"


def test_sentence_of_a_verb_that_is_no_more_names_it():
    event = AuditEvent(verb="tests.gone", subject_name="Näsum")

    with translation.override("en"):
        assert audit.sentence(event) == "tests.gone on Näsum"


def test_line_of_a_verb_that_fails_is_not_kept():
    region = RegionFactory()

    def fail_after_writing():
        with transaction.atomic():
            audit.record("tests.done", region, by=None, count=1)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail_after_writing()

    assert list(AuditEvent.objects.all()) == []


@pytest.mark.parametrize(("language", "day"), [("sv", "12 aug 2026"), ("da", "12. aug 2026")])
def test_day_in_a_line_is_written_as_the_language_does(language, day):
    audit.register(tests__moved=gettext_lazy("Moved to %(day)s"))
    for kept in ("2026-08-12", "2026-08-12T10:00:00+02:00"):  # any day
        event = AuditEvent(verb="tests.moved", facts={"day": kept})
        with translation.override(language):
            assert audit.sentence(event) == f"Moved to {day}"
