"""Addresses of meetings: calendar files, feeds, a programme's calendar and timeline."""

from __future__ import annotations

from django.urls import URLPattern, path

from workshops.calendars import views

urlpatterns: list[URLPattern] = [
    path("meetings/<int:pk>/meeting.ics", views.meeting_file, name="ics"),
    path("meetings/calendars/", views.feeds, name="feeds"),
    path("meetings/calendars/<int:feed_id>/renew/", views.feed_renew, name="feed_renew"),
    path("meetings/calendars/<int:feed_id>/end/", views.feed_end, name="feed_end"),
    path("calendar/<str:token>.ics", views.feed, name="feed"),
    path("programmes/<int:pk>/meetings/", views.programme_meetings, name="programme_meetings"),
    path(
        "programmes/<int:pk>/meetings/months/",
        views.programme_calendar,
        name="programme_calendar",
    ),
    path(
        "programmes/<int:pk>/meetings/timeline/",
        views.programme_timeline_page,
        name="programme_timeline",
    ),
]
