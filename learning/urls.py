"""Addresses of learning: one file a slice."""

from learning.advice import urls as advice
from learning.directory import urls as directory
from learning.lessons import urls as lessons
from learning.library import urls as library
from learning.moving import urls as moving

app_name = "learning"
urlpatterns = [
    *advice.urlpatterns,
    *directory.urlpatterns,
    *library.urlpatterns,
    *lessons.urlpatterns,
    *moving.urlpatterns,
]
