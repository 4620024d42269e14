"""Addresses of meetings: answer."""

from __future__ import annotations

from django.urls import URLPattern, path, re_path

from workshops.views import answer, answers, poster, sign_up

urlpatterns: list[URLPattern] = [
    path("a/<str:token>/", answer.answer, name="answer"),
    path("a/<str:token>/answered/", answer.answered, name="answered"),
    path("a/<str:token>/leave/", answer.leave, name="leave"),
    path("a/<str:token>/meeting.ics", answer.calendar, name="answer_ics"),
    path("a/<str:token>/material/<int:material_id>/", answer.material, name="answer_material"),
    path("meetings/open/<str:token>/", sign_up.sign_up, name="sign_up"),
    re_path(
        r"^meetings/open/(?P<token>[^/]+)/(?P<outcome>(?:room|waiting)-(?:mail|phone))/$",
        sign_up.signed_up,
        name="signed_up",
    ),
    path("meetings/<int:pk>/poster/", poster.poster, name="poster"),
    path("meetings/<int:pk>/poster.pdf", poster.poster_pdf, name="poster_pdf"),
    path("meetings/<int:pk>/open-page/renew/", poster.renew_page, name="renew_page"),
    path("meetings/<int:pk>/answers/", answers.answers, name="answers"),
    path(
        "meetings/<int:pk>/answers/<int:invitation_id>/",
        answers.by_phone,
        name="answer_by_phone",
    ),
]
