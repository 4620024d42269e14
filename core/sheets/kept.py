"""An uploaded table between its preview and its confirmation, and the verbs of an import.

The words are kept on the server until they are confirmed or expire. What they mean is worked
out anew each time they are looked at, so that what others did meanwhile counts.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, ClassVar

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from core.models import TimeStamped
from core.refusals import Refusal
from core.sheets.columns import Columns
from core.sheets.reading import read_table
from core.sheets.rows import Plan, Row, read_rows
from core.sheets.table import HIDDEN, MAX_ROWS, Marks
from core.uploads import clean_name

if TYPE_CHECKING:
    from people.models import User

#: A preview can be confirmed for so long.
KEPT_FOR = timedelta(hours=24)


class ImportState(models.TextChoices):
    """An import is looked at, then carried out once."""

    PREVIEW = "preview", gettext_lazy("Preview")
    DONE = "done", gettext_lazy("Carried out")


class KeptSheet(TimeStamped):
    """The words of an uploaded table, for its owner alone.

    `columns` are keys, "" for one that is not read. `faults` are what the file itself says of a
    cell: `[row, column, mark]`. Words are emptied when the import is carried out; `made` and
    `changed` then tell what it did.
    """

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="+",
        verbose_name=gettext_lazy("uploaded by"),
    )
    file_name = models.CharField(gettext_lazy("file name"), max_length=200)
    columns = models.JSONField(gettext_lazy("columns"), default=list)
    rows = models.JSONField(gettext_lazy("rows"), default=list)
    faults = models.JSONField(gettext_lazy("cells that cannot be read"), default=list)
    #: What stands over the headings; headings that name no column of ours; which sheet was read,
    #: and the names of the others.
    above = models.JSONField(default=list, editable=False)
    unread = models.JSONField(default=list, editable=False)
    sheet = models.CharField(max_length=100, blank=True, editable=False)
    other_sheets = models.JSONField(default=list, editable=False)
    state = models.CharField(
        gettext_lazy("state"), max_length=10, choices=ImportState, default=ImportState.PREVIEW
    )
    expires_at = models.DateTimeField(gettext_lazy("expires"))
    #: Whether what is there already may be changed; each app asks it in its own words.
    update_existing: models.BooleanField[Any, Any]
    made: models.PositiveIntegerField[Any, Any]
    changed: models.PositiveIntegerField[Any, Any]
    #: Rows that are passed over because they do not fit.
    left_out: frozenset[int] = frozenset()

    class Meta:
        abstract = True
        ordering: ClassVar = ["-pk"]

    def __str__(self) -> str:
        return self.file_name

    def marks(self) -> Marks:
        """What the file says of single cells and rows."""
        return {(row, column): mark for row, column, mark in self.faults}

    def hidden(self) -> list[int]:
        """The numbers of the rows that the file hides."""
        return [row for row, _column, mark in self.faults if mark == HIDDEN]


class Importer[K: KeptSheet, P: Plan[Any]]:
    """The verbs of one kind of import: upload, change the choice, confirm, discard.

    The app tells its columns, who may (`require`), what is locked, what the rows would do
    (`plan_of`) and how that is stored.
    """

    model: type[K]
    columns: Columns
    #: What is read with a kept table when it is locked.
    related: tuple[str, ...]
    most_rows = MAX_ROWS

    def require(self, kept: K, by: User) -> None:
        """Raise NotAllowed unless the user may import here."""
        raise NotImplementedError

    def refuse_closed(self, kept: K) -> None:
        """Raise the Refusal of a target that takes no import now."""

    def lock(self, kept: K) -> None:
        """Lock what the import writes, so that each plan sees what the one before has written."""
        raise NotImplementedError

    def plan_of(self, kept: K) -> P:
        """What the import would do as things are now. Writes nothing."""
        raise NotImplementedError

    def store(self, kept: K, plan: P, by: User) -> None:
        """Write what the plan says, and the audit trail."""
        raise NotImplementedError

    def rows_of(self, kept: K) -> list[Row]:
        """The kept rows, read anew, without those that are left out."""
        rows = read_rows(self.columns, kept.columns, kept.rows, kept.marks())
        return [row for row in rows if row.number not in kept.left_out]

    def fitting(self, kept: K) -> P:
        """What the rows that fit would do; the others stand in `kept.left_out`."""
        while (plan := self.plan_of(kept)).faults:
            kept.left_out |= {fault.row for fault in plan.faults}
        return plan

    @transaction.atomic
    def upload(self, *, kept: K, file_name: str, content: bytes, by: User) -> K:
        """Read a file and keep its words for the preview. `kept` is new and says for what.

        Refusals: those of `refuse_closed`, of `read_table` about the file, wrong_columns.
        """
        self.require(kept, by)
        self.refuse_closed(kept)
        table = read_table(content, self.columns.known, most=self.most_rows)
        kept.columns = self.columns.keys_of(table.headings)
        kept.rows = table.rows
        kept.unread = [*self.columns.unread(table.headings), *table.nameless()]
        kept.above = table.above
        kept.sheet, kept.other_sheets = table.sheet[:100], table.others
        kept.faults = [[*place, mark] for place, mark in sorted(table.marks.items())]
        kept.owner = by
        kept.file_name = clean_name(file_name)
        kept.expires_at = timezone.now() + KEPT_FOR
        self._all().filter(state=ImportState.PREVIEW, expires_at__lt=timezone.now()).delete()
        kept.save()
        return kept

    @transaction.atomic
    def set_update_existing(self, *, kept: K, update_existing: bool, by: User) -> K:
        """Say whether what is there already may be changed.

        Refusals: import_expired, import_done.
        """
        self._open(kept, by)
        if kept.state == ImportState.DONE:
            raise Refusal("import_done", _("The import is carried out already."))
        kept.update_existing = update_existing
        kept.save(update_fields=["update_existing", "updated_at"])
        return kept

    @transaction.atomic
    def confirm(self, *, kept: K, by: User, only_fitting: bool = False) -> K:
        """Carry the import out, once: confirmed again, it changes nothing and answers the same.

        With `only_fitting` the rows that do not fit are left out.

        Refusals: import_expired, import_has_faults, those of `refuse_closed` and `store`; then
        nothing is written.
        """
        self._open(kept, by)
        if kept.state == ImportState.PREVIEW:
            self.refuse_closed(kept)
            self._carry_out(kept, by, only_fitting=only_fitting)
        return kept

    @transaction.atomic
    def discard(self, *, kept: K, by: User) -> None:
        """Throw a preview away. What was carried out stays."""
        self.require(kept, by)
        self._all().filter(pk=kept.pk, state=ImportState.PREVIEW).delete()

    def _all(self) -> models.QuerySet[K]:
        return self.model._default_manager.all()  # noqa: SLF001 - Django documents it

    def _open(self, kept: K, by: User) -> None:
        self.require(kept, by)
        self.lock(kept)
        expired = Refusal(
            "import_expired", _("This preview is no longer kept. Upload the file again.")
        )
        rows = self._all().select_for_update(of=("self",)).select_related(*self.related)
        try:
            kept.refresh_from_db(from_queryset=rows)
        except self.model.DoesNotExist as error:
            raise expired from error
        if kept.state == ImportState.PREVIEW and kept.expires_at < timezone.now():
            raise expired

    def _carry_out(self, kept: K, by: User, *, only_fitting: bool) -> None:
        plan = self.fitting(kept) if only_fitting else self.plan_of(kept)
        if plan.faults:
            said = ngettext(
                "%(count)s thing in the file is to be put right. Nothing was imported.",
                "%(count)s things in the file are to be put right. Nothing was imported.",
                len(plan.faults),
            )
            raise Refusal("import_has_faults", said % {"count": len(plan.faults)})
        self.store(kept, plan, by)
        kept.state = ImportState.DONE
        kept.made, kept.changed = plan.counts["new"], plan.counts["changed"]
        kept.rows, kept.faults = [], []
        kept.save()
