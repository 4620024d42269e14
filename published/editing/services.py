"""The verbs of public pages: writing, publishing, taking back.

What is written on a page that is published is read by everybody when it is saved.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from core import audit, uploads
from core.pictures import shrunk
from core.policy import require
from core.refusals import Refusal
from people.models import Contact, User
from places.models import Participation, Photo
from plans.changes import changed, lines, refuse_older
from programmes.models import Programme
from published import publishing
from published.models import OpenPage, PlacePage, ProgrammePage

PLACE_TEXTS = ("in_short", "lessons", "contact_name", "contact_email")
PLACE_SHOWN = ("show_steps", "show_plan", "show_happened", "show_map")
FILM = ("film_title", "film_url", "film_facts", "film_text", "film_photo")
PROGRAMME_TEXTS = ("lead", "how_to_join", "lessons", "funding", "contact_name", "contact_email")
#: A funder's logo, and what is kept of it in pixels.
LOGO_KINDS = ("png", "jpg", "jpeg", "webp")
LOGO_WIDTH, LOGO_HEIGHT = 600, 240
_ASCII = str.maketrans({"æ": "ae", "Æ": "Ae", "ø": "o", "Ø": "O", "ð": "d", "þ": "th"})
SLUG_LENGTH = 70


def page_of_place(participation: Participation) -> PlacePage:
    """The place's page, or an empty one of version 0 that is not stored yet."""
    found = PlacePage.objects.filter(participation=participation).first()
    return found or PlacePage(participation=participation, version=0)


def page_of_programme(programme: Programme) -> ProgrammePage:
    """The programme's page, or an empty one of version 0 that is not stored yet."""
    found = ProgrammePage.objects.filter(programme=programme).first()
    return found or ProgrammePage(programme=programme, version=0, lead=programme.summary[:400])


@transaction.atomic
def save_place_page(
    *,
    participation: Participation,
    by: User,
    version: int,
    contacts: Iterable[Contact] = (),
    film_photo: Photo | None = None,
    **values: Any,
) -> PlacePage:
    """Save what the place's page says; it is made with the first save.

    Refusals: film_not_https, film_incomplete, contact_without_consent. Conflict: somebody saved
    since `version` was read.
    """
    require(by, "published.write_place", participation)
    participation.lock()
    page = page_of_place(participation)
    values = _cleaned(values) | {"film_photo": film_photo}
    _check_film(values, participation)
    names = [participation.place.name, participation.place.municipality.name]
    _write(page, version, values, _chosen(contacts, participation.programme.region_id), names)
    if page.written:
        audit.record("public.changed", participation, by=by, fields=", ".join(page.written))
    return page


@transaction.atomic
def publish_place(*, participation: Participation, by: User) -> PlacePage:
    """Let everybody read the place's page. Refusal: not_ready, with what is missing."""
    require(by, "published.publish_place", participation)
    participation.lock()
    page = page_of_place(participation)
    publishing.refuse_unready(missing(page), _("The page cannot be published yet."))
    if publishing.publish(page, by=by):
        audit.record("public.published", participation, by=by)
    return page


@transaction.atomic
def unpublish_place(*, participation: Participation, by: User) -> PlacePage:
    """Take the place's page back: from now on its address leads nowhere."""
    require(by, "published.publish_place", participation)
    page = page_of_place(participation)
    if page.pk and publishing.unpublish(page):
        audit.record("public.unpublished", participation, by=by)
    return page


def save_programme_page(
    *,
    programme: Programme,
    by: User,
    version: int,
    contacts: Iterable[Contact] = (),
    logo: UploadedFile | None = None,
    remove_logo: bool = False,
    logo_text: str = "",
    **values: Any,
) -> ProgrammePage:
    """Save what the programme's page says. A new `logo` goes before `remove_logo`.

    Refusals: logo_kind, logo_text_missing, contact_without_consent and those of
    `core.uploads.check`. Conflict: somebody saved since `version` was read.
    """
    require(by, "published.run_programme", programme)
    drawn = _logo(logo) if logo is not None else None
    fresh, kept = "", False
    page = ProgrammePage()
    try:
        with transaction.atomic():
            Programme.objects.select_for_update().get(pk=programme.pk)
            page = page_of_programme(programme)
            before = page.logo.name or ""
            if drawn is not None:
                page.logo.save("logo.png", ContentFile(drawn), save=False)
                fresh = page.logo.name or ""
                page.logo, values["logo"] = before, fresh
            elif remove_logo and before:
                values["logo"] = ""
            has_logo = bool(values.get("logo", before))
            if has_logo and not logo_text.strip():
                raise Refusal(
                    "logo_text_missing",
                    _("Write what the logo says, for those who cannot see it."),
                    field="logo_text",
                )
            values["logo_text"] = logo_text if has_logo else ""
            chosen = _chosen(contacts, programme.region_id)
            _write(page, version, _cleaned(values), chosen, [programme.name])
            if page.written:
                fields = ", ".join(page.written)
                audit.record("public.changed", programme, by=by, fields=fields)
            if "logo" in values and before:
                transaction.on_commit(lambda: page.logo.storage.delete(before))
        kept = True
    finally:
        if fresh and not kept:
            page.logo.storage.delete(fresh)
    return page


@transaction.atomic
def publish_programme(*, programme: Programme, by: User) -> ProgrammePage:
    """Let everybody read the programme's page. Refusal: not_ready, with what is missing."""
    require(by, "published.run_programme", programme)
    page = page_of_programme(programme)
    publishing.refuse_unready(missing(page), _("The page cannot be published yet."))
    if publishing.publish(page, by=by):
        audit.record("public.published", programme, by=by)
    return page


@transaction.atomic
def unpublish_programme(*, programme: Programme, by: User) -> ProgrammePage:
    """Take the programme's page back, its news with it; pages of places stay as they are."""
    require(by, "published.run_programme", programme)
    page = page_of_programme(programme)
    if page.pk and publishing.unpublish(page):
        audit.record("public.unpublished", programme, by=by)
    return page


def missing(page: PlacePage | ProgrammePage) -> list[str]:
    """What a page lacks before it can be published, as sentences."""
    lacks = []
    if isinstance(page, PlacePage):
        if not page.in_short:
            lacks.append(_("“In 30 seconds” is empty."))
    elif not page.lead:
        lacks.append(_("“What it is, in two sentences” is empty."))
    if not page.pk or not (page.contact_email or consenting(page)):
        lacks.append(_("Nobody is named to whom questions go."))
    return lacks


def consenting(page: OpenPage) -> list[Contact]:
    """The page's contact persons who still agree to be shown."""
    found = page.contacts.filter(may_publish=True).select_related("organisation")
    return list(found.order_by("name", "pk"))


def contacts_to_choose(region_id: int) -> Any:
    """People of the region who have agreed to be shown openly."""
    return Contact.objects.filter(region=region_id, may_publish=True).select_related("organisation")


def _cleaned(values: dict[str, Any]) -> dict[str, Any]:
    return {
        name: lines(value) if isinstance(value, str) else value for name, value in values.items()
    }


def _chosen(contacts: Iterable[Contact], region_id: int) -> set[int]:
    """Their ids. Refusal: contact_without_consent, for one of another region, too."""
    found = list(contacts)
    if any(not one.may_publish or one.region_id != region_id for one in found):
        raise Refusal(
            "contact_without_consent",
            _("Only who has agreed to be shown openly can stand here."),
            field="contacts",
        )
    return {one.pk for one in found}


def _write(
    page: PlacePage | ProgrammePage,
    version: int,
    values: dict[str, Any],
    chosen: set[int],
    names: list[str],
) -> None:
    """Write what differs, and note the names of it on the page as `written`."""
    now = set(page.contacts.values_list("pk", flat=True)) if page.pk else set()
    page.written = changed(page, values) + (["contacts"] if now != chosen else [])
    if not page.written and page.pk:
        return
    refuse_older(page, version, values)
    for name, value in values.items():
        setattr(page, name, value)
    page.slug = page.slug or _free_slug(type(page), names)
    page.version += 1
    page.save()
    page.contacts.set(chosen)


def _free_slug(kind: type[OpenPage], names: list[str]) -> str:
    """An address that no other page has: the name, then with what it lies in, then a number."""
    words = [slugify(name.translate(_ASCII)) for name in names]
    base = words[0][:SLUG_LENGTH] or "page"
    longer = "-".join(words)[:SLUG_LENGTH]
    wanted = [base, longer, *(f"{longer}-{number}" for number in range(2, 1000))]
    taken = set(kind.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    return next(slug for slug in wanted if slug not in taken)


def _check_film(values: dict[str, Any], participation: Participation) -> None:
    if not values.get("film_url"):
        return
    if not values["film_url"].startswith("https://"):
        raise Refusal(
            "film_not_https", _("The address must begin with https://."), field="film_url"
        )
    needed = {
        "film_title": _("Write what the film is called."),
        "film_facts": _("Write how long the film is and which subtitles it has."),
        "film_text": _(
            "Write what is said and seen in the film, for those who cannot see or hear it."
        ),
    }
    for name, message in needed.items():
        if not values.get(name):
            raise Refusal("film_incomplete", message, field=name)
    photo = values.get("film_photo")
    if photo is not None and photo.participation_id != participation.pk:
        raise Refusal("film_photo", _("Choose a photo of this place."), field="film_photo")


def _logo(upload: UploadedFile) -> bytes:
    if uploads.extension_of(upload.name or "") not in LOGO_KINDS:
        raise Refusal(
            "logo_kind",
            _("%(name)s cannot be the logo. Choose a picture in PNG, JPEG or WebP.")
            % {"name": uploads.clean_name(upload.name or "")},
            field="logo",
        )
    checked = uploads.check(upload, max_bytes=settings.UPLOAD_MAX_BYTES)
    return shrunk(checked.file.read(), width=LOGO_WIDTH, height=LOGO_HEIGHT)[0]
