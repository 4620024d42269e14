"""No keys join an answer and a person: the schema itself is searched."""

from __future__ import annotations

from collections import deque

from django.apps import apps
from django.db.models import Field, ForeignKey, Model

from core.models import AuditEvent
from people.models import Contact, User
from surveys.models import (
    AnswerValue,
    Choice,
    Question,
    Recipient,
    RecipientList,
    RespondentGroup,
    Response,
    Sitting,
    SpentLink,
    Survey,
)

ANSWERS = (Response, AnswerValue, Sitting, SpentLink)
#: What all who are asked share. Many answers hang on each of these rows.
SHARED = {Survey, RespondentGroup, Question, Choice, apps.get_model("programmes", "Municipality")}
PERSONS = {User, Contact, Recipient, RecipientList, AuditEvent}


def keys(model: type[Model]) -> list[ForeignKey]:
    """The model's own foreign keys."""
    return [field for field in model._meta.get_fields() if isinstance(field, ForeignKey)]


def neighbours(model: type[Model]) -> set[type[Model]]:
    """All that one join leads to, whichever side holds the key, many-to-many tables included."""
    found: set[type[Model]] = {key.related_model for key in keys(model)}
    for other in apps.get_models(include_auto_created=True):
        if any(key.related_model is model for key in keys(other)):
            found.add(other)
    return found


def reached(start: type[Model], walls: set[type[Model]]) -> set[type[Model]]:
    """All models on any path of keys from `start`, in both directions, not through a wall."""
    seen, queue = {start}, deque([start])
    while queue:
        model = queue.popleft()
        if model in walls:
            continue
        for near in neighbours(model) - seen:
            seen.add(near)
            queue.append(near)
    return seen


def test_no_path_of_keys_leads_from_an_answer_to_a_person() -> None:
    """Beside what all share, an answer's row reaches answers and nothing else."""
    for model in ANSWERS:
        found = reached(model, SHARED)
        assert found - SHARED <= set(ANSWERS), model
        assert not found & PERSONS, model
    # The response and the link that was used meet nowhere but at the survey.
    assert reached(Response, SHARED) - SHARED == {Response, AnswerValue}
    assert reached(SpentLink, SHARED) - SHARED == {SpentLink}
    assert reached(Sitting, SHARED) - SHARED == {Sitting}


def test_the_search_finds_a_path_where_there_is_one() -> None:
    """Proof that the search can fail: recipients hang on their list, and that on an account."""
    assert {RecipientList, User} <= reached(Recipient, SHARED)


def test_answers_keep_no_hour_and_no_address() -> None:
    """No time finer than the day, no address, no field whose name speaks of a person."""
    for model in ANSWERS:
        for field in model._meta.get_fields():
            if isinstance(field, Field):
                assert field.get_internal_type() not in {
                    "DateTimeField",
                    "TimeField",
                    "GenericIPAddressField",
                    "EmailField",
                }, f"{model.__name__}.{field.name}"
    assert not {"created_at", "updated_at", "changed_on"} & {
        field.name for field in Response._meta.get_fields()
    }
