"""Addresses of learning: one file a slice."""

from learning.advice import urls as advice
from learning.lessons import urls as lessons
from learning.library import urls as library
from learning.moving import urls as moving
from learning.questions import urls as questions

app_name = "learning"
urlpatterns = [
    *advice.urlpatterns,
    *library.urlpatterns,
    *lessons.urlpatterns,
    *moving.urlpatterns,
    *questions.urlpatterns,
]
