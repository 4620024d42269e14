"""Addresses of applying: from the public page, by links, and one's own list."""

from django.urls import path

from calls.applying import views

urlpatterns = [
    path("open/calls/<slug:slug>/apply/", views.begin, name="begin"),
    path("open/calls/<slug:slug>/apply/sent/", views.begun, name="begun"),
    path("open/calls/<slug:slug>/apply/link/", views.link, name="link"),
    path("open/calls/<slug:slug>/check/", views.check, name="check"),
    path("apply/mine/", views.mine, name="mine"),
    path("apply/answer/<str:token>/", views.confirm, name="confirm"),
    path("apply/<str:token>/", views.write, name="write"),
    path("apply/<str:token>/place/", views.place, name="place"),
    path("apply/<str:token>/people/", views.people, name="people"),
    path("apply/<str:token>/people/add/", views.co_add, name="co_add"),
    path("apply/<str:token>/people/<int:one_id>/remove/", views.co_remove, name="co_remove"),
    path("apply/<str:token>/ask/<slug:sector>/", views.ask, name="ask"),
    path("apply/<str:token>/files/", views.files, name="files"),
    path("apply/<str:token>/files/<int:file_id>/", views.file, name="file"),
    path("apply/<str:token>/files/<int:file_id>/remove/", views.file_remove, name="file_remove"),
    path("apply/<str:token>/hand-in/", views.hand_in, name="hand_in"),
    path("apply/<str:token>/withdraw/", views.withdraw, name="withdraw"),
    path("apply/<str:token>/reopen/", views.reopen, name="reopen"),
    path("apply/<str:token>/erase/", views.erase, name="erase"),
]
