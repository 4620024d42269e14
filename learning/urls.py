"""Addresses of learning: one file a slice."""

from learning.advice import urls as advice
from learning.concepts import urls as concepts
from learning.lessons import urls as lessons
from learning.library import urls as library
from learning.moving import urls as moving
from learning.teams import urls as teams

app_name = "learning"
urlpatterns = [
    *advice.urlpatterns,
    *concepts.urlpatterns,
    *library.urlpatterns,
    *lessons.urlpatterns,
    *moving.urlpatterns,
    *teams.urlpatterns,
]
