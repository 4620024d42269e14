"""Address of the timeline."""

from django.urls import path

from plans.timeline import views

urlpatterns = [path("places/<int:pk>/plan/timeline/", views.timeline, name="timeline")]
