"""Addresses of the actions: the list, one action and all that is sent from them."""

from django.urls import URLPattern, path

from plans.views import action_documents, action_edit, actions

_HERE = "places/<int:pk>/plan/actions/"
_ONE = f"{_HERE}<int:action_id>/"

urlpatterns: list[URLPattern] = [
    path(_HERE, actions.action_list_view, name="actions"),
    path(f"{_HERE}add/", action_edit.action_add, name="action_add"),
    path(_ONE, actions.action, name="action"),
    path(f"{_ONE}edit/", action_edit.action_edit, name="action_edit"),
    path(f"{_ONE}row/", actions.action_row, name="action_row"),
    path(f"{_ONE}state/", actions.action_state, name="action_state"),
    path(f"{_ONE}move/", actions.action_move, name="action_move"),
    path(f"{_ONE}remove/", actions.action_remove, name="action_remove"),
    path(f"{_ONE}documents/", action_documents.add, name="action_documents"),
    path(f"{_ONE}documents/<int:document_id>/", action_documents.fetch, name="action_document"),
    path(
        f"{_ONE}documents/<int:document_id>/remove/",
        action_documents.remove,
        name="action_document_remove",
    ),
]
