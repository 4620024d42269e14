"""Courses: the organiser's page, the open page, one's own page, the catalogue, the interest list.

GET and HEAD change nothing, so that programs which open every link in a mail may do so.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from core.downloads import download, stored
from core.exports import PDF_TYPE, file_name
from core.policy import PUBLIC, SIGNED_IN
from core.requests import SignedInRequest
from core.throttle import client_address, within
from core.web.shell import Context, Posting, form_page, page
from jobs.documents import public_document
from jobs.kinds import Made
from people.models import Region
from workshops.answers.by_link import (
    by_course_link,
    by_enrolment_link,
    by_interest_link,
    close_to_others,
    in_language,
    public,
    speak,
    too_often,
)
from workshops.answers.views import MOST_SIGN_UPS, SIGN_UP_SECONDS
from workshops.courses import interests, pages, services
from workshops.courses.forms import CourseForm, EnrolForm, HandForm, InterestForm, PartsForm
from workshops.courses.letters import calendar_of
from workshops.links import course_token, enrolment_token
from workshops.models import Course, Enrolment, Interest, Invitation, Material, Series, Workshop
from workshops.models.course import EnrolmentState
from workshops.series.certificate import own_certificate, own_stamp
from workshops.series.views import with_programme

COURSE = "workshops/courses/course.html"
MOST_CHANGES, CHANGE_SECONDS = 20, 600
#: Wishes to hear of courses from one network address in an hour.
MOST_WISHES = 10
course_form = partial(form_page, "workshops.manage_series", Series, select=with_programme)


# --- the organiser's page ---


@course_form(COURSE)
def series_course(request: SignedInRequest, series: Series) -> Posting[Course]:
    """Whom the course is for, how people sign up, and who has."""
    found = Course.objects.filter(series=series).first()
    return Posting(
        form=CourseForm(request.POST or None, course=found),
        verb=partial(services.save_course, series=series, by=request.user),
        done=_("Saved."),
        to=_course(series),
        context=lambda: {"hand_form": HandForm(), **pages.of_series(series, request.user)},
    )


@course_form()
def series_course_open(request: SignedInRequest, series: Series) -> Posting[Course]:
    """Let people sign up, and tell those who wait for the next course."""
    return Posting(
        verb=partial(services.open_course, course=_of(series), by=request.user),
        done=_("The course is open. People can sign up."),
        to=_course(series),
    )


@course_form()
def series_course_close(request: SignedInRequest, series: Series) -> Posting[Course]:
    """Take no more sign-ups."""
    return Posting(
        verb=partial(services.close_course, course=_of(series), by=request.user),
        done=_("The course takes no more sign-ups."),
        to=_course(series),
    )


@course_form()
def series_course_renew(request: SignedInRequest, series: Series) -> Posting[Course]:
    """Give the page a new address."""
    return Posting(
        verb=partial(services.renew_page, course=_of(series), by=request.user),
        done=_("The page has a new address."),
        to=_course(series),
    )


@course_form(COURSE)
def series_course_add(request: SignedInRequest, series: Series) -> Posting[Enrolment]:
    """Sign somebody up by hand."""
    return Posting(
        form=HandForm(request.POST or None),
        name="hand_form",
        verb=partial(services.sign_up_by_hand, course=_of(series), by=request.user),
        done=_("Signed up."),
        to=_course(series),
        context=lambda: {
            "form": CourseForm(course=_of(series)), **pages.of_series(series, request.user)
        },
    )  # fmt: skip


@course_form()
def series_course_remove(
    request: SignedInRequest, series: Series, enrolment_id: int
) -> Posting[Enrolment]:
    """Sign somebody off who has asked for it."""
    course = _of(series)
    row = get_object_or_404(course.enrolments, pk=enrolment_id)
    row.course = course
    return Posting(
        verb=partial(services.leave, enrolment=row, by=request.user),
        done=_("Signed off."),
        to=_course(series),
    )


def _of(series: Series) -> Course:
    course = get_object_or_404(Course, series=series)
    course.series = series
    return course


def _course(series: Series) -> str:
    return reverse("workshops:series_course", args=[series.pk])


# --- the open page ---


@by_course_link
@form_page(PUBLIC, template="workshops/courses/open.html")
def course_page(request: HttpRequest, course: Course) -> Posting[str] | HttpResponse:
    """The course and the form. The next page is the same whoever has signed up already."""
    if request.method == "POST" and not within(
        "course", client_address(request), limit=MOST_SIGN_UPS, seconds=SIGN_UP_SECONDS
    ):
        return too_often(request)
    shown = pages.open_page(course)
    form = EnrolForm(request.POST or None, course=course, ahead=shown["ahead"])

    def sign_up(**values: Any) -> str:
        if form.cleaned_data["website"]:
            return "mail"
        services.enrol(
            course=course, language=get_language() or "", sender=client_address(request), **values
        )
        return "full" if shown["full"] else "mail"

    def thanks(said: str) -> str:
        address = reverse("workshops:course_thanks", args=[course_token(course), said])
        return in_language(request, address)

    return Posting(form=form, verb=sign_up, to=thanks, context=lambda: public(**shown))


@by_course_link
@page(PUBLIC, template="workshops/courses/thanks.html")
def course_thanks(request: HttpRequest, course: Course, said: str) -> Context:
    """Thanks: a letter is on its way. No word of who."""
    return public(**pages.open_page(course), said=said)


# --- one's own page ---


@by_enrolment_link
@form_page(PUBLIC, template="workshops/courses/own.html")
def enrolment(request: HttpRequest, enrolment: Enrolment) -> Posting[Any] | HttpResponse:
    """The course for one who has signed up; a sign-up that waits for a yes is confirmed here."""
    if _too_many(request, enrolment):
        return too_often(request)
    shown = pages.own_page(enrolment)
    form, verb = None, partial(services.confirm, enrolment=enrolment)
    if shown["can_choose"]:
        ahead = [one["workshop"] for one in shown["parts"] if one["ahead"]]
        chosen = [one["workshop"].pk for one in shown["parts"] if one["ahead"] and one["chosen"]]
        form = PartsForm(request.POST or None, ahead=ahead, chosen=chosen)
        verb = partial(services.choose_parts, enrolment=enrolment)
    return Posting(
        form=form,
        verb=verb,
        to=_own(request, enrolment),
        context=lambda: public(**shown),
    )


@by_enrolment_link
@form_page(PUBLIC, template="workshops/courses/leave.html")
def enrolment_leave(request: HttpRequest, enrolment: Enrolment) -> Posting[Any] | HttpResponse:
    """Sign off: asked once, done by the button."""
    if _too_many(request, enrolment):
        return too_often(request)
    return Posting(
        verb=partial(services.leave, enrolment=enrolment),
        to=_own(request, enrolment),
        context=public(
            enrolment=enrolment, course=enrolment.course, workshop=enrolment.course,
            region=enrolment.course.programme.region, token=enrolment_token(enrolment),
        ),
    )  # fmt: skip


@by_enrolment_link
@page(PUBLIC)
def enrolment_ics(request: HttpRequest, enrolment: Enrolment) -> HttpResponse:
    """All one's parts as one calendar file."""
    rows = enrolment.invitations.on_list().filter(answer="yes", workshop__state="announced")
    found = rows.select_related("workshop__programme__region").order_by("workshop__starts_at")
    parts = [one.workshop for one in found]
    if not parts:
        raise Http404
    return download(calendar_of(parts), _("course") + ".ics", "text/calendar; charset=utf-8")


@by_enrolment_link
@page(PUBLIC)
def enrolment_material(
    request: HttpRequest, enrolment: Enrolment, material_id: int
) -> HttpResponse:
    """A file of one of the parts, for those who have a seat in the course."""
    files = Material.objects.filter(
        workshop__series=enrolment.course.series_id, workshop__state="announced", for_guests=True
    ).exclude(file="")
    one = get_object_or_404(files.select_related("workshop"), pk=material_id)
    early = one.is_recording and one.workshop.starts_at > timezone.now()
    if enrolment.state != EnrolmentState.TAKEN or early:
        raise Http404
    return stored(one.file, one.file_name, one.content_type)


def _stamp(number: int) -> Mapping[str, Any]:
    return own_stamp(get_object_or_404(Invitation, pk=number))


@public_document(
    "workshops.course_certificate",
    gettext_lazy("Certificate"),
    stamp=_stamp,
    marked=close_to_others,
)
def _certificate(number: int) -> Made:
    """One's own certificate of a course."""
    invitation = get_object_or_404(Invitation, pk=number)
    name = file_name(_("Certificate"), invitation.name, ending="pdf", on=timezone.localdate())
    return Made(own_certificate(invitation), name, PDF_TYPE)


@by_enrolment_link
@page(PUBLIC)
def enrolment_certificate(request: HttpRequest, enrolment: Enrolment) -> HttpResponseBase:
    """One's own certificate; refused with the reason for who was at too few parts."""
    found = enrolment.invitations.order_by("-attended_at", "pk")
    invitation = found.filter(attended_at__isnull=False).first() or found.first()
    if invitation is None:
        raise Http404
    return _certificate(request, number=invitation.pk)


def _too_many(request: HttpRequest, enrolment: Enrolment) -> bool:
    return request.method == "POST" and not within(
        "enrolment", str(enrolment.pk), limit=MOST_CHANGES, seconds=CHANGE_SECONDS
    )


def _own(request: HttpRequest, enrolment: Enrolment) -> str:
    return in_language(request, reverse("workshops:enrolment", args=[enrolment_token(enrolment)]))


# --- the catalogue, and who waits for the next course ---


@page(PUBLIC, template="workshops/courses/catalogue.html")
def catalogue(request: HttpRequest, slug: str) -> Context:
    """The courses of a region that everybody may sign up to."""
    region = get_object_or_404(Region, slug=slug)
    speak(request, region)
    audience = request.GET.get("audience", "")
    return public(**pages.catalogue(region=region, user=None, audience=audience), public=True)


@page(SIGNED_IN, template="workshops/courses/list.html")
def courses(request: SignedInRequest) -> Context:
    """The courses that a signed-in person finds: of the own programmes, and public ones."""
    audience = request.GET.get("audience", "")
    return pages.catalogue(region=None, user=request.user, audience=audience)


@csrf_exempt
@form_page(PUBLIC, template="workshops/courses/interest_new.html")
def interest_new(request: HttpRequest, slug: str) -> Posting[Any] | HttpResponse:
    """Leave an address to hear when the next course opens; a letter asks to confirm it."""
    region = get_object_or_404(Region, slug=slug)
    speak(request, region)
    if request.method == "POST" and not within(
        "interest", client_address(request), limit=MOST_WISHES, seconds=SIGN_UP_SECONDS
    ):
        return too_often(request)
    form = InterestForm(request.POST or None, initial={"audience": request.GET.get("audience")})

    def ask(*, email: str, audience: str, website: str) -> None:
        if not website:
            interests.ask_to_be_told(
                region=region, email=email, audience=audience, language=get_language() or "",
                came_from=_conference(request, region),
            )  # fmt: skip

    address = in_language(request, reverse("workshops:interest_new", args=[slug]))
    return Posting(
        form=form,
        verb=ask,
        to=f"{address}{'&' if '?' in address else '?'}sent=1",
        context=public(region=region, sent="sent" in request.GET),
    )


def _conference(request: HttpRequest, region: Region) -> Workshop | None:
    """The meeting on whose page the wish was made; None where that cannot be right."""
    number = request.GET.get("from", "")
    if not number.isdecimal() or len(number) > 10:  # noqa: PLR2004 - digits of an id
        return None
    open_ones = Workshop.objects.announced().filter(programme__region=region)
    return open_ones.filter(pk=int(number)).first()


@by_interest_link
@form_page(PUBLIC, template="workshops/courses/interest.html")
def interest(request: HttpRequest, interest: Interest) -> Posting[Any] | HttpResponse:
    """Confirm the wish, or end it: asked once, done by the button."""
    ends = request.POST.get("act") == "end"
    verb = interests.end_interest if ends else interests.confirm_interest
    address = in_language(request, reverse("workshops:interest_done", args=[interest.region.slug]))
    return Posting(
        verb=partial(verb, interest=interest),
        to=f"{address}{'&' if '?' in address else '?'}{'ended' if ends else 'confirmed'}=1",
        context=public(interest=interest, region=interest.region),
    )


@page(PUBLIC, template="workshops/courses/interest_done.html")
def interest_done(request: HttpRequest, slug: str) -> Context | HttpResponse:
    """What holds now; no word of who."""
    region = get_object_or_404(Region, slug=slug)
    speak(request, region)
    if not {"ended", "confirmed"} & set(request.GET):
        return HttpResponseRedirect(reverse("workshops:interest_new", args=[slug]))
    return public(region=region, ended="ended" in request.GET)
