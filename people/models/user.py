"""The account."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.apps import apps
from django.conf import settings
from django.contrib.auth.base_user import BaseUserManager
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from core.addresses import normal_address
from core.indexes import found_by
from core.plain_text import shown_name

if TYPE_CHECKING:
    from people.scope import Scope


class UserManager(BaseUserManager["User"]):
    """Accounts are made with an e-mail address and no user name."""

    use_in_migrations = True

    def _create(self, email: str, password: str | None, **fields: Any) -> User:
        if not email:
            raise ValueError("An account needs an e-mail address.")
        user = self.model(email=normal_address(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        # The row of the accounts' library: the first code by mail then proves the address, and no
        # second one is asked for.
        addresses = apps.get_model("account", "EmailAddress").objects.using(self._db)
        addresses.create(user=user, email=user.email, primary=True, verified=False)
        return user

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        """An ordinary account; without a password it can sign in by code."""
        return self._create(email, password, **fields)

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> User:
        """A platform operator."""
        return self._create(email, password, **fields | {"is_staff": True, "is_superuser": True})

    def get_by_natural_key(self, username: str | None) -> User:
        """Find by address, whatever its case."""
        return self.get(email=normal_address(username or ""))


class ChecklistMode(models.TextChoices):
    """How much a person wants to read beside the lines of a checklist."""

    GUIDED = "guided", _("Guided")
    SHORT = "short", _("Short")


class User(AbstractUser):
    """An account: e-mail address, name, language.

    What a person may do is not here but in rows with a period: `RegionRole`, `ProgrammeRole`,
    `Assignment`, and in `Duty`. `is_staff` marks platform operators.
    """

    username = None  # type: ignore[assignment]
    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    email = models.EmailField(_("e-mail address"), unique=True)
    name = models.CharField(_("name"), max_length=150, blank=True)
    language = models.CharField(
        _("language"),
        max_length=5,
        choices=settings.LANGUAGES,
        default="sv",
        help_text=_("Letters come in it."),
    )
    checklist_mode = models.CharField(
        _("checklist"),
        max_length=6,
        choices=ChecklistMode,
        blank=True,
        help_text=_("Empty: by experience."),
    )
    # Kept by the notices; it stands here because every page reads the account anyway.
    unread_notices = models.PositiveIntegerField(_("unread notices"), default=0, editable=False)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects = UserManager()  # type: ignore[assignment,misc]

    #: For people.scope alone, which keeps here what it has read.
    kept_scope: Scope | None = None
    #: For people.openings alone: regions that an operator has read in this request.
    read_regions: frozenset[int] = frozenset()

    class Meta:
        ordering = ["name", "email"]
        verbose_name = _("account")
        verbose_name_plural = _("accounts")
        indexes = [found_by("accounts_found", "name")]
        constraints = [
            models.UniqueConstraint(Lower("email"), name="one_account_per_address"),
        ]

    def __str__(self) -> str:
        return self.get_full_name()

    def clean(self) -> None:
        """Keep the address in its one form."""
        self.email = normal_address(self.email)

    def get_full_name(self) -> str:
        """The name, or the address of somebody who has not given one."""
        return shown_name(self.name) or self.email

    def get_short_name(self) -> str:
        """The same: names are one field here."""
        return self.get_full_name()
