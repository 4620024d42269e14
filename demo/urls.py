"""Addresses under /demo/: there in demo mode, 404 elsewhere."""

from django.urls import path

from demo.views import personas

app_name = "demo"
urlpatterns = [path("sign-in/<slug:key>/", personas.sign_in, name="sign_in")]
