"""The verbs of notes on relations. A note is written once, and taken back whole."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from core import audit
from core.plain_text import one_line, plain_lines
from core.policy import require
from core.refusals import Refusal
from learning.models import RelationNote
from learning.models.relation import NOTE_LENGTH, TAG_LENGTH
from people.models import Organisation, User
from places.models import Participation
from plans.changes import refuse_longer

#: Tags of one note.
MOST_TAGS = 6


def actors_of(participation: Participation) -> list[Organisation]:
    """The organisations that are actors of the place. One question."""
    rows = Organisation.objects.filter(actor_at__participation=participation)
    return list(rows.distinct().order_by("name"))


def tags_of(text: str) -> str:
    """The words between commas, each once. Refusals: too_long, too_many."""
    words = [one_line(word.strip().removeprefix("#"), NOTE_LENGTH) for word in text.split(",")]
    found = list({word.casefold(): word for word in words if word}.values())
    for word in found:
        refuse_longer(word, TAG_LENGTH, field="tags")
    if len(found) > MOST_TAGS:
        raise Refusal(
            "too_many", _("%(most)d tags are enough.") % {"most": MOST_TAGS}, field="tags"
        )
    return ", ".join(found)


@transaction.atomic
def note(
    *,
    participation: Participation,
    by: User,
    text: str,
    tags: str = "",
    organisation: Organisation | None = None,
) -> RelationNote:
    """Note something on the place, or on one of its actors.

    Refusals: nothing_said, too_long, too_many, no_actor (the organisation is none of the place).
    """
    require(by, "learning.keep_relations", participation)
    words, chosen = plain_lines(text).strip(), tags_of(tags)
    if not words and not chosen:
        raise Refusal("nothing_said", _("Write a note or a tag."), field="text")
    refuse_longer(words, NOTE_LENGTH, field="text")
    if organisation is not None and organisation not in actors_of(participation):
        raise Refusal("no_actor", _("Choose an actor of this place."), field="organisation")
    made = RelationNote.objects.create(
        participation=participation, organisation=organisation, text=words, tags=chosen, by=by
    )
    audit.record("relation.noted", participation, by=by)
    return made


@transaction.atomic
def remove(*, note: RelationNote, by: User) -> None:
    """Take a note back."""
    require(by, "learning.remove_relation_note", note)
    audit.record("relation.removed", note.participation, by=by)
    note.delete()
