"""Assets of a place: the register with its question, one of them, links, what was said."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.requests import SignedInRequest
from core.web.shell import Context, Posting, form_page, page
from mapping.assets import pages, services
from mapping.assets.forms import AssetForm, LinkForm
from mapping.fields import given_position
from mapping.layers import map_url
from mapping.models import Asset, AssetKind, AssetLink
from places.models import Participation
from places.queries import with_head
from plans.models import Action
from themes.coding.services import bring_in
from themes.models import Voice
from themes.rooms import Room

ONE, FORM = "mapping/assets/one.html", "mapping/form.html"
edit_page = partial(form_page, "mapping.edit", Participation, select=with_head)


@page("mapping.view", Participation, "mapping/assets/page.html", select=with_head)
def assets(request: SignedInRequest, participation: Participation) -> Context:
    """What the place has, and what people make of it."""
    return pages.register(participation, request.user, request.GET)


@page("mapping.view", Participation, ONE, select=with_head)
def asset(request: SignedInRequest, participation: Participation, asset_id: int) -> Context:
    """One asset."""
    return pages.one(_asset(participation, asset_id), request.user)


@edit_page(FORM)
def asset_add(request: SignedInRequest, participation: Participation) -> Posting[Asset]:
    """Add an asset; the address may name its kind and position."""
    kind = request.GET.get("kind", "")
    initial = {"kind": kind} if kind in AssetKind.values else {}
    return Posting(
        form=_form(request, participation, initial=initial | given_position(request.GET)),
        verb=partial(services.add_asset, participation=participation, by=request.user),
        done=lambda made: _("“%(name)s” is on the list.") % {"name": made},
        to=lambda made: _after(request, made),
        context={"title": _("Add an asset or an idea"), "back": _url(participation)},
    )


@edit_page(FORM)
def asset_edit(
    request: SignedInRequest, participation: Participation, asset_id: int
) -> Posting[Asset]:
    """Change an asset; the address may name a new position."""
    found = _asset(participation, asset_id)
    return Posting(
        form=_form(request, participation, row=found),
        verb=partial(services.save_asset, asset=found, by=request.user),
        done=_("Saved."),
        to=lambda saved: _after(request, saved),
        context={"title": found.name, "back": _one(found)},
    )


@edit_page()
def asset_remove(
    request: SignedInRequest, participation: Participation, asset_id: int
) -> Posting[None]:
    """Take an asset out."""
    found = _asset(participation, asset_id)
    return Posting(
        verb=partial(services.remove_asset, asset=found, by=request.user),
        done=_("“%(name)s” is removed.") % {"name": found},
        to=_url(participation),
    )


@edit_page(ONE)
def asset_link(
    request: SignedInRequest, participation: Participation, asset_id: int
) -> Posting[AssetLink]:
    """Say what it strengthens."""
    found = _asset(participation, asset_id)
    form = LinkForm(request.POST or None, asset=found)
    return Posting(
        form=form,
        verb=partial(services.link, asset=found, by=request.user),
        to=f"{_one(found)}#links",
        back=f"{_one(found)}#links",
        name="link_form",
        context=lambda: pages.one(found, request.user) | {"link_form": form},
    )


@edit_page()
def asset_unlink(
    request: SignedInRequest, participation: Participation, asset_id: int, link_id: int
) -> Posting[None]:
    """Take a link away."""
    found = _asset(participation, asset_id)
    return Posting(
        verb=partial(services.unlink, asset=found, by=request.user, link_id=link_id),
        to=f"{_one(found)}#links",
    )


@edit_page(ONE)
def asset_action(
    request: SignedInRequest, participation: Participation, asset_id: int
) -> Posting[Action]:
    """Make an action of an idea."""
    found = _asset(participation, asset_id)
    return Posting(
        verb=partial(services.to_action, asset=found, by=request.user),
        done=lambda action: _("“%(title)s” is in the plan.") % {"title": action.title},
        to=lambda action: reverse("plans:action", args=[participation.pk, action.pk]),
        back=_one(found),
        context=lambda: pages.one(found, request.user),
    )


@edit_page("mapping/assets/voices.html")
def asset_voices(request: SignedInRequest, participation: Participation) -> Posting[int]:
    """What was said at the place; its button brings in what is new."""
    room = Room(participation.programme, participation)
    return Posting(
        verb=partial(bring_in, room=room, by=request.user),
        done=lambda new: (
            ngettext("%(count)d new voice", "%(count)d new voices", new) % {"count": new}
        ),
        to=reverse("mapping:asset_voices", args=[participation.pk]),
        context=lambda: pages.voices(participation),
    )


@edit_page()
def asset_of_voice(
    request: SignedInRequest, participation: Participation, voice_id: int
) -> Posting[Asset]:
    """Make an asset or an idea of what somebody said."""
    voice = get_object_or_404(Voice, participation=participation, pk=voice_id)
    kind = request.POST.get("kind") or AssetKind.IDEA
    back = reverse("mapping:asset_voices", args=[participation.pk])
    return Posting(
        verb=partial(
            services.take_up, participation=participation, by=request.user, voice=voice, kind=kind
        ),
        done=lambda made: (
            _("“%(name)s” is on the list as: %(kind)s.")
            % {"name": made, "kind": made.get_kind_display()}
        ),
        to=back,
    )


def _form(request: SignedInRequest, participation: Participation, **more: Any) -> AssetForm:
    form = AssetForm(request.POST or None, participation=participation, user=request.user, **more)
    form.initial = {**form.initial, **given_position(request.GET)}
    return form


def _after(request: SignedInRequest, saved: Asset) -> str:
    url = map_url(saved.participation) if given_position(request.GET) else ""
    return url or _one(saved)


def _asset(participation: Participation, asset_id: int) -> Asset:
    rows = participation.assets.select_related(
        "organisation", "contact__organisation", "voice", "action", "photo"
    )
    found = get_object_or_404(rows, pk=asset_id)
    found.participation = participation
    return found


def _url(participation: Participation) -> str:
    return reverse("mapping:assets", args=[participation.pk])


def _one(asset: Asset) -> str:
    return reverse("mapping:asset", args=[asset.participation_id, asset.pk])
