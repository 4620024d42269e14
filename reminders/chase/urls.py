"""Addresses of the chase list."""

from django.urls import path

from reminders.chase import views

urlpatterns = [
    path("", views.chase, name="chase"),
    path("<int:pk>/tried/", views.chase_tried, name="tried"),
    path("<int:pk>/called/", views.chase_called, name="called"),
    path("<int:pk>/remark/", views.chase_remark, name="remark"),
    path("<int:pk>/letter/", views.chase_letter, name="letter"),
    path("<int:pk>/wake/", views.chase_wake, name="wake"),
]
