"""What places have: services then and now, assets, actors, a local economic analysis.

All of it is marked as an example: the states are made up.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import override

from demo.loader.past import day, past
from mapping.actors.services import add_actor, note_touch, save_presence
from mapping.assets.services import add_asset, link
from mapping.chain.services import add_indicator, chain_of, save_chain, save_value
from mapping.economy.services import add_figure, save_analysis
from mapping.models import (
    Actor,
    Asset,
    LocalAnalysis,
    ResultChain,
    Service,
    ServiceSeen,
)
from mapping.services.services import add_service, see
from people.models import Organisation, ProgrammePost, User
from people.register.services import name_organisation
from places.models import Participation
from programmes.models import Programme


def load(told: dict[str, Any]) -> None:
    """All places and chains, written by who manages the programme."""
    for one in told["places"]:
        place = Participation.objects.select_related("programme__region", "place").get(
            place__name=one["place"]
        )
        with override(place.programme.language):
            _Has(place, one, _manager(place.programme)).play()
    for one in told["chains"]:
        programme = Programme.objects.select_related("region").get(name=one["programme"])
        with override(programme.language):
            _chain(programme, one, _manager(programme))


def _manager(programme: Programme) -> User:
    role = programme.roles.filter(role=ProgrammePost.MANAGER).order_by("pk").first()
    if role is None:
        raise LookupError(f"{programme} has no manager")
    manager: User = role.user
    return manager


class _Has:
    """What one place has."""

    def __init__(self, one: Participation, told: dict[str, Any], by: User) -> None:
        self.one, self.told, self.by = one, told, by
        self.assets: dict[str, Asset] = {}

    def play(self) -> None:
        """Services when the place joined and now; then what there is and who acts."""
        for row in self.told["services"]:
            self._service(row)
        with past(self.one, self.told["seen_days"]):
            for row in self.told["assets"]:
                self._asset(row)
            for asset, other, how in self.told["links"]:
                link(asset=self.assets[asset], by=self.by, other=self.assets[other], how=how)
            for row in self.told["actors"]:
                self._actor(row)
            for group, (takes_part, who) in self.told["missing"].items():
                save_presence(
                    participation=self.one, by=self.by, group=group, version=0,
                    takes_part=takes_part, who=who,
                )  # fmt: skip
        if "economy" in self.told:
            self._economy(self.told["economy"])
        for model in (Service, Asset, Actor, LocalAnalysis):
            model.objects.filter(participation=self.one).update(made_up=True)

    def _position(self, row: dict[str, Any]) -> dict[str, Any]:
        place = self.one.place
        if "at" not in row or place.latitude is None or place.longitude is None:
            return {}
        north, east = (Decimal(str(part)) for part in row["at"])
        return {"latitude": place.latitude + north, "longitude": place.longitude + east}

    def _service(self, row: dict[str, Any]) -> None:
        """As it stood when the place joined, then as it was seen last."""
        then = row.get("then", "")
        with past(self.one, self.told["joined_days"]):
            service = add_service(
                participation=self.one,
                by=self.by,
                kind=row["kind"],
                form=row.get("form", ""),
                name=row.get("name", ""),
                state=then,
                start_state=then,
                start_note=row.get("then_note", ""),
                seen_on=day(self.told["joined_days"]) if then else None,
                opening=row.get("opening", ""),
                condition=row.get("condition", ""),
                distance_km=Decimal(row["km"]) if "km" in row else None,
                next_where=row.get("next", ""),
                **self._position(row),
            )
        if "now" not in row:
            return
        with past(self.one, self.told["seen_days"]):
            see(
                service=service,
                by=self.by,
                version=service.version,
                state=row["now"],
                note=row.get("note", ""),
            )
        on = day(self.told["seen_days"])
        Service.objects.filter(pk=service.pk).update(seen_on=on)
        ServiceSeen.objects.filter(service=service, on=timezone.localdate()).update(on=on)

    def _organisation(self, row: dict[str, Any]) -> Organisation | None:
        """One of the register, or one that the place names."""
        region = self.one.programme.region
        if "organisation" in row:
            return Organisation.objects.get(region=region, name=row["organisation"])
        if "sector" in row:
            return name_organisation(
                region=region, name=row["name"], place=self.one.place.name, by=self.by,
                sector=row["sector"],
            )  # fmt: skip
        return None

    def _asset(self, row: dict[str, Any]) -> None:
        self.assets[row["key"]] = add_asset(
            participation=self.one,
            by=self.by,
            kind=row["kind"],
            name=row["name"],
            note=row.get("note", ""),
            organisation=self._organisation(row),
            cost=Decimal(row["cost"]) if "cost" in row else None,
            origin=row.get("origin", ""),
            origin_text=row.get("origin_text", ""),
            **self._position(row),
        )

    def _actor(self, row: dict[str, Any]) -> None:
        texts = {name: row.get(name, "") for name in ("mission", "drives", "brings", "process")}
        actor = add_actor(
            participation=self.one, by=self.by, organisation=self._organisation(row), **texts
        )
        if "touch" in row:
            touch = row["touch"]
            note_touch(
                actor=actor, by=self.by, on=day(touch["days"]), way=touch["way"], text=touch["text"]
            )

    def _economy(self, told: dict[str, Any]) -> None:
        days = {name: day(told[f"{name}_days"]) for name in ("ordered", "starts", "delivered")}
        with past(self.one, told["delivered_days"]):
            save_analysis(
                participation=self.one,
                by=self.by,
                version=0,
                area=told["area"],
                households=told["households"],
                supplier=Organisation.objects.get(
                    region=self.one.programme.region, name=told["supplier"]
                ),
                ordered_on=days["ordered"],
                starts_on=days["starts"],
                delivered_on=days["delivered"],
                cost=Decimal(told["cost"]),
                data_cost=Decimal(told["data_cost"]),
                summary=told["summary"],
            )
            year = days["ordered"].year - 1
            for figure in told["figures"]:
                add_figure(
                    participation=self.one, by=self.by, year=year,
                    **{**figure, "value": Decimal(figure["value"])},
                )  # fmt: skip


def _chain(programme: Programme, told: dict[str, Any], by: User) -> None:
    words = {step: told[step] for step in ("attractive", "moving", "base")}
    save_chain(programme=programme, by=by, version=chain_of(programme).version, **words)
    ResultChain.objects.filter(programme=programme).update(made_up=True)
    this_year = timezone.localdate().year
    for row in told.get("indicators", []):
        indicator = add_indicator(
            programme=programme, by=by, step=row["step"], title=row["title"], unit=row["unit"]
        )
        for back, value in row["values"]:
            save_value(
                indicator=indicator, by=by, year=this_year + back, value=Decimal(value),
                source=row["source"],
            )  # fmt: skip
