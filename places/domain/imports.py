"""Bringing a list of places into the register: upload, look, confirm. All rows or none."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core import audit
from core.policy import require
from core.refusals import Refusal
from people.models import Region, User
from places.domain.import_columns import COLUMNS, columns_of, count_known
from places.domain.import_plan import Plan, PlannedPlace, make_plan
from places.domain.import_table import read_table
from places.models import ImportState, Place, PlaceCode, PlaceImport, PopulationObservation

#: A preview can be confirmed for so long.
KEPT_FOR = timedelta(hours=24)
BATCH = 1000


@transaction.atomic
def upload(
    *, region: Region, file_name: str, content: bytes, by: User, update_existing: bool = False
) -> PlaceImport:
    """Read a file and keep its words for the preview. The register is not touched.

    Refusals: those of `read_table` about the file, and wrong_columns.
    """
    require_region(by, region)
    table = read_table(content, count_known)
    columns = columns_of(table.headings)
    PlaceImport.objects.filter(state=ImportState.PREVIEW, expires_at__lt=timezone.now()).delete()
    return PlaceImport.objects.create(
        region=region,
        owner=by,
        file_name=_shown_name(file_name),
        columns=columns,
        rows=table.rows,
        update_existing=update_existing,
        expires_at=timezone.now() + KEPT_FOR,
    )


def plan_of(place_import: PlaceImport) -> Plan:
    """What the import would do to the register as it is now."""
    rows = ((number, cells) for number, cells in place_import.rows)
    return make_plan(
        place_import.region, place_import.columns, rows, update=place_import.update_existing
    )


@transaction.atomic
def set_update_existing(
    *, place_import: PlaceImport, update_existing: bool, by: User
) -> PlaceImport:
    """Say whether places that the register has already may be changed.

    Refusals: import_expired, import_done.
    """
    _lock(place_import, by)
    if place_import.state == ImportState.DONE:
        raise Refusal("import_done", _("The import is carried out already."))
    place_import.update_existing = update_existing
    place_import.save(update_fields=["update_existing", "updated_at"])
    return place_import


def confirm(*, place_import: PlaceImport, by: User) -> PlaceImport:
    """Carry the import out, once: confirmed again, it changes nothing and gives the same answer.

    The plan is made anew, so that what others did to the register meanwhile counts.
    Refusals: import_expired, import_has_faults, changed_meanwhile.
    """
    try:
        with transaction.atomic():
            _lock(place_import, by)
            if place_import.state == ImportState.PREVIEW:
                _carry_out(place_import, by)
    except IntegrityError as error:
        raise Refusal(
            "changed_meanwhile",
            _("The register has changed meanwhile. Nothing was imported; look at it again."),
        ) from error
    return place_import


@transaction.atomic
def discard(*, place_import: PlaceImport, by: User) -> None:
    """Throw a preview away. What was carried out stays."""
    require_region(by, place_import.region)
    PlaceImport.objects.filter(pk=place_import.pk, state=ImportState.PREVIEW).delete()


def template_csv() -> str:
    """The columns with one example row, as a file to start from."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(column.key for column in COLUMNS)
    writer.writerow(column.example for column in COLUMNS)
    return out.getvalue()


def require_region(by: User, region: Region) -> None:
    """Raise NotAllowed unless the user may write in this region's register."""
    require(by, "places.edit_place", Place(region=region))


def _lock(place_import: PlaceImport, by: User) -> None:
    require_region(by, place_import.region)
    # One import a region at a time: each plan then sees what the one before has written.
    Region.objects.select_for_update().get(pk=place_import.region_id)
    expired = Refusal("import_expired", _("This preview is no longer kept. Upload the file again."))
    try:
        place_import.refresh_from_db(from_queryset=PlaceImport.objects.select_for_update())
    except PlaceImport.DoesNotExist as error:
        raise expired from error
    if place_import.state == ImportState.PREVIEW and place_import.expires_at < timezone.now():
        raise expired


def _carry_out(place_import: PlaceImport, by: User) -> None:
    plan = plan_of(place_import)
    if plan.faults:
        count = len(plan.faults)
        said = ngettext(
            "%(count)s thing in the file is to be put right. Nothing was imported.",
            "%(count)s things in the file are to be put right. Nothing was imported.",
            count,
        )
        raise Refusal("import_has_faults", said % {"count": count})
    new, changed = plan.new, plan.changed
    made = _make_places(place_import.region, new)
    _change_places(changed)
    ids = dict(zip((place.row for place in new), (place.pk for place in made), strict=True))
    _write_codes_and_figures([*new, *changed], ids)
    audit.record_many("place.imported", made, by=by, file=place_import.file_name)
    audit.record_many(
        "place.import_changed",
        [_named(place) for place in changed],
        by=by,
        file=place_import.file_name,
    )
    place_import.state = ImportState.DONE
    place_import.made, place_import.changed, place_import.rows = len(new), len(changed), []
    place_import.save()
    audit.record(
        "import.done",
        place_import,
        by=by,
        file=place_import.file_name,
        made=len(new),
        changed=len(changed),
    )


def _make_places(region: Region, planned: list[PlannedPlace]) -> list[Place]:
    return Place.objects.bulk_create(
        [
            Place(region=region, name=p.name, municipality=p.municipality, **p.fields)
            for p in planned
        ],
        batch_size=BATCH,
    )


def _change_places(planned: list[PlannedPlace]) -> None:
    rows = Place.objects.in_bulk([place.place_id for place in planned if place.fields])
    for place in planned:
        for name, value in place.fields.items():
            setattr(rows[place.place_id], name, value)
    for row in rows.values():
        row.updated_at = timezone.now()
    Place.objects.bulk_update(
        rows.values(), ["kind", "latitude", "longitude", "updated_at"], batch_size=BATCH
    )


def _write_codes_and_figures(planned: list[PlannedPlace], ids: dict[int, int]) -> None:
    def id_of(place: PlannedPlace) -> int:
        return place.place_id if place.place_id is not None else ids[place.row]

    PlaceCode.objects.bulk_create(
        [PlaceCode(place_id=id_of(p), scheme=p.code[0], code=p.code[1]) for p in planned if p.code],
        batch_size=BATCH,
    )
    PopulationObservation.objects.bulk_create(
        [
            PopulationObservation(
                place_id=id_of(p), year=year, source=source, inhabitants=number, imported=True
            )
            for p in planned
            for (year, source), number in p.new_figures.items()
        ],
        batch_size=BATCH,
    )
    corrected = {pk: number for p in planned for pk, number in p.changed_figures.items()}
    rows = PopulationObservation.objects.in_bulk(list(corrected))
    for pk, row in rows.items():
        row.inhabitants, row.imported = corrected[pk], True
    PopulationObservation.objects.bulk_update(
        rows.values(), ["inhabitants", "imported"], batch_size=BATCH
    )


def _named(place: PlannedPlace) -> Place:
    return Place(pk=place.place_id, name=place.name)


def _shown_name(file_name: str) -> str:
    """The file's own name, whatever path or signs it came with."""
    last = file_name.replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(sign for sign in last if sign.isprintable()).strip()[:200] or _("places")
