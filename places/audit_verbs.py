"""The sentences of this app's verbs in the audit trail."""

from __future__ import annotations

from auditlog.registry import auditlog
from django.utils.translation import gettext_lazy as _

from core import audit
from places.models import Commitment, GroupMember, Place

# The gate
audit.register(
    gate__submitted=_("Gate, round %(round)s: handed in"),
    gate__withdrawn=_("Gate, round %(round)s: taken back"),
    gate__assessed_met=_("Gate, round %(round)s: “%(criterion)s” assessed as met"),
    gate__assessed_partly=_("Gate, round %(round)s: “%(criterion)s” assessed as partly met"),
    gate__assessed_not_met=_("Gate, round %(round)s: “%(criterion)s” assessed as not met"),
    gate__entered=_("Gate: a decision of %(on)s entered, taken before the place was entered here"),
    gate__decided_continue=_("Gate, round %(round)s: passed"),
    gate__decided_conditions=_(
        "Gate, round %(round)s: passed, number of conditions: %(conditions)s"
    ),
    gate__decided_return=_("Gate, round %(round)s: returned for completion"),
    gate__decided_stop=_("Gate, round %(round)s: the place is stopped"),
)

audit.register(
    place__test=_("Marked as a test that does not count"),
    place__counts=_("Counts: no test any more"),
)

# The coaching log: no notes and no names, only that and when (core.audit.record)
audit.register(
    coaching__logged_place=_("Coaching contact with the place on %(on)s logged"),
    coaching__logged_municipality=_("Coaching contact with the municipality on %(on)s logged"),
    coaching__corrected=_("Coaching contact on %(on)s corrected"),
    coaching__next_done=_("Agreed next step from the contact on %(on)s done"),
)

# What needs somebody, put off. The reason is written for colleagues and stays out of the trail.
audit.register(
    attention__put_off=_("Put off until %(until)s: %(what)s"),
    attention__taken_up=_("Taken up again: %(what)s"),
)

# Saved views, letters to several places
audit.register(
    view__shared=_("Shared view of the places saved: %(name)s"),
    view__removed=_("Shared view of the places removed: %(name)s"),
    leaders__written_to=_("Letter to the process leaders: %(subject)s"),
)

# The register, taking places in, people and time.
audit.register(
    place__made=_("Place entered in the register"),
    place__changed=_("Place changed: %(fields)s"),
    place__area_linked=_("In the register of areas: %(area)s"),
    place__area_left=_("No longer linked with the register of areas"),
    place__code_added=_("Code %(code)s added"),
    place__code_removed=_("Code %(code)s removed"),
    place__figure_added=_("Population figure for %(year)s added: %(inhabitants)s"),
    place__figure_changed=_(
        "Population figure for %(year)s corrected from %(before)s to %(inhabitants)s"
    ),
    place__figure_removed=_("Population figure for %(year)s removed: %(inhabitants)s"),
    place__imported=_("Place imported from the file %(file)s"),
    place__import_changed=_("Place changed by the file %(file)s"),
    import__done=_("%(made)s places imported and %(changed)s changed from the file %(file)s"),
    place__enrolled=_("Taken into %(programme)s from %(started_on)s"),
    place__overridden=_(
        "Taken into %(programme)s from %(started_on)s in spite of the conditions: %(reason)s"
    ),
    places__taken_in=_("%(made)s places taken in from the file %(file)s"),
    place__taken_half_way=_(
        "Taken in half-way, at step %(step)s; %(lines)s lines done before, paid before: %(paid)s"
    ),
    role__given__coach=_("%(who)s became coach from %(starts_on)s"),
    role__given__process_leader=_("%(who)s became process leader from %(starts_on)s"),
    role__given__member=_(
        "%(who)s got an account as member of the working group from %(starts_on)s"
    ),
    role__given__municipality_contact=_(
        "%(who)s became the municipality's contact from %(starts_on)s"
    ),
    role__given__observer=_("%(who)s became observer from %(starts_on)s"),
    role__declined=_("%(who)s declined the role"),
    role__ended__coach=_("%(who)s is coach until %(ends_on)s"),
    role__ended__process_leader=_("%(who)s is process leader until %(ends_on)s"),
    role__ended__member=_("%(who)s has an account as member until %(ends_on)s"),
    role__ended__municipality_contact=_("%(who)s is the municipality's contact until %(ends_on)s"),
    role__ended__observer=_("%(who)s is observer until %(ends_on)s"),
    coach__handed_over=_("%(places)s places of %(coach)s handed over to %(to)s from %(day)s"),
    member__added=_("%(who)s joined the working group"),
    member__left=_("%(who)s left the working group on %(left_on)s"),
    commitment__given=_("Commitment from %(who)s, given on %(given_on)s"),
    commitment__withdrawn=_("Commitment from %(who)s withdrawn on %(withdrawn_on)s"),
    clock__paused=_("Support paused from %(starts_on)s to %(ends_on)s; it now ends on %(after)s"),
    support__ended=_("Support ended on %(on)s"),
    support__ended_early=_("Support ended early, on %(on)s: %(reason)s"),
    clock__extended=_("Support extended by %(months)s months; it now ends on %(after)s"),
)

# Step work and evidence: what was done and where, never the text of a note
audit.register(
    item__open=_("Step %(step)s: “%(item)s” opened again"),
    item__done=_("Step %(step)s: “%(item)s” done"),
    item__done_by_event=_("Step %(step)s: “%(item)s” done, as it is recorded elsewhere"),
    item__taken_back=_("Step %(step)s: “%(item)s” open again, as it no longer holds"),
    item__not_relevant=_("Step %(step)s: “%(item)s” set as not relevant"),
    item__changed=_("Step %(step)s: “%(item)s” changed"),
    item__added=_("Step %(step)s: own line “%(item)s” added"),
    evidence__added=_("Step %(step)s: the file %(file)s added to “%(item)s”"),
    evidence__described=_(
        "Step %(step)s: what the picture %(file)s shows was described: “%(text)s”"
    ),
    evidence__removed=_("Step %(step)s: the file %(file)s removed from “%(item)s”"),
    photo__added=_("A photo of the place added"),
    photo__changed=_("What is said of a photo changed"),
    photo__chosen=_("Another photo chosen to stand for the place"),
    photo__removed=_("A photo of the place taken away"),
)


for model in (Place, GroupMember, Commitment):
    auditlog.register(model, exclude_fields=["created_at", "updated_at"])
