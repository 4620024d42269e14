"""Addresses of the outbox."""

from django.urls import path

from outbox.views import letters, steer

app_name = "outbox"
urlpatterns = [
    path("", letters.index, name="list"),
    path("<int:pk>/", letters.letter, name="letter"),
    path("<int:pk>/page/", letters.page, name="page"),
    path("<int:pk>/attachments/<int:attachment_id>/", letters.attachment, name="attachment"),
    path("<int:pk>/hold/", steer.hold, name="hold"),
    path("<int:pk>/release/", steer.release, name="release"),
    path("<int:pk>/discard/", steer.discard, name="discard"),
    path("<int:pk>/send-again/", steer.send_again, name="send_again"),
]
