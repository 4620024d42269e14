"""The gate."""

from django.urls import path

from places.views import gate

urlpatterns = [
    path("<int:pk>/gate/", gate.gate, name="gate"),
    path("<int:pk>/gate/submit/", gate.gate_submit, name="gate_submit"),
    path("<int:pk>/gate/rounds/<int:number>/", gate.gate_round, name="gate_round"),
    path("<int:pk>/gate/rounds/<int:number>/withdraw/", gate.gate_withdraw, name="gate_withdraw"),
    path(
        "<int:pk>/gate/rounds/<int:number>/assess/<int:criterion_id>/",
        gate.gate_assess,
        name="gate_assess",
    ),
    path("<int:pk>/gate/rounds/<int:number>/decide/", gate.gate_decide, name="gate_decide"),
    path("<int:pk>/gate/rounds/<int:number>/letter/", gate.gate_letter_file, name="gate_letter"),
]
