"""Addresses of the action-learning log."""

from django.urls import path

from learning.log import views

_ONE = "experiments/<int:pk>/"
_FILE = f"{_ONE}files/<int:file_id>/"
_COMMENT = f"{_ONE}comments/<int:comment_id>/"

urlpatterns = [
    path("places/<int:pk>/experiments/", views.experiments, name="experiments"),
    path("places/<int:pk>/experiments/new/", views.experiment_new, name="experiment_new"),
    path("programmes/<int:pk>/experiments/", views.experiments_beside, name="experiments_beside"),
    path(_ONE, views.experiment, name="experiment"),
    path(f"{_ONE}change/", views.experiment_edit, name="experiment_edit"),
    path(f"{_ONE}readers/", views.experiment_share, name="experiment_share"),
    path(f"{_ONE}remove/", views.experiment_remove, name="experiment_remove"),
    path(f"{_ONE}action/", views.experiment_action, name="experiment_action"),
    path(f"{_ONE}files/", views.experiment_attach, name="experiment_attach"),
    path(_FILE, views.experiment_file, name="experiment_file"),
    path(f"{_FILE}remove/", views.experiment_detach, name="experiment_detach"),
    path(f"{_ONE}comments/", views.experiment_say, name="experiment_say"),
    path(f"{_COMMENT}answer/", views.experiment_answer, name="experiment_answer"),
    path(f"{_COMMENT}hide/", views.experiment_hide, name="experiment_hide"),
]
