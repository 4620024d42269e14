"""Reminders of a meeting: add, change, switch on and off, take away."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from core.policy import policy
from core.refusals import Refusal
from core.requests import SignedInRequest
from workshops.domain import reminders
from workshops.domain.letter_texts import placeholders_of, text_of
from workshops.forms.sending import FIELD_OF_CODE, ReminderForm, reminder_form
from workshops.models import LetterRole, Reminder, Workshop
from workshops.queries import with_head
from workshops.views.guests import to

form_page = require_http_methods(["GET", "HEAD", "POST"])


@policy("workshops.invite", Workshop, select=with_head)
@form_page
def add(request: SignedInRequest, workshop: Workshop) -> HttpResponse:
    """A new reminder."""
    return _form(request, workshop, None)


@policy("workshops.invite", Workshop, select=with_head)
@form_page
def edit(request: SignedInRequest, workshop: Workshop, reminder_id: int) -> HttpResponse:
    """Change a reminder that has not been sent."""
    return _form(request, workshop, _reminder(workshop, reminder_id))


@policy("workshops.invite", Workshop, select=with_head)
@require_POST
def switch(request: SignedInRequest, workshop: Workshop, reminder_id: int) -> HttpResponse:
    """Turn a reminder on (`is_on=1`) or off."""
    found = _reminder(workshop, reminder_id)
    try:
        reminders.switch(reminder=found, by=request.user, is_on=request.POST.get("is_on") == "1")
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return to(workshop, "letters")


@policy("workshops.invite", Workshop, select=with_head)
@require_POST
def remove(request: SignedInRequest, workshop: Workshop, reminder_id: int) -> HttpResponse:
    """Take a reminder away."""
    try:
        reminders.remove(reminder=_reminder(workshop, reminder_id), by=request.user)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The reminder is gone."))
    return to(workshop, "letters")


def _form(request: SignedInRequest, workshop: Workshop, found: Reminder | None) -> HttpResponse:
    form, status = reminder_form(found), 200
    if request.method == "POST":
        form, status = ReminderForm(request.POST), 422
        if form.is_valid():
            try:
                reminders.set_reminder(
                    workshop=workshop, by=request.user, reminder=found, **form.cleaned_data
                )
            except Refusal as refusal:
                form.add_error(FIELD_OF_CODE.get(refusal.code), str(refusal))
                status = refusal.status
            else:
                messages.success(request, _("The reminder is set."))
                return to(workshop, "letters")
    context = {
        "workshop": workshop,
        "form": form,
        "reminder": found,
        "usual": text_of(workshop, LetterRole.REMINDER, workshop.language),
        "placeholders": [
            (f"{{{name}}}", label) for name, label in placeholders_of(LetterRole.REMINDER).items()
        ],
    }
    return render(request, "workshops/sending/reminder.html", context, status=status)


def _reminder(workshop: Workshop, reminder_id: int) -> Reminder:
    found: Reminder = get_object_or_404(workshop.reminders, pk=reminder_id)
    found.workshop = workshop
    return found
