"""The verbs of a concept card: make, write, hand in, read second, withdraw, take over."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core import audit
from core.plain_text import plain_lines
from core.policy import require
from core.refusals import Refusal, needed
from learning.concepts.notices import tell_handed_in, tell_reviewed, tell_taken_over, tell_used
from learning.models import (
    SHARED,
    Concept,
    ConceptSource,
    ConceptState,
    ConceptUse,
    Experiment,
    ExperimentState,
)
from learning.models.concept import CARD_FIELDS, FIELD_LENGTH, USE_LENGTH
from learning.teams import taxonomy
from learning.teams.services import MOST_CHALLENGES
from mapping.models import Asset, AssetKind
from people.models import User
from places.models import Consent, Participation
from places.photos.services import add_photo
from plans.actions.services import add_action
from plans.changes import length_of, one_line, refuse_longer, refuse_older, store
from plans.models import Action, Origin

#: What no card may lack when a second person is to read it.
NEEDED = ("what", "for_whom", "evidence", "did_not_work", "how_to_start")
#: Assets of the area that stand on a new card.
MOST_ASSETS = 12


@transaction.atomic
def make(
    *, participation: Participation, by: User, experiments: Iterable[Experiment], title: str = ""
) -> Concept:
    """Make a card from experiments of the team, filled in as far as they tell.

    Refusals: no_experiment, other_team, too_long.
    """
    require(by, "learning.make_concept", participation)
    chosen = list(experiments)
    if not chosen:
        raise Refusal("no_experiment", _("Choose at least one experiment."), field="experiments")
    if any(one.participation_id != participation.pk for one in chosen):
        raise Refusal(
            "other_team", _("The experiment belongs to another team."), field="experiments"
        )
    shown = one_line(title) or chosen[0].title
    refuse_longer(shown, length_of(Concept, "title"), field="title")
    joined = dict.fromkeys(key for one in chosen for key in one.challenges)
    concept = Concept.objects.create(
        participation=participation, title=shown, by=by,
        challenges=list(joined)[:MOST_CHALLENGES], **_prefilled(participation, chosen),
    )  # fmt: skip
    concept.writers.add(by)
    ConceptSource.objects.bulk_create(
        ConceptSource(
            concept=concept, experiment=one, title=one.title, learnt=one.learnt, state=one.state
        )
        for one in chosen
    )
    audit.record("concept.made", participation, by=by, title=shown)
    return concept


def _prefilled(participation: Participation, chosen: Sequence[Experiment]) -> dict[str, str]:
    kinds = (AssetKind.NATURE, AssetKind.CULTURE)
    assets: dict[str, list[str]] = {kind: [] for kind in kinds}
    rows = Asset.objects.filter(participation=participation, kind__in=kinds).order_by("name")
    for kind, name in rows.values_list("kind", "name"):
        assets[kind].append(name)
    failed = [one for one in chosen if one.state == ExperimentState.DID_NOT_WORK]
    worked = [one for one in chosen if one not in failed]
    texts = {
        "what": _joined(text for one in worked or failed for text in (one.hypothesis, one.trial)),
        "evidence": _joined(text for one in worked for text in (one.seen, one.learnt)),
        "did_not_work": _joined(text for one in failed for text in (one.seen, one.learnt)),
        "place_notes": str(participation.place),
        "nature": ", ".join(assets[AssetKind.NATURE][:MOST_ASSETS]),
        "culture": ", ".join(assets[AssetKind.CULTURE][:MOST_ASSETS]),
    }
    return {name: text[:FIELD_LENGTH] for name, text in texts.items()}


def _joined(texts: Iterable[str]) -> str:
    return "\n\n".join(text.strip() for text in texts if text.strip())


@transaction.atomic
def write(*, concept: Concept, by: User, version: int, **facts: Any) -> Concept:
    """Write a card that is being written.

    Refusals: not_a_draft, title_missing, too_long, unknown_challenge, too_many_challenges.
    Conflict: changed since, with both values.
    """
    concept = _locked(concept, by, "learning.write_concept")
    _refuse_state(concept, ConceptState.DRAFT)
    values = {
        name: plain_lines(facts[name]).strip() for name in CARD_FIELDS if name in facts
    }  # fmt: skip
    for name, text in values.items():
        refuse_longer(text, FIELD_LENGTH, field=name)
    checked: dict[str, Any] = dict(values)
    if "title" in facts:
        checked["title"] = needed(
            one_line(facts["title"]), "title_missing", _("Write what it is called."), field="title"
        )
        refuse_longer(checked["title"], length_of(Concept, "title"), field="title")
    if "challenges" in facts:
        checked["challenges"] = _known(concept, facts["challenges"])
    if store(concept, version, checked):
        concept.writers.add(by)
        audit.record("concept.written", concept.participation, by=by, title=concept.title)
    return concept


def _known(concept: Concept, keys: Iterable[str]) -> list[str]:
    chosen = list(dict.fromkeys(keys))
    if not set(chosen) <= set(taxonomy.challenges(concept.participation.programme)):
        raise Refusal(
            "unknown_challenge", _("Choose the challenges from the list."), field="challenges"
        )
    if len(chosen) > MOST_CHALLENGES:
        raise Refusal(
            "too_many_challenges",
            _("Choose at most %(most)d challenges: those that hang together.")
            % {"most": MOST_CHALLENGES},
            field="challenges",
        )
    return chosen


def set_photo(*, concept: Concept, by: User, consent: str, **facts: Any) -> Concept:
    """Keep a photo among the area's and put it on the card. `facts` are those of `add_photo`.

    Refusals: not_a_draft, photo_internal (not everybody may see it), those of `add_photo`.
    """
    require(by, "learning.photograph_concept", concept)
    _refuse_state(concept, ConceptState.DRAFT)
    if consent == Consent.INTERNAL:
        raise Refusal(
            "photo_internal",
            _("A card is read by many: choose a photo that everybody may see."),
            field="consent",
        )
    photo = add_photo(participation=concept.participation, by=by, consent=consent, **facts)
    with transaction.atomic():
        row = _locked(concept, by, "learning.write_concept")
        _refuse_state(row, ConceptState.DRAFT)
        row.picture = photo
        row.save(update_fields=["picture", "updated_at"])
        row.writers.add(by)
        audit.record("concept.written", row.participation, by=by, title=row.title)
    return row


@transaction.atomic
def leave_photo(*, concept: Concept, by: User) -> Concept:
    """Take the photo off the card; it stays among the area's photos. Refusal: not_a_draft."""
    row = _locked(concept, by, "learning.write_concept")
    _refuse_state(row, ConceptState.DRAFT)
    if row.picture_id is not None:
        row.picture = None
        row.save(update_fields=["picture", "updated_at"])
        audit.record("concept.written", row.participation, by=by, title=row.title)
    return row


@transaction.atomic
def hand_in(*, concept: Concept, by: User) -> Concept:
    """Ask a second person to read it. Refusals: not_a_draft, incomplete."""
    concept = _locked(concept, by, "learning.write_concept")
    _refuse_state(concept, ConceptState.DRAFT)
    for name in NEEDED:
        if not getattr(concept, name).strip():
            label = getattr(Concept._meta.get_field(name), "verbose_name", name)
            raise Refusal("incomplete", _("Write first: %(part)s.") % {"part": label}, field=name)
    _move(concept, ConceptState.REVIEW)
    concept.save()
    audit.record("concept.handed_in", concept.participation, by=by, title=concept.title)
    tell_handed_in(concept, by)
    return concept


@transaction.atomic
def review(*, concept: Concept, by: User, version: int, audience: str, words: str = "") -> Concept:
    """Publish the card to `audience`, or with "" send it back with words.

    Refusals: not_handed_in, second_person (who wrote it), unknown_audience, words_missing,
    too_long. Conflict: changed since.
    """
    concept = _locked(concept, by, "learning.review_concept")
    _refuse_state(concept, ConceptState.REVIEW)
    if is_writer(concept, by):
        raise Refusal("second_person", _("You have written it. Let a second person read it."))
    said = one_line(words)
    refuse_longer(said, length_of(Concept, "review_words"), field="words")
    refuse_older(concept, version, {"audience": audience, "review_words": said})
    if audience:
        if audience not in SHARED:
            raise Refusal("unknown_audience", _("Choose who may read it."), field="audience")
        concept.audience, concept.published_at = audience, timezone.now()
    else:
        needed(said, "words_missing", _("Say what is missing."), field="words")
    concept.reviewed_by, concept.review_words = by, said
    _move(concept, ConceptState.PUBLISHED if audience else ConceptState.DRAFT)
    concept.save()
    event = "concept.published" if audience else "concept.sent_back"
    audit.record(event, concept.participation, by=by, title=concept.title)
    tell_reviewed(concept, by, published=bool(audience))
    return concept


def is_writer(concept: Concept, user: User) -> bool:
    """Whether the user has made or changed the card. One statement."""
    return concept.by_id == user.pk or concept.writers.filter(pk=user.pk).exists()


@transaction.atomic
def withdraw(*, concept: Concept, by: User) -> Concept:
    """Take it back to be written on; who took it over keeps it. A draft stays one."""
    concept = _locked(concept, by, "learning.write_concept")
    if concept.state != ConceptState.DRAFT:
        _move(concept, ConceptState.DRAFT)
        concept.save()
        audit.record("concept.withdrawn", concept.participation, by=by, title=concept.title)
    return concept


@transaction.atomic
def take_over(*, concept: Concept, participation: Participation, by: User) -> Action:
    """Make an action of it in a place's plan. Again, it leads to the same action.

    Refusals: not_published, own_card and those of `add_action`.
    """
    require(by, "plans.edit", participation)
    participation.lock()
    concept = _readable(concept, by)
    if concept.participation_id == participation.pk:
        raise Refusal("own_card", _("The card comes from here."), field="participation")
    use = ConceptUse.objects.select_related("action").filter(
        concept=concept, participation=participation
    ).first()  # fmt: skip
    if use is not None and use.action is not None:
        return use.action
    action = add_action(
        participation=participation, by=by, title=concept.title,
        description=_joined((concept.what, concept.how_to_start)),
        origin=Origin.OTHER,
        origin_text=_("Concept card of %(place)s") % {"place": concept.participation.place},
    )  # fmt: skip
    ConceptUse.objects.update_or_create(
        concept=concept, participation=participation, defaults={"action": action, "by": by}
    )
    if use is None:
        tell_taken_over(concept, str(participation.place), by)
    audit.record("concept.taken_over", participation, by=by, title=concept.title)
    return action


@transaction.atomic
def tell_use(*, use: ConceptUse, by: User, seen: str) -> ConceptUse:
    """Tell what a place saw that took the card over: from then on it counts as a use.

    Refusals: seen_missing, too_long.
    """
    require(by, "learning.tell_use", use)
    told = needed(plain_lines(seen).strip(), "seen_missing", _("Write what you saw."), field="seen")
    refuse_longer(told, USE_LENGTH, field="seen")
    rows = ConceptUse.objects.select_for_update(of=("self",))
    row: ConceptUse = rows.select_related("concept", "participation__place").get(pk=use.pk)
    if row.seen == told:
        return row
    first, row.seen, row.seen_on = not row.seen, told, timezone.localdate()
    row.save()
    audit.record("concept.used", row.participation, by=by, title=row.concept.title)
    if first:
        tell_used(row, by)
    return row


def _readable(concept: Concept, by: User) -> Concept:
    rows = Concept.objects.visible_to(by).filter(pk=concept.pk, state=ConceptState.PUBLISHED)
    found: Concept | None = rows.select_related("participation__place").first()
    if found is None:
        raise Refusal("not_published", _("The card is not in the library."))
    return found


def _locked(concept: Concept, by: User, right: str) -> Concept:
    require(by, right, concept)
    rows = Concept.objects.select_for_update(of=("self",)).select_related(
        "participation__place", "participation__programme"
    )
    row: Concept = rows.get(pk=concept.pk)
    return row


def _move(concept: Concept, state: ConceptState) -> None:
    concept.state = state
    concept.version += 1


def _refuse_state(concept: Concept, wanted: ConceptState) -> None:
    if concept.state == wanted:
        return
    if wanted == ConceptState.DRAFT:
        raise Refusal("not_a_draft", _("Take the card back first, then write on."))
    raise Refusal("not_handed_in", _("The card does not wait for a second reader."))
