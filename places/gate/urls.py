"""The gate and its rounds."""

from django.urls import path

from places.gate import views

urlpatterns = [
    path("", views.gate, name="gate"),
    path("earlier/", views.gate_earlier, name="gate_earlier"),
    path("submit/", views.gate_submit, name="gate_submit"),
    path("rounds/<int:number>/", views.gate_round, name="gate_round"),
    path("rounds/<int:number>/withdraw/", views.gate_withdraw, name="gate_withdraw"),
    path("rounds/<int:number>/assess/<int:criterion_id>/", views.gate_assess, name="gate_assess"),
    path("rounds/<int:number>/decide/", views.gate_decide, name="gate_decide"),
    path("rounds/<int:number>/letter/", views.gate_letter, name="gate_letter"),
]
