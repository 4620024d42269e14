"""The sentences of this room's verbs in the audit trail. No names and no addresses in them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from core import audit

audit.register(
    door__checked=_("Checked in at the door (%(acts)s entries)"),
    door__hours_written=_("Volunteer hours written for %(guests)s guests"),
    door__hours_handed_over=_("Volunteer hours handed over to the time sheets: %(hours)s"),
)

audit.register(
    answer__given=_("Answer: %(answer)s, persons: %(persons)s"),
    answer__left=_("A guest has left the list"),
    open_page__renewed=_("The open page has a new address"),
)

audit.register(
    course__saved=_("Course page changed: %(fields)s"),
    course__opened=_("The course is open for sign-up; told of it: %(told)s"),
    course__closed=_("The course takes no more sign-ups"),
    course__signed_up=_("Somebody has signed up to the course"),
    course__signed_off=_("Somebody has signed off from the course"),
    interest__confirmed=_("Somebody wants to hear of the next course"),
    interest__ended=_("Somebody no longer wants to hear of courses"),
    session__added=_("Session “%(title)s” added"),
    session__changed=_("Session “%(title)s” changed"),
    session__removed=_("Session “%(title)s” taken away"),
    session__chosen=_("A guest has chosen sessions: %(count)s"),
)

audit.register(
    workshop__planned=_("Meeting planned"),
    workshop__entered_held=_("Meeting entered after it was held, %(came)s persons came"),
    workshop__counted=_("Head count corrected: %(came)s persons came"),
    workshop__changed=_("Meeting changed: %(fields)s"),
    workshop__announced=_("Meeting announced"),
    workshop__cancelled=_("Meeting cancelled"),
    workshop__change_untold=_("No letter about the change: %(what)s"),
    workshop__followed_up=_("Planned as the next meeting after “%(earlier)s” (%(guests)s guests)"),
    workshop__newcomers=_("%(guests)s guests taken over from the earlier meeting"),
    agenda__added=_("Agenda: “%(item)s” added"),
    agenda__changed=_("Agenda: “%(item)s” changed"),
    agenda__moved=_("Agenda: “%(item)s” moved"),
    agenda__removed=_("Agenda: “%(item)s” taken away"),
    duty__given=_("A task is given: %(task)s"),
    duty__taken=_("A task is taken back: %(task)s"),
    material__added=_("Material added: %(title)s"),
    material__removed=_("Material taken away: %(title)s"),
)

# Afterwards. What was said stands in the minutes.
audit.register(
    minutes__saved=_("Minutes written (%(parts)s parts)"),
    minutes__sent=_("Minutes sent to %(readers)s guests"),
    minutes__approved=_("Minutes approved and locked"),
    outcome__added=_("Minutes: outcome added"),
    outcome__changed=_("Minutes: outcome changed"),
    outcome__removed=_("Minutes: outcome taken out"),
    outcome__taken_up=_("Idea taken into the plan: %(action)s"),
    question__asked=_("A question was put down"),
    question__answered=_("A question was answered"),
    feedback__asked=_("%(guests)s guests asked how it was"),
)

audit.register(
    feed__opened=_("Calendar address made"),
    feed__renewed=_("Calendar address renewed, the old one ended"),
    feed__ended=_("Calendar address ended"),
)

# Guests and letters. No names, no addresses.
audit.register(
    guest__added=_("A guest added (%(how)s)"),
    guest__added_many=_("Guests added: %(count)s (%(how)s)"),
    guest__corrected=_("A guest's row corrected: %(fields)s"),
    guest__removed=_("A guest taken off the list"),
    guest_list__made=_("Guest list made"),
    letter_text__saved=_("Own words for letters saved: %(role)s, %(language)s"),
    letter_text__reset=_("Back to the house's words: %(role)s, %(language)s"),
    meeting_campaign__sent=_(
        "Sending written: %(role)s, letters: %(count)s, waits for approval: %(waits)s"
    ),
    meeting_campaign__undone=_("Sending undone: %(role)s"),
    meeting_campaign__approved=_("Sending approved: %(role)s"),
    reminder__added=_("Reminder added: %(hours)s hours before"),
    reminder__changed=_("Reminder changed: %(hours)s hours before"),
    reminder__removed=_("Reminder removed: %(hours)s hours before"),
    reminder__sent=_("Reminder sent: %(hours)s hours before, letters: %(count)s"),
)

# Series, who must be present, needs. No names of people.
audit.register(
    series__added=_("Series added"),
    series__changed=_("Series changed"),
    series__removed=_("Series taken away: %(name)s"),
    series__duty_given=_("Series: a task was given"),
    series__duty_taken=_("Series: a task was taken back"),
    series__certificates_sent=_("Certificates sent by letter to %(count)s persons"),
    series__multiplied=_("%(meetings)s meetings made from one draft"),
    party__added=_("Must be present: %(name)s, at least %(wanted)s"),
    party__changed=_("Must be present: %(name)s, now at least %(wanted)s"),
    party__removed=_("No longer must be present: %(name)s"),
    needs__begun=_("Needs study begun: at least %(wanted)s organisations"),
    needs__changed=_("Needs study changed"),
    needs__recorded=_("Need written down: %(theme)s"),
    needs__corrected=_("Need corrected: %(theme)s"),
    needs__removed=_("Need taken out: %(theme)s"),
)

# Focus groups. What was said and who agreed stand there, not here.
audit.register(
    guide__added=_("Interview guide: question added"),
    guide__changed=_("Interview guide: question changed"),
    guide__moved=_("Interview guide: question moved"),
    guide__removed=_("Interview guide: question taken out"),
    focus__set_up=_("Focus group: consent and recording changed"),
    consent__given=_("A participant has agreed (edition %(edition)s of the text)"),
    consent__withdrawn=_("A participant has withdrawn consent"),
    focus_note__added=_("Focus group: note added"),
    focus_note__changed=_("Focus group: note changed"),
    focus_note__removed=_("Focus group: note taken out"),
    focus__summarised=_("Focus group: summary written"),
    focus__summary_sent=_("Focus group: summary sent to %(guests)s participants"),
)
