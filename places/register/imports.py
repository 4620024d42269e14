"""Bringing a list of places into the register: upload, look, confirm."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.functional import lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from areas.geometry import CoordinateError, read_number
from core import audit
from core.policy import require
from core.refusals import Refusal
from core.sheets.cells import CellFault, choice, short_names, whole_number, words
from core.sheets.columns import Column, Columns
from core.sheets.kept import Importer
from core.sheets.rows import Plan
from people.models import Region, User
from places.models import Place, PlaceCode, PlaceImport, PopulationObservation
from places.models.place import CodeScheme
from places.register.import_plan import PlannedPlace, knows_codes, make_plan
from places.register.services import EARLIEST_YEAR, MOST_INHABITANTS
from programmes.models.programme import PlaceKind

BATCH = 1000


# --- Columns


def _number_of_position(text: str) -> str:
    """The words themselves, when they are degrees or metres; the plan reads both together."""
    try:
        read_number(text)
    except CoordinateError as error:
        raise CellFault(str(error)) from error
    return text


def _inhabitants(text: str) -> int:
    return whole_number(text, low=0, high=MOST_INHABITANTS)


def _year(text: str) -> int:
    return whole_number(text, low=EARLIEST_YEAR, high=timezone.localdate().year)


def _short_name(kind: str) -> str:
    return short_names(PlaceKind)[PlaceKind.values.index(kind)]


_a_locality = partial(lazy(_short_name, str), PlaceKind.LOCALITY)

COLUMNS = Columns(
    Column(
        "name",
        words(most=120),
        heading=pgettext_lazy("heading of a column", "Place"),
        about=gettext_lazy("The place's name. Always needed."),
        example="Näsum",
        also=("namn", "navn", "plats", "sted", "ort", "stedsnavn"),
    ),
    Column(
        "municipality_code",
        heading=pgettext_lazy("heading of a column", "Municipality's code"),
        about=gettext_lazy("The municipality's official code. This or the name is needed."),
        example="1272",
        also=("kommunkod", "kommunekode", "kommunenummer"),
    ),
    Column(
        "municipality",
        heading=pgettext_lazy("heading of a column", "Municipality"),
        about=gettext_lazy("The municipality's name, where the code is not known."),
        example="Bromölla",
        also=("kommun", "kommune"),
    ),
    Column(
        "kind",
        choice(PlaceKind, told=lambda: short_names(PlaceKind)),
        heading=pgettext_lazy("heading of a column", "Kind of place"),
        about=gettext_lazy("What kind of place it is. Needed for a new place."),
        example=_a_locality(),
        also=("typ", "type", "art"),
    ),
    Column(
        "latitude",
        _number_of_position,
        heading=pgettext_lazy("heading of a column", "Latitude"),
        about=gettext_lazy("Degrees north, or metres in SWEREF 99 TM or UTM."),
        example="56.1726",
        also=("latitud", "lat", "bredde", "breddegrad"),
    ),
    Column(
        "longitude",
        _number_of_position,
        heading=pgettext_lazy("heading of a column", "Longitude"),
        about=gettext_lazy("Degrees east, or metres in SWEREF 99 TM or UTM."),
        example="14.4988",
        also=("longitud", "lon", "long", "lng", "længde", "lengdegrad"),
    ),
    Column(
        "locality_code",
        words(most=20),
        heading=pgettext_lazy("heading of a column", "Code of the place"),
        about=gettext_lazy("A statistical code of the place."),
        also=("tätortskod", "bykode", "code", "kod", "kode"),
    ),
    Column(
        "scheme",
        choice(CodeScheme, told=lambda: CodeScheme.values),
        heading=pgettext_lazy("heading of a column", "Code system"),
        about=gettext_lazy("The code's system. Empty: told from the code."),
        also=("kodsystem", "kodesystem", "code scheme"),
    ),
    Column(
        "population",
        _inhabitants,
        heading=pgettext_lazy("heading of a column", "Inhabitants"),
        about=gettext_lazy("Number of inhabitants, with year and source."),
        example="1119",
        also=(
            "inhabitants", "folkmängd", "befolkning", "invånare", "indbyggere", "indbyggertal",
            "innbyggere", "folketall",
        ),
    ),
    Column(
        "year",
        _year,
        heading=pgettext_lazy("heading of a column", "Year"),
        about=gettext_lazy("The year of the number."),
        example="2005",
        also=("år",),
    ),
    Column(
        "source",
        words(most=500),
        heading=pgettext_lazy("heading of a column", "Source"),
        about=gettext_lazy("Who says so: an address or a name."),
        example="https://sv.wikipedia.org/wiki/N%C3%A4sum",
        also=("källa", "kilde", "source url"),
    ),
    wrong=gettext_lazy("The columns are not those of a place list."),
    needs=(("name",), ("municipality_code", "municipality")),
)  # fmt: skip


# --- What is stored


class PlaceImporter(Importer[PlaceImport, Plan[PlannedPlace]]):
    """Lists of places into a region's register."""

    model = PlaceImport
    columns = COLUMNS
    related = ("region",)

    def require(self, kept: PlaceImport, by: User) -> None:
        """Whoever may write in this region's register."""
        require(by, "places.edit_place", Place(region=kept.region))

    def lock(self, kept: PlaceImport) -> None:
        """One import a region at a time."""
        Region.objects.select_for_update().get(pk=kept.region_id)

    def plan_of(self, kept: PlaceImport) -> Plan[PlannedPlace]:
        """What the import would do to the register as it is now."""
        return make_plan(kept.region, self.rows_of(kept), update=kept.update_existing)

    @transaction.atomic
    def upload(self, *, kept: PlaceImport, file_name: str, content: bytes, by: User) -> PlaceImport:
        """Keep the words of a file. One whose codes the register knows is there to change it."""
        kept = super().upload(kept=kept, file_name=file_name, content=content, by=by)
        if not kept.update_existing and knows_codes(kept.region, self.rows_of(kept)):
            kept.update_existing = True
            kept.save(update_fields=["update_existing", "updated_at"])
        return kept

    def store(self, kept: PlaceImport, plan: Plan[PlannedPlace], by: User) -> None:
        """Write places, codes and figures. Refusals: changed_meanwhile."""
        new, changed = plan.of("new"), plan.of("changed")
        try:
            with transaction.atomic():
                made = _make_places(kept.region, new)
                _change_places(changed)
                ids = {place.row: row.pk for place, row in zip(new, made, strict=True)}
                _write_codes_and_figures([*new, *changed], ids)
        except IntegrityError as error:
            raise Refusal(
                "changed_meanwhile",
                _("The register has changed meanwhile. Nothing was imported; look at it again."),
            ) from error
        known = [Place(pk=place.place_id, name=place.name) for place in changed]
        file, counts = kept.file_name, {"made": len(new), "changed": len(changed)}
        audit.record_many("place.imported", made, by=by, file=file)
        audit.record_many("place.import_changed", known, by=by, file=file)
        audit.record("import.done", kept, by=by, file=file, **counts)


IMPORTER = PlaceImporter()


def _make_places(region: Region, planned: Sequence[PlannedPlace]) -> list[Place]:
    return Place.objects.bulk_create(
        [
            Place(region=region, name=p.name, municipality=p.municipality, **p.fields)
            for p in planned
        ],
        batch_size=BATCH,
    )


def _change_places(planned: Sequence[PlannedPlace]) -> None:
    rows = Place.objects.in_bulk([place.place_id for place in planned if place.fields])
    for place in planned:
        for name, value in place.fields.items():
            setattr(rows[place.place_id], name, value)
    for row in rows.values():
        row.updated_at = timezone.now()
    Place.objects.bulk_update(
        rows.values(), ["kind", "latitude", "longitude", "updated_at"], batch_size=BATCH
    )


def _write_codes_and_figures(planned: Sequence[PlannedPlace], ids: dict[int, int]) -> None:
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
