"""Addresses of learning: one file a slice."""

from learning.advice import urls as advice
from learning.cases import urls as cases
from learning.lessons import urls as lessons
from learning.library import urls as library
from learning.moving import urls as moving
from learning.stream import urls as stream

app_name = "learning"
urlpatterns = [
    *advice.urlpatterns,
    *cases.urlpatterns,
    *library.urlpatterns,
    *lessons.urlpatterns,
    *moving.urlpatterns,
    *stream.urlpatterns,
]
