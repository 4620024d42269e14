"""The sentences of the outbox's verbs in the audit trail."""

from django.utils.translation import gettext_lazy as _

from core import audit

audit.register(
    letter__held=_("Letter held back: %(subject)s"),
    letter__released=_("Letter released: %(subject)s"),
    letter__discarded=_("Letter discarded: %(subject)s"),
    letter__sent_again=_("Letter sent again: %(subject)s"),
    letter__edited=_("Letter changed before it left: %(subject)s"),
    campaign__approved=_("Sending approved: %(title)s, letters: %(letters)s"),
    campaign__stopped=_("Sending undone: %(title)s, letters: %(letters)s"),
    campaign__held=_("Sending held back: %(title)s, letters: %(letters)s"),
    campaign__released=_("Sending released: %(title)s, letters: %(letters)s"),
    campaign__discarded=_("Rest of the sending discarded: %(title)s, letters: %(letters)s"),
    campaign__sent_again=_("Failed letters sent again: %(title)s, letters: %(letters)s"),
    campaign__edited=_("Text of the sending changed: %(title)s (%(language)s)"),
    parking__released=_("Letters that waited after a restore released: %(letters)s"),
    parking__discarded=_("Letters that waited after a restore discarded: %(letters)s"),
    suppression__blocked=_("An address blocked by hand"),
    suppression__lifted=_("An address may get letters again"),
    suppression__unsubscribed=_("A reader has stopped invitations"),
    suppression__resumed=_("A reader wants invitations again"),
    suppression__bounced=_("An address blocked: the mail server refuses it"),
    suppression__complained=_("An address blocked: the reader reported a letter as unwanted"),
)
