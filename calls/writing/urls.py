"""Addresses of writing a call."""

from django.urls import path

from calls.writing import views

urlpatterns = [
    path("programmes/<int:pk>/calls/", views.programme_calls, name="programme"),
    path("programmes/<int:pk>/calls/new/", views.call_new, name="new"),
    path("calls/<int:pk>/", views.call, name="call"),
    path("calls/<int:pk>/text/", views.text, name="text"),
    path("calls/<int:pk>/rules/", views.rules, name="rules"),
    path("calls/<int:pk>/criteria/", views.criteria, name="criteria"),
    path("calls/<int:pk>/questions/", views.questions, name="questions"),
    path("calls/<int:pk>/questions/new/", views.question_new, name="question_new"),
    path("calls/<int:pk>/questions/<int:question_id>/", views.question_edit, name="question_edit"),
    path(
        "calls/<int:pk>/questions/<int:question_id>/remove/",
        views.question_remove,
        name="question_remove",
    ),
    path(
        "calls/<int:pk>/questions/<int:question_id>/move/",
        views.question_move,
        name="question_move",
    ),
    path("calls/<int:pk>/publish/", views.publish, name="publish"),
    path("calls/<int:pk>/unpublish/", views.unpublish, name="unpublish"),
    path("calls/<int:pk>/extend/", views.extend, name="extend"),
    path("calls/<int:pk>/close/", views.close, name="close"),
]
