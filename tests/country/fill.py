"""Fills a furnished database with a country's rows round it, by INSERT … SELECT.

At the whole size: 119 tenants, 60 000 places, 1 M contacts, 200 000 meetings with 5 M invitations,
3 M letters, 5 M lines of the trails. A tenth of it lies in the region in which is measured. The
columns that a statement does not name get the model's own defaults, so that a new column needs no
change here.
"""

from __future__ import annotations

import datetime as dt
import time
from dataclasses import dataclass
from typing import Any

from auditlog.context import disable_auditlog
from auditlog.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.db.models import NOT_PROVIDED, Field, Model
from django.utils import timezone

from continuity.models import FollowUp
from core.models import AuditEvent
from grants.models import BudgetLine, Cost, Grant, Instalment, MonthSheet, WorkEntry
from outbox.models import (
    Attempt,
    Campaign,
    CampaignText,
    FirstLetter,
    Letter,
    SendingLimit,
    Suppression,
)
from people.models import (
    Assignment,
    Contact,
    Duty,
    Organisation,
    ProgrammeRole,
    Region,
    RegionRole,
    Sector,
    User,
)
from places.models import (
    CoachingEntry,
    Evidence,
    GateReview,
    GroupMember,
    Participation,
    Place,
    PlaceCode,
    PopulationObservation,
    StepItem,
)
from plans.models import Action, FundingLine, FundingSource, Goal, Indicator, Observation
from programmes.models import Programme
from tests.factories import method_version
from workshops.models import (
    AgendaItem,
    Feedback,
    Invitation,
    MeetingCampaign,
    Minutes,
    Outcome,
    Question,
    Reminder,
    Workshop,
)

TENANTS = 119
PLACES, WAYS, CONTACTS, ORGANISATIONS = 60_000, 20_000, 1_000_000, 60_000
MEETINGS, GUESTS, LETTERS_A_MEETING, SINGLE_LETTERS = 200_000, 25, 13, 400_000
TRAIL, FIELD_TRAIL = 4_000_000, 1_000_000


@dataclass(frozen=True)
class Size:
    """The country at a share of its whole size, round the region in which is measured."""

    share: float
    region: int

    def of(self, whole: int) -> int:
        """So many rows at this size."""
        return max(1, round(whole * self.share))


def sql(text: str, *values: Any) -> int:
    """Send a statement; the number of rows it touched."""
    with connection.cursor() as cursor:
        cursor.execute(text, values or None)
        return int(cursor.rowcount)


def insert(model: type[Model], source: str, /, **columns: str) -> None:
    """Write rows: `columns` are SQL over `source` (what stands after FROM), by the field's name.

    Indexes that are no constraint are dropped meanwhile and built anew, which takes a tenth of
    the time.
    """
    table = model._meta.db_table
    begun = time.monotonic()
    fields = [field for field in model._meta.concrete_fields if field != model._meta.auto_field]
    values = {field.column: columns.pop(field.name, None) or _default(field) for field in fields}
    if columns:
        raise ValueError(f"{table} has no {sorted(columns)}")
    given = {column: value for column, value in values.items() if value}
    names = ", ".join(connection.ops.quote_name(column) for column in given)
    indexes = _indexes(table)
    for name, _definition in indexes:
        sql(f'DROP INDEX "{name}"')
    rows = sql(f"INSERT INTO {table} ({names}) SELECT {', '.join(given.values())} FROM {source}")
    for _name, definition in indexes:
        sql(definition)
    print(f"  {table:36}{rows:>10} rows {time.monotonic() - begun:7.1f} s", flush=True)


def _indexes(table: str) -> list[tuple[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = %s AND NOT EXISTS ("
            " SELECT 1 FROM pg_constraint c WHERE c.conindid = quote_ident(indexname)::regclass)",
            [table],
        )
        return list(cursor.fetchall())


def _default(field: Field[Any, Any]) -> str:
    """The SQL of a field's default; empty where NULL will do."""
    kind = field.get_internal_type()
    if getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False):
        return "now()"
    if field.null:
        return ""
    if kind == "UUIDField":
        return "gen_random_uuid()"
    value = field.get_default() if field.default is not NOT_PROVIDED else None
    if value is None:
        if kind in {"CharField", "TextField", "EmailField", "URLField", "FileField", "ImageField"}:
            return "''"
        raise ValueError(f"{field} has no default: name it")
    ready = field.get_db_prep_save(value, connection)
    with connection.cursor() as cursor:
        return str(cursor.mogrify("%s", [ready])) if hasattr(cursor, "mogrify") else _literal(ready)


def _literal(value: Any) -> str:
    return connection.ops.compose_sql("%s", [value])  # type: ignore[attr-defined,no-any-return]


def fill(size: Size) -> None:
    """Make the country. One transaction, foreign keys unchecked meanwhile."""
    with transaction.atomic(), disable_auditlog():
        sql("SET CONSTRAINTS ALL IMMEDIATE")
        sql("SET LOCAL session_replication_role = replica")
        sql("SET LOCAL synchronous_commit = off")
        sql("SET LOCAL work_mem = '256MB'")
        _tenants(size)
        _register(size)
        _ways()
        _steps()
        _plans()
        _money()
        _meetings(size)
        _guests(size)
        _letters(size)
        _trails(size)


def _tenants(size: Size) -> None:
    """Regions and municipalities that run programmes, with their people."""
    today = timezone.localdate()
    for number in range(2, max(6, size.of(TENANTS))):
        region = Region.objects.create(
            name=f"Tenant {number}", slug=f"tenant-{number}", country="SE", language="sv"
        )
        version = method_version(region)
        owner = Organisation.objects.create(
            region=region, name=f"Owner {number}", sector=Sector.REGION
        )
        programmes = Programme.objects.bulk_create(
            Programme(
                region=region,
                name=f"Programme {one}",
                owner=owner,
                starts_on=today - dt.timedelta(days=1100),
                language="sv",
                currency="SEK",
                method_version=version,
                support_months=18,
                quiet_after_days=30,
            )
            for one in range(3)
        )
        admin, manager = (
            User.objects.create(email=f"{name}@tenant-{number}.example.org", name=name)
            for name in ("admin", "manager")
        )
        since = today - dt.timedelta(days=700)
        RegionRole.objects.create(user=admin, region=region, starts_on=since)
        ProgrammeRole.objects.bulk_create(
            ProgrammeRole(user=manager, programme=one, starts_on=since) for one in programmes
        )
    sql(
        "CREATE TEMP TABLE share AS SELECT id region_id, CASE WHEN id = %s THEN 0.1"
        " ELSE 0.9 / (SELECT count(*) - 1 FROM people_region) END s FROM people_region",
        size.region,
    )
    sql(
        "CREATE TEMP TABLE programme AS SELECT id, region_id, method_version_id version,"
        " row_number() OVER w - 1 k, count(*) OVER (PARTITION BY region_id) n"
        " FROM programmes_programme WINDOW w AS (PARTITION BY region_id ORDER BY id)"
    )


def _register(size: Size) -> None:
    """Organisations, contacts, places with codes and figures."""
    insert(
        Organisation,
        f"share, generate_series(1, ceil({size.of(ORGANISATIONS)} * s)::int) n",
        name="'Förening ' || n",
        sector="(ARRAY['association', 'business', 'municipality'])[1 + n % 3]",
        region="region_id",
    )
    _numbered("organisation", "people_organisation", "region_id")
    insert(
        Contact,
        f"share CROSS JOIN generate_series(1, ceil({size.of(CONTACTS)} * s)::int) i"
        " LEFT JOIN organisation o ON o.region_id = share.region_id AND o.k = i % o.n",
        name="(ARRAY['Anna', 'Bo', 'Cecilia', 'David', 'Eva'])[1 + i % 5] || ' Berg ' || i",
        email="'c' || i || '@r' || share.region_id || '.example.org'",
        language="'sv'",
        source="'Scale'",
        organisation="o.id",
        region="share.region_id",
    )
    insert(
        Place,
        f"share, generate_series(1, ceil({size.of(PLACES)} * s)::int) n",
        name="(ARRAY['Björk', 'Ek', 'Gran', 'Ås'])[1 + n % 4] || 'by ' || n",
        kind="'locality'",
        source="'Scale'",
        municipality="(SELECT min(id) FROM programmes_municipality) + n % "
        "(SELECT count(*) FROM programmes_municipality)",
        region="region_id",
    )
    insert(
        PlaceCode,
        "places_place WHERE source = 'Scale'",
        scheme="'scb_2015'",
        code="'T' || id",
        place="id",
    )
    insert(
        PopulationObservation,
        "places_place, unnest(ARRAY[2010, 2015, 2020, 2023]) y WHERE source = 'Scale'",
        year="y",
        inhabitants="200 + id % 1500",
        source="'SCB'",
        place="id",
    )
    sql(
        "CREATE TEMP TABLE way AS SELECT place.*, programme.version, programme.id programme_id,"
        " mod(place.k, 7)::int done FROM (SELECT id place_id, region_id, row_number() OVER"
        " (PARTITION BY region_id ORDER BY id) k FROM places_place WHERE source = 'Scale') place"
        " JOIN share USING (region_id) JOIN programme ON programme.region_id = place.region_id"
        " AND programme.k = mod(place.k, programme.n) WHERE place.k <= ceil(%s * s)",
        size.of(WAYS),
    )


def _numbered(name: str, table: str, by: str) -> None:
    """A table of ids with their number and how many there are, in each `by`."""
    sql(
        f"CREATE TEMP TABLE {name} AS SELECT id, {by}, row_number() OVER w - 1 k,"
        f" count(*) OVER (PARTITION BY {by}) n FROM {table}"
        f" WINDOW w AS (PARTITION BY {by} ORDER BY id)"
    )
    sql(f"CREATE INDEX ON {name} ({by}, k)")
    sql(f"ANALYZE {name}")


def _ways() -> None:
    """Participations with their people: a process leader, a member, a coach for 25 places."""
    started = "current_date - (20 + 75 * done + k * 17 % 60)::int"
    insert(
        Participation,
        "way",
        status="(ARRAY['active', 'active', 'active', 'active', 'ended'])[1 + k % 5]",
        started_on=started,
        support_months="18",
        progress="repeat('d', done) || CASE WHEN done < 6 THEN 'n' ELSE '' END"
        " || repeat('a', greatest(0, 5 - done))",
        gate_after="3",
        gate_state="CASE WHEN done < 3 THEN 'closed' WHEN done = 3 THEN 'waiting'"
        " ELSE 'passed' END",
        current_step="least(done + 1, 6)",
        clock_months="18",
        support_ends_on=f"{started} + 540",
        last_contact_on="current_date - (k * 13 % 34)::int",
        next_on="CASE WHEN k % 3 > 0 THEN current_date + (k % 42 - 2)::int END",
        next_text="'Open meeting'",
        attention_on="current_date + (k % 70 - 30)::int",
        week_on="current_date + (k % 70 - 20)::int",
        today_on="current_date + (k % 70 - 10)::int",
        method_version="version",
        programme="programme_id",
        place="place_id",
    )
    sql(
        "CREATE TEMP TABLE part AS SELECT p.id, p.started_on, p.progress, p.status, p.gate_state,"
        " p.method_version_id version, p.programme_id, g.region_id,"
        " row_number() OVER (ORDER BY p.id) - 1 n,"
        " row_number() OVER (PARTITION BY g.region_id ORDER BY p.id) - 1 k"
        " FROM places_participation p JOIN programmes_programme g ON g.id = p.programme_id"
        " JOIN places_place l ON l.id = p.place_id AND l.source = 'Scale'"
    )
    for who, where in (("leader", "true"), ("member", "true"), ("coach", "k % 25 = 0")):
        insert(
            User,
            f"part WHERE {where}",
            email=f"'{who}' || id || '@acc.example.org'",
            name=f"'{who} ' || id",
            password="'!'",
            language="'sv'",
            date_joined="now()",
        )
    sql(
        "CREATE TEMP TABLE people AS SELECT part.*, l.id leader, m.id member, c.id coach FROM part"
        " JOIN people_user l ON l.email = 'leader' || part.id || '@acc.example.org'"
        " JOIN people_user m ON m.email = 'member' || part.id || '@acc.example.org'"
        " JOIN part head ON head.region_id = part.region_id AND head.k = part.k - part.k % 25"
        " JOIN people_user c ON c.email = 'coach' || head.id || '@acc.example.org'"
    )
    sql("CREATE UNIQUE INDEX ON people (n)")
    sql("ANALYZE people")
    for role, who in (("process_leader", "leader"), ("member", "member"), ("coach", "coach")):
        insert(
            Assignment,
            "people",
            role=f"'{role}'",
            user=who,
            participation="id",
            starts_on="started_on",
        )


def _steps() -> None:
    """Checklists, evidence, working groups, contacts, gates."""
    done = "substr(p.progress, s.\"order\", 1) = 'd'"
    insert(
        StepItem,
        "people p JOIN programmes_step s ON s.version_id = p.version"
        " JOIN programmes_checklistitem i ON i.step_id = s.id",
        participation="p.id",
        step="s.id",
        item="i.id",
        origin="'method'",
        order='i."order"',
        required="i.required",
        evidence_wanted="i.evidence_wanted",
        state=f"CASE WHEN {done} THEN 'done' ELSE 'open' END",
        due_on="p.started_on + s.month_to * 30",
    )
    insert(
        Evidence,
        "places_stepitem WHERE state = 'done' AND \"order\" = 1",
        item="id",
        file="'evidence/scale'",
        name="'record.pdf'",
        content_type="'application/pdf'",
        size="412000",
    )
    insert(
        GroupMember,
        "people, generate_series(1, 4) j",
        participation="id",
        name="'Member ' || j",
        sector="(ARRAY['municipality', 'business', 'association'])[1 + j % 3]",
    )
    insert(
        CoachingEntry,
        "people, generate_series(1, 20) j",
        participation="id",
        kind="'call'",
        party="'place'",
        on="started_on + j * 20",
        with_whom="'The process leader'",
        shared="'We talked about the mapping.'",
        by="coach",
    )
    insert(
        GateReview,
        "people WHERE gate_state <> 'closed'",
        round="1",
        state="CASE WHEN gate_state = 'waiting' THEN 'submitted' ELSE 'decided' END",
        submitted_at="now() - interval '20 days'",
        decision="CASE WHEN gate_state = 'waiting' THEN '' ELSE 'continue' END",
        decided_at="CASE WHEN gate_state <> 'waiting' THEN now() - interval '10 days' END",
        decided_by="CASE WHEN gate_state <> 'waiting' THEN coach END",
        submitted_by="leader",
        participation="id",
    )


def _plans() -> None:
    """Three goals and twelve actions a place, each fifth with a funding line."""
    insert(
        Goal,
        "people, generate_series(1, 3) j",
        order="j",
        title="'Scale goal ' || j",
        participation="id",
    )
    insert(
        Action,
        "people p JOIN plans_goal g ON g.participation_id = p.id AND g.title LIKE 'Scale goal%'"
        " CROSS JOIN generate_series(1, 4) j",
        order="j",
        title="'Scale action ' || j",
        state="(ARRAY['planned', 'under_way', 'idea'])[1 + j % 3]",
        cost="10000",
        ends_on="current_date + (j * 37 % 400 - 20)::int",
        participation="p.id",
        responsible_user="CASE WHEN j = 3 THEN p.leader END",
        goal="g.id",
    )
    insert(
        FundingSource,
        "people_region, generate_series(1, 20) j",
        name="'Scale fund ' || j",
        kind="'foundation'",
        currency="'SEK'",
        region="id",
    )
    insert(
        FundingLine,
        "plans_action a JOIN people p ON p.id = a.participation_id"
        " JOIN plans_fundingsource s ON s.region_id = p.region_id"
        " AND s.name = 'Scale fund ' || (1 + a.id % 20) WHERE a.id % 5 = 0",
        state="'granted'",
        asked="9000",
        granted="8000",
        action="a.id",
        source="s.id",
    )
    insert(
        Indicator,
        "plans_goal WHERE title LIKE 'Scale goal%'",
        title="'Scale visitors'",
        baseline="1",
        baseline_on="date '2025-01-01'",
        target="9",
        target_on="date '2027-01-01'",  # any day
        goal="id",
    )
    insert(
        Observation,
        "plans_indicator, generate_series(1, 5) j WHERE title = 'Scale visitors'",
        on="date '2025-03-01' + j * 60",
        value="j",
        indicator="id",
    )


def _money() -> None:
    """A support for each place, with budget, instalments, costs and sheets; follow-ups."""
    insert(
        Grant,
        "people p",
        amount="100000",
        payee_name="'Scale'",
        starts_on="started_on",
        ends_on="started_on + 540",
        agreed_on="started_on",
        participation="id",
        payer="(SELECT min(id) FROM organisation o WHERE o.region_id = p.region_id)",
    )
    grants = "grants_grant g"
    ours = "g.payee_name = 'Scale'"
    insert(BudgetLine, f"{grants} WHERE {ours}", kind="'leader'", amount="100000", grant="id")
    insert(
        Instalment,
        f"{grants}, generate_series(1, 3) j WHERE {ours}",
        number="j",
        amount="33000",
        trigger="'date'",
        due_on="starts_on + j * 150",
        grant="g.id",
    )
    insert(
        Cost,
        f"{grants} JOIN grants_budgetline b ON b.grant_id = g.id, generate_series(1, 8) j"
        f" WHERE {ours}",
        paid_on="starts_on + j * 9",
        amount="500",
        payee="'Hall'",
        what="'Rent'",
        line="b.id",
        grant="g.id",
    )
    insert(
        MonthSheet,
        f"{grants} JOIN people p ON p.id = g.participation_id, generate_series(1, 6) j"
        f" WHERE {ours}",
        month="(date_trunc('month', starts_on) + j * interval '1 month')::date",
        state="'confirmed'",
        grant="g.id",
        user="p.leader",
    )
    insert(
        WorkEntry,
        "grants_monthsheet, generate_series(1, 4) j WHERE state = 'confirmed'",
        kind="'leader'",
        on="month + j * 5",
        quantity="2",
        what="'Meeting'",
        sheet="id",
    )
    insert(
        FollowUp,
        "people, unnest(ARRAY[6, 12, 24]) j WHERE status = 'ended'",
        months="j",
        due_on="started_on + 540 + j * 30",
        participation="id",
    )


def _meetings(size: Size) -> None:
    """Meetings of a dozen years with agenda, duties, reminders, minutes, feedback."""
    starts = "date_trunc('hour', now()) + interval '60 days' - i % 23040 * interval '1 hour'"
    insert(
        Workshop,
        f"generate_series(0, {size.of(MEETINGS)} - 1) i"
        " JOIN people p ON p.n = i % (SELECT count(*) FROM people)",
        kind="(ARRAY['open_meeting', 'working_group', 'collaboration'])[1 + i % 3]",
        title="'Scale ' || i",
        language="'sv'",
        state="CASE WHEN i % 10 = 9 THEN 'draft' ELSE 'announced' END",
        starts_at=starts,
        ends_at=f"{starts} + interval '2 hours'",
        time_zone="'Europe/Stockholm'",
        hall="'Hall'",
        capacity="CASE WHEN i % 4 = 0 THEN 40 END",
        seats_taken="10",
        programme="p.programme_id",
    )
    sql(
        "CREATE TEMP TABLE meeting AS SELECT w.id, w.starts_at, w.programme_id,"
        " row_number() OVER (ORDER BY w.id) - 1 n, p.id participation_id, p.region_id, p.leader"
        " FROM workshops_workshop w JOIN people p"
        " ON p.n = substr(w.title, 7)::int % (SELECT count(*) FROM people)"
        " WHERE w.title LIKE 'Scale %'"
    )
    sql("CREATE UNIQUE INDEX ON meeting (n)")
    sql("ANALYZE meeting")
    insert(
        Workshop.participations.through,
        "meeting",
        workshop="id",
        participation="participation_id",
    )
    insert(
        AgendaItem,
        "meeting, generate_series(1, 3) j",
        order="j",
        title="'Item ' || j",
        minutes="20",
        workshop="id",
    )
    insert(Duty, "meeting", task="'facilitates'", name="'Leader'", user="leader", workshop="id")
    insert(
        Reminder,
        "meeting",
        hours_before="48",
        audience="'unanswered'",
        sent_at="CASE WHEN starts_at < now() THEN starts_at END",
        workshop="id",
    )
    held = "meeting, generate_series(1, {}) j WHERE starts_at < now()"
    insert(Minutes, "meeting WHERE starts_at < now()", state="'sent'", workshop="id")
    insert(
        Outcome,
        held.format(2),
        order="j",
        kind="'idea'",
        text="'A bench'",
        participation="participation_id",
        workshop="id",
    )
    insert(Feedback, held.format(3), given_on="starts_at::date", rating="1 + j", workshop="id")
    insert(Question, "meeting WHERE n % 5 = 0", text="'Why?'", workshop="id")


def _guests(size: Size) -> None:
    insert(
        Invitation,
        f"meeting, generate_series(0, {GUESTS} - 1) j",
        workshop="id",
        how="'contacts'",
        source="'Scale'",
        name=f"'Guest ' || (n * 7 + j * 13) % {size.of(CONTACTS)}",
        email=f"'c' || (n * 7 + j * 13) % {size.of(CONTACTS)} || '@r' || region_id"
        " || '.example.org'",
        language="'sv'",
        invited_at="starts_at - interval '20 days'",
        answer="(ARRAY['yes', 'no', '', 'maybe', 'yes'])[1 + j % 5]",
        seat="CASE WHEN j % 5 IN (0, 4) THEN 'taken' ELSE '' END",
        attended_at="CASE WHEN j % 5 = 0 AND starts_at < now() THEN starts_at END",
        attended_persons="CASE WHEN j % 5 = 0 THEN 1 ELSE 0 END",
    )


def _letters(size: Size) -> None:
    """A campaign for each meeting, single letters, what is kept of them."""
    insert(
        Campaign,
        "meeting",
        kind="'invitation'",
        title="'Invitation ' || n",
        key="'scale:' || n",
        about_type="'workshops.workshop'",
        about_id="id",
        not_before="starts_at - interval '20 days'",
        letter_count=str(LETTERS_A_MEETING),
        created_by="leader",
        region="region_id",
    )
    campaigns = "outbox_campaign c JOIN meeting m ON c.key = 'scale:' || m.n"
    insert(
        CampaignText,
        campaigns,
        campaign="c.id",
        language="'sv'",
        subject="'Welcome'",
        text="repeat('Welcome to the meeting. ', 30)",
        html="repeat('<p>Welcome to the meeting.</p>', 60)",
    )
    insert(
        MeetingCampaign,
        campaigns,
        role="'invitation'",
        audience="'not_yet'",
        subject="'Welcome'",
        body="'Text'",
        outbox="c.id",
        sent_by="m.leader",
        workshop="m.id",
    )
    state = (
        "CASE WHEN {0} % 401 = 0 THEN 'failed' WHEN {0} % 1009 = 0 THEN 'unknown'"
        " WHEN {0} % 97 = 0 THEN 'suppressed' ELSE 'sent' END"
    )
    sent = "m.starts_at - interval '20 days'"
    insert(
        Letter,
        f"{campaigns}, generate_series(0, {LETTERS_A_MEETING} - 1) j",
        kind="'invitation'",
        key="'s:' || m.n || ':' || j",
        message_id="'<' || m.n || '.' || j || '@scale>'",
        to_address=f"'c' || (m.n * 7 + j * 13) % {size.of(CONTACTS)} || '@r' || m.region_id"
        " || '.example.org'",
        from_address="'no-reply@example.org'",
        language="'sv'",
        subject="'Welcome'",
        state=state.format("(m.n * 13 + j + 1)"),
        not_before=sent,
        sent_at=sent,
        attempt_count="1",
        region="m.region_id",
        priority="2",
        campaign="c.id",
    )
    insert(
        Letter,
        f"generate_series(1, {size.of(SINGLE_LETTERS)}) i"
        " JOIN people p ON p.n = i % (SELECT count(*) FROM people)",
        kind="'notice'",
        key="'t:' || i",
        message_id="'<t' || i || '@scale>'",
        to_address="'leader' || p.id || '@acc.example.org'",
        from_address="'no-reply@example.org'",
        language="'sv'",
        subject="'A sheet'",
        text="repeat('The month is ready. ', 20)",
        about_type="'places.participation'",
        about_id="p.id",
        state=state.format("(i + 1)"),
        not_before="now() - i % 900 * interval '1 day'",
        sent_at="now() - i % 900 * interval '1 day'",
        region="p.region_id",
        priority="1",
        recipient="p.leader",
    )
    insert(
        Attempt,
        "outbox_letter WHERE sent_at IS NOT NULL",
        at="sent_at",
        outcome="'sent'",
        answer="'250 ok'",
        letter="id",
    )
    addresses = "share, generate_series(1, ceil({} * s)::int) i"
    insert(
        FirstLetter,
        addresses.format(size.of(CONTACTS // 2)),
        address="'c' || i || '@r' || region_id || '.example.org'",
        told_at="now()",
        region="region_id",
    )
    insert(
        Suppression,
        addresses.format(size.of(CONTACTS // 50)),
        address="'c' || i * 50 || '@r' || region_id || '.example.org'",
        reason="'bounced'",
        region="region_id",
    )


def _trails(size: Size) -> None:
    insert(
        AuditEvent,
        f"generate_series(1, {size.of(TRAIL)}) i"
        " JOIN people p ON p.n = i / 10 % (SELECT count(*) FROM people)",
        at=f"now() - ({size.of(TRAIL)} - i) * interval '8 seconds'",
        actor_name="'Leader'",
        verb="'item.settled'",
        subject_type="'places.participation'",
        subject_id="p.id",
        subject_name="'Scale'",
    )
    kind = ContentType.objects.get_for_model(Workshop).pk
    insert(
        LogEntry,
        f"generate_series(1, {size.of(FIELD_TRAIL)}) i"
        " JOIN meeting m ON m.n = i % (SELECT count(*) FROM meeting)",
        object_pk="m.id::text",
        object_id="m.id",
        object_repr="'Scale'",
        action="1",
        changes="""'{"title": ["a", "b"]}'""",
        timestamp="now() - i * interval '30 seconds'",
        content_type=str(kind),
    )


def make_wait(count: int) -> int:
    """Let so many letters wait that were sent, in regions without a limit; how many there are."""

    SendingLimit.objects.all().delete()
    insert(SendingLimit, "people_region", region="id", per_day="10000000", per_minute="10000000")
    return sql(
        "UPDATE outbox_letter SET state = 'ready', not_before = now() - interval '1 hour' WHERE id"
        " IN (SELECT id FROM outbox_letter WHERE state = 'sent' ORDER BY random() LIMIT %s)",
        count,
    )
