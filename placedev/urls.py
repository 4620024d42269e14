"""The site's addresses: each app brings its own."""

from django.contrib import admin
from django.urls import include, path
from django.views.i18n import set_language

from places.portfolio.views import home

handler400 = "core.views.bad_request"
handler500 = "core.views.server_error"

urlpatterns = [
    path("", home, name="home"),
    path("", include("core.urls")),
    path("language/", set_language, name="set_language"),
    path("accounts/", include("allauth.urls")),
    path("areas/", include("areas.urls")),
    path("places/", include("places.urls")),
    path("", include("reminders.urls")),
    path("", include("plans.urls")),
    path("", include("grants.urls")),
    path("", include("continuity.urls")),
    path("", include("workshops.urls")),
    path("", include("surveys.urls")),
    path("programmes/", include("programmes.urls")),
    path("", include("outbox.urls")),
    path("notices/", include("notices.urls")),
    path("jobs/", include("jobs.urls")),
    path("people/", include("people.urls")),
    path("", include("themes.urls")),
    path("", include("mapping.urls")),
    path("", include("facts.urls")),
    path("", include("calls.urls")),
    path("", include("learning.urls")),
    path("", include("reports.urls")),
    path("", include("published.urls")),
    path("guide/", include("guide.urls")),
    path("demo/", include("demo.urls")),
    path("operators/", admin.site.urls),
]
