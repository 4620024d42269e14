"""Statements written once say what the query builder would, on every database."""

import datetime as dt

import pytest
from django.db import connection
from django.db.models import CharField, F, Value

from core.models import AuditEvent
from core.prepared import Prepared, PreparedUpdate, Slot
from people.models import Organisation, Region
from tests.factories import OrganisationFactory, RegionFactory

pytestmark = pytest.mark.django_db


def plans():
    """The statements whose plans this connection keeps."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(statement, ';') FROM pg_prepared_statements")
        return cursor.fetchone()[0] or ""


def test_constants_and_slots_keep_their_places():
    RegionFactory(name="50 % av 'Skåne' %s", slug="skane")
    asked = Prepared(
        Region.objects.annotate(said=Value("100 %s\\'%", output_field=CharField()))
        .filter(name__contains="% av 'Skåne' %s", slug=Slot("slug"))
        .values_list("name", "said")
    )
    assert asked(slug="skane") == [("50 % av 'Skåne' %s", "100 %s\\'%")]
    assert asked(slug="' OR 1=1 --") == []


@pytest.mark.postgres
def test_plan_is_kept_from_the_third_time_on():
    asked = Prepared(Region.objects.filter(slug=Slot("slug"), name=Value("of this test alone")))
    kept = []
    for _time in range(4):
        asked(slug="a")
        kept.append("of this test alone" in plans())
    assert kept == [False, False, True, True]


@pytest.mark.day(dt.date(2026, 11, 16))
def test_prepared_update_writes_what_its_slots_hold():
    one, other = RegionFactory(name="A"), RegionFactory(name="B")
    rename = PreparedUpdate(
        Region.objects.filter(pk=Slot("pk")), name=Slot("name"), updated_at=Slot("at")
    )
    moment = dt.datetime(2026, 11, 22, 12, 0, 0, 123456, tzinfo=dt.UTC)
    assert [rename(pk=one.pk, name="100 %", at=moment), rename(pk=0, name="C", at=moment)] == [1, 0]
    assert Region.objects.values_list("name", "updated_at").get(pk=one.pk) == ("100 %", moment)
    assert Region.objects.get(pk=other.pk).name == "B"


def test_prepared_update_counts_up_in_the_database():
    event = AuditEvent.objects.create(verb="v", subject_type="t", subject_id=5, subject_name="n")
    more = PreparedUpdate(AuditEvent.objects.filter(pk=Slot("pk")), subject_id=F("subject_id") + 1)
    more(pk=event.pk)
    more(pk=event.pk)
    event.refresh_from_db()
    assert event.subject_id == 7


def test_a_list_in_a_slot_may_have_any_length():
    regions = [RegionFactory() for _number in range(3)]
    region = Organisation.objects.filter(region__among=Slot("of")).values_list("pk", flat=True)
    asked = Prepared(Region.objects.filter(pk__among=Slot("these")).values_list("pk", flat=True))
    by_key = Prepared(region.order_by("pk"))
    made = [OrganisationFactory(region=one).pk for one in regions]
    for count in (0, 1, 3, 2):
        these = [one.pk for one in regions[:count]]
        assert sorted(asked(these=these)) == these
        assert by_key(of=these) == made[:count]
