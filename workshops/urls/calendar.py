"""Addresses of meetings: calendar files, feeds, a programme's calendar and timeline."""

from __future__ import annotations

from django.urls import URLPattern, path

from workshops.views import feeds, programme, series_attendance

urlpatterns: list[URLPattern] = [
    path("meetings/<int:pk>/meeting.ics", feeds.meeting_file, name="ics"),
    path("meetings/calendars/", feeds.feeds, name="feeds"),
    path("meetings/calendars/<int:feed_id>/renew/", feeds.feed_renew, name="feed_renew"),
    path("meetings/calendars/<int:feed_id>/end/", feeds.feed_end, name="feed_end"),
    path("calendar/<str:token>.ics", feeds.feed, name="feed"),
    path("programmes/<int:pk>/meetings/", programme.programme_meetings, name="programme_meetings"),
    path(
        "programmes/<int:pk>/meetings/months/",
        programme.programme_calendar,
        name="programme_calendar",
    ),
    path(
        "programmes/<int:pk>/meetings/timeline/",
        programme.programme_timeline_page,
        name="programme_timeline",
    ),
    path(
        "series/<int:pk>/attendance/", series_attendance.series_attendance, name="series_attendance"
    ),
    path(
        "series/<int:pk>/attendance.xlsx",
        series_attendance.series_attendance_xlsx,
        name="series_attendance_xlsx",
    ),
    path("series/<int:pk>/certificates.pdf", series_attendance.certificates, name="certificates"),
    path(
        "series/<int:pk>/certificates/<int:invitation_id>.pdf",
        series_attendance.certificate,
        name="certificate",
    ),
]
