"""Addresses of learning: one file a slice."""

from learning.advice import urls as advice
from learning.lessons import urls as lessons
from learning.library import urls as library
from learning.mentoring import urls as mentoring
from learning.moving import urls as moving
from learning.municipal import urls as municipal
from learning.teams import urls as teams

app_name = "learning"
urlpatterns = [
    *advice.urlpatterns,
    *library.urlpatterns,
    *lessons.urlpatterns,
    *teams.urlpatterns,
    *mentoring.urlpatterns,
    *moving.urlpatterns,
    *municipal.urlpatterns,
]
