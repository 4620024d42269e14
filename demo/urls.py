"""Addresses under /demo/: there in demo mode, 404 elsewhere."""

from django.urls import path

from demo import views

app_name = "demo"
urlpatterns = [
    path("", views.personas_page, name="personas"),
    path("sign-in/<slug:key>/", views.sign_in, name="sign_in"),
]
