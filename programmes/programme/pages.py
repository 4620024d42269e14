"""The list of programmes, the page of one, its conditions in sentences."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Prefetch, QuerySet
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.audit import history
from core.policy import allowed
from people.models import ProgrammePost, ProgrammeRole, User
from programmes.models import Partner, Programme
from programmes.models.programme import PlaceKind
from programmes.pace import pace_of
from programmes.programme.forms import PartnerForm
from programmes.regions.forms import AppointForm


def programmes(user: User) -> dict[str, Any]:
    """The programmes that somebody may see, running ones first."""
    visible = (
        Programme.objects.visible_to(user)
        .select_related("region", "owner", "method_version")
        .annotate(places=Count("participations", distinct=True))
        .order_by("name")
    )
    order = {"running": 0, "planned": 1, "closed": 2}
    return {
        "programmes": sorted(visible, key=lambda one: order[one.status]),
        "may_add": allowed(user, "programmes.add_programme"),
    }


def loaded(programmes: QuerySet[Programme]) -> QuerySet[Programme]:
    """With everything that the page reads: three queries in all."""
    partners = Partner.objects.select_related("organisation", "contact")
    roles = ProgrammeRole.objects.filter(role=ProgrammePost.MANAGER).select_related("user")
    return programmes.select_related(
        "region", "owner", "method_version__method__region"
    ).prefetch_related(
        Prefetch("partners", partners), Prefetch("roles", roles.order_by("ends_on", "starts_on"))
    )


def programme(programme: Programme, user: User, **forms: Any) -> dict[str, Any]:
    """A programme's page; `forms` holds those that came back with errors."""
    may_edit = allowed(user, "programmes.edit_programme", programme)
    may_manage = allowed(user, "programmes.manage_roles", programme)
    return {
        "conditions": sentences(programme),
        "pace": pace_of(programme),
        "may_edit": may_edit,
        "may_manage": may_manage,
        "partner_form": PartnerForm(programme=programme, user=user) if may_edit else None,
        "manager_form": AppointForm() if may_manage else None,
        "history": history(programme)[:10] if may_edit else [],
        **forms,
    }


def sentences(programme: Programme) -> list[str]:
    """What a place must be. Empty when every place may join. Bounds are inclusive."""
    said = [_inhabitants(programme), _kinds(programme)]
    if programme.three_sectors:
        said.append(
            _(
                "Municipality, business and association have each promised to take part, "
                "with a named person."
            )
        )
    return [sentence for sentence in said if sentence]


def _number(value: int) -> str:
    return number_format(value, use_l10n=True, force_grouping=True)


def _inhabitants(programme: Programme) -> str:
    least, most = programme.population_min, programme.population_max
    if least is not None and most is not None:
        facts = {"least": _number(least), "most": _number(most)}
        return _("The place has %(least)s to %(most)s inhabitants, both included.") % facts
    if least is not None:
        return ngettext(
            "The place has at least %(least)s inhabitant.",
            "The place has at least %(least)s inhabitants.",
            least,
        ) % {"least": _number(least)}
    if most is not None:
        return ngettext(
            "The place has at most %(most)s inhabitant.",
            "The place has at most %(most)s inhabitants.",
            most,
        ) % {"most": _number(most)}
    return ""


def _kinds(programme: Programme) -> str:
    labels = [str(kind.label).lower() for kind in PlaceKind if kind in programme.place_kinds]
    if not labels:
        return ""
    return _("The place is one of these: %(kinds)s.") % {"kinds": ", ".join(labels)}
