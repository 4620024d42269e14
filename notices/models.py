"""Notices, a row for each person that is told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from people.models import User


class NoticeQuerySet(models.QuerySet[Any]):
    """Notices."""

    def visible_to(self, user: User) -> Self:
        """One's own."""
        return self.filter(person=user) if user.is_authenticated else self.none()

    def unread(self) -> Self:
        """Those that nobody has looked at."""
        return self.filter(read_at__isnull=True)


class Notice(models.Model):
    """One thing that one person should know.

    The words are made when it is shown, in the reader's language, from the kind
    (`notices.kinds`), the thing and the facts; a thing that the person may not see any more is
    not named.
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="notices", verbose_name=_("person")
    )
    kind = models.CharField(_("kind"), max_length=60)
    about_type = models.CharField(_("kind of thing it is about"), max_length=60)
    about_id = models.BigIntegerField(_("number of the thing"))
    facts = models.JSONField(_("facts"), default=dict)
    address = models.CharField(_("where it leads"), max_length=300)
    created_at = models.DateTimeField(_("written"), default=timezone.now, editable=False)
    read_at = models.DateTimeField(_("read"), null=True, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        indexes = [
            models.Index(fields=["person", "-created_at"], name="notices_of_person"),
            models.Index(
                fields=["person", "about_type", "about_id"],
                condition=models.Q(read_at__isnull=True),
                name="notices_unread",
            ),
            models.Index(fields=["created_at"], name="notices_by_age"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.about_type} {self.about_id}"
