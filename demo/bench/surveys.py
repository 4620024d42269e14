"""The bench's lines for surveys: `survey_page`, forty questions being built; `survey_answer`."""

from __future__ import annotations

import datetime as dt
from functools import partial
from statistics import median, quantiles

from django.urls import reverse
from django.utils import timezone

from demo.bench import floor
from demo.bench.measure import Line, Site, in_turn, queries
from demo.bench.pages import same_bytes
from demo.bench.scale import Scale
from demo.bench.serving import drive, server
from surveys.answering.seats import keys_of, personal_token
from surveys.models import (
    Choice,
    Mark,
    Question,
    QuestionKind,
    Recipient,
    RecipientList,
    RespondentGroup,
    Sitting,
    Survey,
    SurveyState,
    Wording,
)

QUESTIONS, FEW = 40, 4
PAIRS = 40
MOST_RATIO, MOST_QUERIES = 2.0, 12
RATE, SECONDS = 100, 30
MOST_MS = 300.0
WARM_UP = 40


def page(scale: Scale) -> Line:
    """The page of forty questions to three groups, with the telephone beside it.

    The loop stands behind our middleware and gives as many bytes. The same page with four
    questions must ask as many questions of the database.
    """
    full, few = _survey(scale, QUESTIONS), _survey(scale, FEW)
    address = reverse("surveys:questions", args=[full.pk])
    ours, bare = Site(scale.admin), Site(scale.admin, floor.middleware(bare=False))
    size = len(ours.get(address).content)
    number, path = same_bytes(bare, "lines", scale.participations[0].pk, size)
    ours_time, floor_time = in_turn([partial(ours.get, address), partial(bare.get, path)], PAIRS)
    sent, repeated = queries(partial(ours.get, address))
    other = partial(ours.get, reverse("surveys:questions", args=[few.pk]))
    other()  # the questions are read once and kept (`surveys.paper`)
    sent_few, _again = queries(other)
    line = Line(
        "survey_page",
        f"{QUESTIONS} questions: ratio ≤ {MOST_RATIO}, ≤ {MOST_QUERIES} queries, as many for {FEW}",
        ours_time, floor_time, ours_time / floor_time, sent, number,
        facts={"bytes": size, "queries_of_4": sent_few},
    )  # fmt: skip
    line.require(line.ratio <= MOST_RATIO, f"ratio {line.ratio:.2f}")
    line.require(sent <= MOST_QUERIES, f"{sent} queries")
    line.require(sent == sent_few, f"{sent_few} queries with {FEW}, {sent} with {QUESTIONS}")
    line.require(not repeated, f"sent twice: {'; '.join(repeated)[:200]}")
    return line


def answers(scale: Scale) -> Line:
    """100 pages of answers a second for 30 seconds, each by a link of its own.

    As in `rsvp_burst`, the server and the program that sends share the machine with the database,
    and the times are those of the POST, from when it was to be sent.
    """
    survey = _survey(scale, QUESTIONS)
    Survey.objects.filter(pk=survey.pk).update(state=SurveyState.OPEN, version=survey.version + 1)
    requests = _begun(survey, WARM_UP + RATE * SECONDS)
    with server() as port:
        drive(port, rate=RATE / 5, requests=requests[:WARM_UP])
        found = drive(port, rate=RATE, requests=requests[WARM_UP:])
    times = sorted(found["times"])
    slowest_of_95 = quantiles(times, n=20)[-1]
    line = Line(
        "survey_answer", f"{RATE} answers/s for {SECONDS} s: no error, p95 ≤ {MOST_MS:.0f} ms",
        slowest_of_95, MOST_MS, slowest_of_95 / MOST_MS, 0, len(times),
        facts={"p50": median(times), "max": times[-1], "seconds": found["seconds"]},
    )  # fmt: skip
    line.require(found["statuses"] == {"302": len(times)}, f"answers: {found['statuses']}")
    line.require(slowest_of_95 <= MOST_MS, f"p95 {slowest_of_95:.0f} ms")
    line.require(found["seconds"] <= SECONDS + 1, f"took {found['seconds']:.1f} s")
    kept = survey.sittings.exclude(values={}).count()
    line.require(kept == len(requests), f"kept {kept}")
    return line


def _survey(scale: Scale, questions: int) -> Survey:
    today = timezone.localdate()
    survey = Survey.objects.create(
        programme=scale.participations[0].programme,
        name=f"{questions} questions",
        language="sv",
        opens_on=today - dt.timedelta(days=1),
        closes_on=today + dt.timedelta(days=30),
    )
    groups = [
        RespondentGroup.objects.create(
            survey=survey, order=number, name=f"Grupp {number}", mark=mark
        )
        for number, mark in enumerate((Mark.CIRCLE, Mark.SQUARE, Mark.TRIANGLE), start=1)
    ]
    asked = Question.objects.bulk_create(
        Question(survey=survey, order=number, kind=QuestionKind.ONE) for number in range(questions)
    )
    Wording.objects.bulk_create(
        Wording(question=one, group=group, language="sv", text=f"Hur lätt är det att få svar {at}?")
        for at, one in enumerate(asked)
        for group in [None, groups[at % 3]]
    )
    Choice.objects.bulk_create(
        Choice(question=one, order=number, texts={"sv": f"Alternativ {number}"})
        for one in asked
        for number in range(5)
    )
    return survey


def _begun(survey: Survey, people: int) -> list[list[str]]:
    """As many who have begun, each with the request that answers the first question."""
    group = survey.groups.first()
    assert group is not None  # noqa: S101 - just made
    rows = RecipientList.objects.create(survey=survey, name="Alla")
    recipients = Recipient.objects.bulk_create(
        Recipient(
            survey=survey, group=group, recipient_list=rows, language="sv",
            email=f"ask{survey.pk}-{number}@example.org",
        )
        for number in range(people)
    )  # fmt: skip
    keys = keys_of([one.pk for one in recipients])
    Sitting.objects.bulk_create(
        Sitting(survey=survey, key=key, group=group, language="sv", changed_on=timezone.localdate())
        for key in keys
    )
    ask = survey.questions.order_by("pk").first()
    assert ask is not None  # noqa: S101 - just made
    choice = ask.choices.order_by("pk").first()
    assert choice is not None  # noqa: S101 - just made
    body = f"act=next&step=1&question={ask.pk}&q{ask.pk}={choice.pk}"
    return [
        ["POST", reverse("surveys:answer", args=[personal_token(one)]), "", body]
        for one in recipients
    ]
