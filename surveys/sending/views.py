"""Recipients, the invitation, how many have answered; a poster for the page for everybody."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, override
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.csp import csp_override

from core.exports import PDF_TYPE
from core.pdf import html_to_pdf
from core.policy import allowed
from core.requests import SignedInRequest
from core.web.lists import PER_PAGE, ShortPaginator
from core.web.shell import Context, Posting, form_page, page
from jobs.documents import Asked, document
from jobs.kinds import Made
from outbox.campaigns.pages import counts_of, standing
from outbox.html import inline_styles
from outbox.letters.pages import with_placeholders
from outbox.letters.views import FRAMING_CSP, LETTER_CSP
from outbox.models import CampaignText
from surveys.answering.seats import open_url
from surveys.models import Mailing, MailingRole, Recipient, RecipientList, Survey, SurveyState
from surveys.pages import head
from surveys.paper import paper_of
from surveys.queries import with_head
from surveys.rules import only_own_lists
from surveys.sending import services
from surveys.sending.forms import LetterForm, ListForm, PeopleForm
from surveys.sending.letters import build
from surveys.sending.rates import rates_of
from workshops.answers.pages import qr_code

send_page = partial(form_page, "surveys.send", Survey, select=with_head)
RECIPIENTS = "surveys/sending/recipients.html"
LIST = "surveys/sending/list.html"
LETTER = "surveys/sending/invitation.html"


def _url(name: str, survey: Survey, *more: int) -> str:
    return reverse(f"surveys:{name}", args=[survey.pk, *more])


# --- recipients


@send_page(RECIPIENTS)
def recipients(request: SignedInRequest, survey: Survey) -> Posting[RecipientList]:
    """The lists: one's own and nobody's by name, others' by their size. A form makes one."""
    return Posting(
        form=ListForm(request.POST or None, survey=survey, user=request.user),
        verb=partial(services.add_list, survey=survey, by=request.user),
        to=lambda made: _url("list", survey, made.pk),
        context=lambda: _lists(request, survey),
    )


def _lists(request: SignedInRequest, survey: Survey) -> dict[str, Any]:
    own_only = only_own_lists(request.user, survey)
    rows = survey.recipient_lists.select_related("owner", "municipality").annotate(
        people=Count("recipients", Q(recipients__removed_at__isnull=True)),
        invited=Count(
            "recipients",
            Q(recipients__removed_at__isnull=True, recipients__invited_at__isnull=False),
        ),
    )
    if own_only:
        rows = rows.filter(owner=request.user)
    address = open_url(survey) if survey.open_link else ""
    return {
        "rows": [
            (one, one.owner_id == request.user.pk if own_only or one.owner_id else True)
            for one in rows.order_by("pk")
        ],
        "address": address,
        "code": qr_code(address) if address else "",
        **head(request.user, survey, "recipients"),
    }


@send_page(LIST)
def recipient_list(request: SignedInRequest, survey: Survey, list_id: int) -> Posting[int]:
    """The people of one list, and the form that adds some."""
    one = _list(request, survey, list_id)
    return Posting(
        form=PeopleForm(
            request.POST or None, request.FILES or None, survey=survey, user=request.user
        ),
        verb=partial(services.add_recipients, recipient_list=one, by=request.user),
        done=lambda new: (
            ngettext("%(count)s person is added.", "%(count)s people are added.", new)
            % {"count": new}
        ),
        to=_url("list", survey, one.pk),
        context=lambda: {
            "list": one,
            "page": ShortPaginator(
                one.recipients.on_list().select_related("group").order_by("pk"), PER_PAGE
            ).get_page(request.GET.get("page")),
            **head(request.user, survey, "recipients"),
        },
    )


@send_page()
def recipient_remove(
    request: SignedInRequest, survey: Survey, list_id: int, recipient_id: int
) -> Posting[None]:
    """Take somebody off a list."""
    one = _list(request, survey, list_id)
    recipient = get_object_or_404(
        Recipient.objects.select_related("recipient_list", "survey"),
        pk=recipient_id,
        recipient_list=one,
    )
    recipient.recipient_list.survey = recipient.survey = survey
    return Posting(
        verb=partial(services.remove_recipient, recipient=recipient, by=request.user),
        done=_("Taken off the list. The link has ended."),
        to=_url("list", survey, one.pk),
    )


def _list(request: SignedInRequest, survey: Survey, list_id: int) -> RecipientList:
    """A list that the user may read; somebody else's is not there."""
    rows = survey.recipient_lists.visible_to(request.user)
    if only_own_lists(request.user, survey):
        rows = rows.filter(owner=request.user)
    found: RecipientList = get_object_or_404(rows.select_related("municipality"), pk=list_id)
    found.survey = survey
    return found


# --- letters


@csp_override(FRAMING_CSP)
@send_page(LETTER)
def invitation(request: SignedInRequest, survey: Survey) -> Posting[Mailing]:
    """Write to a list: `?role=` invitation or reminder; what was sent stands below."""
    role = request.POST.get("role") or request.GET.get("role", "")
    role = role if role in MailingRole else MailingRole.INVITATION
    form = LetterForm(request.POST or None, survey=survey, user=request.user, role=role)
    return Posting(
        form=form,
        verb=partial(services.send, by=request.user),
        done=_sent_in_words,
        to=_url("invitation", survey),
        context=lambda: _letters(request, survey, form, role),
    )


def _sent_in_words(mailing: Mailing) -> str:
    outbox = mailing.outbox
    outbox.refresh_from_db(fields=["letter_count"])  # counted up by the database
    count = {"count": outbox.letter_count}
    if outbox.waits_for_approval:
        return (
            ngettext(
                "%(count)s letter waits for a second person.",
                "%(count)s letters wait for a second person.",
                outbox.letter_count,
            )
            % count
        )
    return (
        ngettext(
            "%(count)s letter is on its way. For five minutes you can undo it.",
            "%(count)s letters are on their way. For five minutes you can undo it.",
            outbox.letter_count,
        )
        % count
    )


def _letters(
    request: SignedInRequest, survey: Survey, form: LetterForm, role: str
) -> dict[str, Any]:
    field: Any = form.fields["recipient_list"]
    lists = list(field.queryset)
    rows = survey.mailings.select_related("outbox", "recipient_list__owner", "sent_by")
    if only_own_lists(request.user, survey):
        rows = rows.filter(recipient_list__owner=request.user)
    mailings = list(rows)
    counts = counts_of([one.outbox for one in mailings])
    may_approve = allowed(request.user, "surveys.approve_sending", survey)
    return {
        "role": role,
        "is_reminder": role == MailingRole.REMINDER,
        "is_open": survey.state == SurveyState.OPEN,
        "lists": [(one, len(services.audience(one, role))) for one in lists],
        "sent": [
            {
                "mailing": one,
                "subject": one.subject.replace("{survey}", survey.name),
                "standing": standing(one.outbox, counts[one.outbox.pk]),
                "may_approve": may_approve
                and one.outbox.waits_for_approval
                and one.sent_by_id != request.user.pk,
            }
            for one in mailings
        ],
        **head(request.user, survey, "invitation"),
    }


@xframe_options_sameorigin
@csp_override(LETTER_CSP)
@send_page()
def letter_preview(request: SignedInRequest, survey: Survey) -> HttpResponse:
    """The letter as it will look, with what is in the form; a POST into the frame."""
    role = request.POST.get("role", "")
    form = LetterForm(
        request.POST or None,
        survey=survey,
        user=request.user,
        role=role if role in MailingRole else MailingRole.INVITATION,
    )
    subject, body = form["subject"].value() or "", form["body"].value() or ""
    built = build(survey, form["role"].value(), survey.language, subject, body)
    part = CampaignText(subject=built.subject, text=built.text, html=inline_styles(built.html))
    return HttpResponse(with_placeholders(part).html)


@send_page()
def undo(request: SignedInRequest, survey: Survey, mailing_id: int) -> Posting[Mailing]:
    """Take a sending back of which nothing has left."""
    return Posting(
        verb=partial(services.undo, mailing=_mailing(survey, mailing_id), by=request.user),
        done=_("Undone. Nobody gets the letter."),
        to=_url("invitation", survey),
    )


@form_page("surveys.approve_sending", Survey, select=with_head)
def approve(request: SignedInRequest, survey: Survey, mailing_id: int) -> Posting[Mailing]:
    """Let a big sending leave, as a second person."""
    return Posting(
        verb=partial(services.approve, mailing=_mailing(survey, mailing_id), by=request.user),
        done=_("Approved. The letters leave."),
        to=_url("invitation", survey),
    )


def _mailing(survey: Survey, mailing_id: int) -> Mailing:
    rows = survey.mailings.select_related("outbox", "recipient_list__survey__programme")
    found: Mailing = get_object_or_404(rows, pk=mailing_id)
    found.survey = found.recipient_list.survey = survey
    return found


# --- answers that came in, and the page for everybody


@page("surveys.send", Survey, "surveys/sending/answers.html", select=with_head)
def answers(request: SignedInRequest, survey: Survey) -> Context:
    """How many have answered, by group and municipality."""
    return {
        "rates": rates_of(survey, request.user),
        "may_enter": allowed(request.user, "surveys.enter_paper", survey)
        and survey.state == SurveyState.OPEN,
        "is_open": survey.state == SurveyState.OPEN,
        **head(request.user, survey, "answers"),
    }


@document(
    "surveys.poster", gettext_lazy("Poster of a survey"), "surveys.send", Survey, select=with_head
)
def poster_pdf(asked: Asked, survey: Survey) -> Made:
    """The poster to print, with the QR code."""
    address = open_url(survey)
    with override(survey.language):
        name, intro, _thanks = paper_of(survey).said(survey.language)
        html = render_to_string(
            "surveys/sending/poster_pdf.html",
            {"survey": survey, "name": name, "intro": intro, "code": qr_code(address),
             "address": address},
        )  # fmt: skip
        return Made(html_to_pdf(html), _("Poster") + f", {survey.name}.pdf", PDF_TYPE)


@form_page("surveys.build", Survey, select=with_head)
def renew_page(request: SignedInRequest, survey: Survey) -> Posting[Survey]:
    """Give the page for everybody a new address."""
    return Posting(
        verb=partial(services.renew_page, survey=survey, by=request.user),
        done=_("The page has a new address. Take down the old posters."),
        to=_url("recipients", survey),
    )
