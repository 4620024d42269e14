from django.urls import path

from plans.views import board, my_actions, timeline

urlpatterns = [
    path("places/<int:pk>/plan/board/", board.board, name="board"),
    path("places/<int:pk>/plan/board/<int:action_id>/", board.board_move, name="board_move"),
    path("places/<int:pk>/plan/timeline/", timeline.timeline, name="timeline"),
    path("actions/", my_actions.my_actions, name="my_actions"),
    path("actions/<int:action_id>/state/", my_actions.my_action_state, name="my_action_state"),
]
