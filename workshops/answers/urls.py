"""Addresses of meetings: answer."""

from __future__ import annotations

from django.urls import URLPattern, path, re_path

from workshops.answers import mine, views

urlpatterns: list[URLPattern] = [
    path("a/<str:token>/", views.answer, name="answer"),
    re_path(r"^a/(?P<token>[^/]+)/(?P<said>yes|maybe|no)/$", views.say, name="say"),
    path("a/<str:token>/mine/", mine.ask, name="mine_ask"),
    path("m/<str:token>/", mine.mine, name="mine"),
    path("a/<str:token>/answered/", views.answered, name="answered"),
    path("a/<str:token>/leave/", views.leave, name="leave"),
    path("a/<str:token>/meeting.ics", views.calendar, name="answer_ics"),
    path("a/<str:token>/material/<int:material_id>/", views.material, name="answer_material"),
    path("meetings/open/<str:token>/", views.sign_up, name="sign_up"),
    re_path(
        r"^meetings/open/(?P<token>[^/]+)/(?P<outcome>(?:room|waiting|confirm)-(?:mail|phone))/$",
        views.signed_up,
        name="signed_up",
    ),
    path("meetings/<int:pk>/poster/", views.poster, name="poster"),
    path("meetings/<int:pk>/poster.pdf", views.poster_pdf, name="poster_pdf"),
    path("meetings/<int:pk>/open-page/renew/", views.renew_page, name="renew_page"),
    path("meetings/<int:pk>/answers/", views.answers, name="answers"),
    path(
        "meetings/<int:pk>/answers/<int:invitation_id>/",
        views.by_phone,
        name="answer_by_phone",
    ),
    path("meetings/<int:pk>/feedback/", views.feedback_results, name="feedback_results"),
    path("meetings/<int:pk>/feedback/ask/", views.feedback_ask, name="feedback_ask"),
    path("f/<str:token>/", views.feedback, name="feedback"),
]
