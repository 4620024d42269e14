"""Addresses of learning: one file a slice."""

from learning.lessons import urls as lessons
from learning.moving import urls as moving

app_name = "learning"
urlpatterns = [*lessons.urlpatterns, *moving.urlpatterns]
