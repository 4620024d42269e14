"""Step work: a participation's own checklist."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.models import TimeStamped
from places.models.participation import Participation
from programmes.models import ChecklistItem, Step


class ItemState(models.TextChoices):
    """State of an item. "Not relevant" wants a comment where the item is required."""

    OPEN = "open", _("Open")
    DONE = "done", _("Done")
    NOT_RELEVANT = "not_relevant", _("Not relevant")


#: States in which an item no longer holds a step back.
SETTLED = (ItemState.DONE, ItemState.NOT_RELEVANT)


class ItemOrigin(models.TextChoices):
    """Where an item comes from."""

    METHOD = "method", _("The method")
    CONDITION = "condition", _("Condition from the gate")
    OWN = "own", _("Own item")


class StepItem(TimeStamped):
    """One line of a participation's checklist.

    Lines of the method carry `item`; a gate condition or an own line carries its `own_text`.
    `version` counts each change: a save that names an older version is a conflict, and both
    values are shown. `required` and `evidence_wanted` are copied when the line is made, since
    a pinned method version never changes.
    """

    participation = models.ForeignKey(
        Participation, models.CASCADE, related_name="items", verbose_name=_("participation")
    )
    step = models.ForeignKey(Step, models.PROTECT, related_name="+", verbose_name=_("step"))
    item = models.ForeignKey(
        ChecklistItem,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("checklist item"),
    )
    origin = models.CharField(
        _("comes from"), max_length=10, choices=ItemOrigin, default=ItemOrigin.METHOD
    )
    order = models.PositiveSmallIntegerField(_("order"))
    own_text = models.CharField(_("text"), max_length=240, blank=True)
    required = models.BooleanField(_("required"), default=True)
    evidence_wanted = models.BooleanField(_("evidence wanted"), default=False)
    state = models.CharField(_("state"), max_length=12, choices=ItemState, default=ItemState.OPEN)
    note = models.TextField(_("note"), blank=True)
    responsible = models.CharField(_("responsible"), max_length=150, blank=True)
    due_on = models.DateField(_("due"), null=True, blank=True)
    settled_on = models.DateField(_("settled"), null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("settled by"),
    )
    #: What a tick rests on that an event made (`places.checklist.ticks`), and the version that
    #: the event wrote: while it is the line's own, nobody has written on the line since.
    source_text = models.CharField(_("ticked because of"), max_length=500, blank=True)
    source_url = models.CharField(_("where that is recorded"), max_length=200, blank=True)
    source_version = models.PositiveIntegerField(null=True, blank=True, editable=False)
    version = models.PositiveIntegerField(_("version"), default=1)

    class Meta:
        ordering = ["step__order", "order", "pk"]
        verbose_name = _("checklist line")
        verbose_name_plural = _("checklist lines")
        constraints = [
            models.UniqueConstraint(
                fields=["participation", "item"],
                condition=Q(item__isnull=False),
                name="method_item_once",
            ),
            models.CheckConstraint(
                condition=Q(item__isnull=False) | ~Q(own_text=""), name="step_item_has_text"
            ),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def text(self) -> str:
        """What is to be done."""
        return self.own_text or (self.item.text if self.item else "")
