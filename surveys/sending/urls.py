"""Addresses of recipients, letters and the rate of answers."""

from django.urls import path

from surveys.sending import views

_HERE = "surveys/<int:pk>/"
_LIST = f"{_HERE}recipients/<int:list_id>/"
_MAILING = f"{_HERE}invitation/<int:mailing_id>/"

urlpatterns = [
    path(f"{_HERE}recipients/", views.recipients, name="recipients"),
    path(_LIST, views.recipient_list, name="list"),
    path(f"{_LIST}<int:recipient_id>/remove/", views.recipient_remove, name="recipient_remove"),
    path(f"{_HERE}invitation/", views.invitation, name="invitation"),
    path(f"{_HERE}invitation/preview/", views.letter_preview, name="letter_preview"),
    path(f"{_MAILING}undo/", views.undo, name="undo"),
    path(f"{_MAILING}approve/", views.approve, name="approve"),
    path(f"{_HERE}answers/", views.answers, name="answers"),
    path(f"{_HERE}poster.pdf", views.poster_pdf, name="poster_pdf"),
    path(f"{_HERE}renew-page/", views.renew_page, name="renew_page"),
]
