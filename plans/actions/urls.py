"""Addresses of the actions: list, one action, board, "my actions", and what is sent from them."""

from django.urls import path

from plans.actions import views

_HERE = "places/<int:pk>/plan/actions/"
_ONE = f"{_HERE}<int:action_id>/"

urlpatterns = [
    path(_HERE, views.action_list_view, name="actions"),
    path(f"{_HERE}add/", views.action_add, name="action_add"),
    path(_ONE, views.action, name="action"),
    path(f"{_ONE}edit/", views.action_edit, name="action_edit"),
    path(f"{_ONE}row/", views.action_row, name="action_row"),
    path(f"{_ONE}state/", views.action_state, name="action_state"),
    path(f"{_ONE}move/", views.action_move, name="action_move"),
    path(f"{_ONE}remove/", views.action_remove, name="action_remove"),
    path(f"{_ONE}documents/", views.document_add, name="action_documents"),
    path(f"{_ONE}documents/<int:document_id>/", views.document, name="action_document"),
    path(
        f"{_ONE}documents/<int:document_id>/remove/",
        views.document_remove,
        name="action_document_remove",
    ),
    path("places/<int:pk>/plan/board/", views.board, name="board"),
    path("places/<int:pk>/plan/board/<int:action_id>/", views.board_move, name="board_move"),
    path("actions/", views.my_actions, name="my_actions"),
    path("actions/<int:action_id>/state/", views.my_action_state, name="my_action_state"),
]
