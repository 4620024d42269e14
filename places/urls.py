"""Addresses under /places/: each slice brings its own."""

from django.urls import include, path

from places.coaching.views import coaching_quick
from places.team.views import hand_over

app_name = "places"
urlpatterns = [
    path("", include("places.portfolio.urls")),
    path("", include("places.dashboard.urls")),
    path("", include("places.table.urls")),
    path("", include("places.timeline.urls")),
    path("", include("places.map.urls")),
    path("register/", include("places.register.urls")),
    path("", include("places.halfway.urls")),
    path("hand-over/<int:pk>/<int:user_id>/", hand_over, name="hand_over"),
    path("contacts/new/", coaching_quick, name="coaching_quick"),
    path("<int:pk>/", include("places.checklist.urls")),
    path("<int:pk>/gate/", include("places.gate.urls")),
    path("<int:pk>/coaching/", include("places.coaching.urls")),
    path("<int:pk>/photos/", include("places.photos.urls")),
    path("<int:pk>/people/", include("places.team.urls")),
]
