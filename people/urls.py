"""Addresses of the people app."""

from django.urls import path

from people.account import views as profile
from people.register import views as register

app_name = "people"
urlpatterns = [
    path("profile/", profile.profile, name="profile"),
    path("organisations/", register.organisations, name="organisations"),
    path("organisations/add/", register.organisation_add, name="organisation_add"),
    path("organisations/<int:pk>/", register.organisation_edit, name="organisation_edit"),
    path(
        "organisations/<int:pk>/remove/", register.organisation_remove, name="organisation_remove"
    ),
    path("organisations/<int:pk>/merge/", register.organisation_merge, name="organisation_merge"),
    path("contacts/", register.contacts, name="contacts"),
    path("contacts/add/", register.contact_add, name="contact_add"),
    path("contacts/<int:pk>/", register.contact_edit, name="contact_edit"),
    path("contacts/<int:pk>/remove/", register.contact_remove, name="contact_remove"),
]
