"""The scale data's many rows: lines, members, contacts, files and audit lines.

One statement for each kind, from the participations that are there: PostgreSQL makes a
million rows in the time in which Python would make a thousand objects. They run on SQLite, too.
"""

from __future__ import annotations

from django.db import connection

_HERE = """
      FROM places_participation p JOIN programmes_programme g ON g.id = p.programme_id
"""
_FOUR = "(SELECT 1 AS n UNION ALL SELECT 2 UNION ALL SELECT 3 UNION ALL SELECT 4)"
_DONE = """substr(p.progress, s."order", 1) = 'd'"""

LINES = f"""
    INSERT INTO places_stepitem
           (created_at, updated_at, participation_id, step_id, item_id, origin, "order", own_text,
            required, evidence_wanted, state, note, responsible, settled_on, version,
            source_text, source_url)
    SELECT p.created_at, p.created_at, p.id, s.id, i.id, 'method', i."order", '',
           i.required, i.evidence_wanted, CASE WHEN {_DONE} THEN 'done' ELSE 'open' END, '', '',
           CASE WHEN {_DONE} THEN p.started_on END, 1, '', ''
    {_HERE} JOIN programmes_step s ON s.version_id = p.method_version_id
      JOIN programmes_checklistitem i ON i.step_id = s.id
     WHERE g.region_id = %s
"""
MEMBERS = f"""
    INSERT INTO places_groupmember (created_at, updated_at, participation_id, name, sector, task)
    SELECT p.created_at, p.created_at, p.id, 'Member ' || k.n,
           CASE k.n WHEN 1 THEN 'municipality' WHEN 2 THEN 'business' ELSE 'association' END, ''
    {_HERE} CROSS JOIN {_FOUR} k WHERE g.region_id = %s
"""
CONTACTS = f"""
    INSERT INTO places_coachingentry
           (created_at, updated_at, participation_id, kind, party, "on", with_whom, shared, private,
            next_text, next_on, by_id)
    SELECT p.created_at, p.created_at, p.id, 'call', 'place',
           CASE k.n WHEN 1 THEN p.last_contact_on ELSE p.started_on END, 'The process leader',
           'We talked about the mapping.', '', CASE k.n WHEN 1 THEN p.next_text ELSE '' END,
           CASE k.n WHEN 1 THEN p.next_on END, a.user_id
    {_HERE} JOIN people_assignment a ON a.participation_id = p.id AND a.role = 'coach'
      CROSS JOIN {_FOUR} k WHERE g.region_id = %s
"""
FILES = f"""
    INSERT INTO places_evidence
           (item_id, file, name, description, content_type, size, sha256, uploaded_at)
    SELECT i.id, 'evidence/scale', 'record.pdf', '', 'application/pdf', 412000, '', p.created_at
    {_HERE} JOIN places_stepitem i ON i.participation_id = p.id
     WHERE i."order" = 1 AND i.state = 'done' AND g.region_id = %s
"""
TRAIL = f"""
    INSERT INTO core_auditevent
           (at, actor_name, verb, subject_type, subject_id, subject_name, facts)
    SELECT p.created_at, 'Leader', 'participation.enrolled', 'places.participation', p.id, 'Scale',
           '{{}}'
    {_HERE} CROSS JOIN {_FOUR} k WHERE g.region_id = %s
"""


def fill(region: int) -> None:
    """Make the rows of all places of a region; it must have none yet."""
    with connection.cursor() as cursor:
        for statement in (LINES, MEMBERS, CONTACTS, FILES, TRAIL):
            cursor.execute(statement, [region])
