"""Regions and their accounts."""

from django.urls import path

from programmes.regions import views

urlpatterns = [
    path("", views.regions, name="regions"),
    path("new/", views.region_new, name="region_new"),
    path("accounts/", views.accounts_of_mine, name="accounts_of_mine"),
    path("invitation/<str:token>/", views.decline, name="decline"),
    path("<int:pk>/open/", views.region_open, name="region_open"),
    path("openings/<int:pk>/close/", views.opening_close, name="opening_close"),
    path("<int:pk>/accounts/", views.accounts, name="accounts"),
    path("<int:pk>/administrators/add/", views.administrator_add, name="administrator_add"),
    path(
        "<int:pk>/administrators/<int:role_id>/end/",
        views.administrator_end,
        name="administrator_end",
    ),
    path("<int:pk>/accounts/<int:user_id>/remind/", views.account_remind, name="account_remind"),
]
