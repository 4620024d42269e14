"""The start page: the one address without a folder."""

from django.urls import path

from places.views import start

urlpatterns = [path("", start.home, name="home")]
