"""Addresses of the outbox."""

from django.urls import path

from outbox.views import (
    bounces,
    edit,
    letterhead,
    letters,
    sendings,
    steer,
    suppressions,
    unsubscribe,
)

app_name = "outbox"
urlpatterns = [
    path("outbox/", letters.index, name="list"),
    path("outbox/<int:pk>/", letters.letter, name="letter"),
    path("outbox/<int:pk>/page/", letters.page, name="page"),
    path("outbox/<int:pk>/attachments/<int:attachment_id>/", letters.attachment, name="attachment"),
    path("outbox/<int:pk>/edit/", edit.letter, name="edit"),
    path("outbox/<int:pk>/hold/", steer.hold, name="hold"),
    path("outbox/<int:pk>/release/", steer.release, name="release"),
    path("outbox/<int:pk>/discard/", steer.discard, name="discard"),
    path("outbox/<int:pk>/send-again/", steer.send_again, name="send_again"),
    path("outbox/sendings/", sendings.index, name="campaigns"),
    path("outbox/sendings/<int:pk>/", sendings.sending, name="campaign"),
    path("outbox/sendings/<int:pk>/progress/", sendings.progress, name="campaign_progress"),
    path("outbox/sendings/<int:pk>/approve/", sendings.approve, name="campaign_approve"),
    path("outbox/sendings/<int:pk>/undo/", sendings.undo, name="campaign_undo"),
    path("outbox/sendings/<int:pk>/hold/", sendings.hold, name="campaign_hold"),
    path("outbox/sendings/<int:pk>/release/", sendings.release, name="campaign_release"),
    path("outbox/sendings/<int:pk>/discard/", sendings.discard, name="campaign_discard"),
    path("outbox/sendings/<int:pk>/send-again/", sendings.send_again, name="campaign_send_again"),
    path(
        "outbox/sendings/<int:pk>/texts/<str:language>/",
        edit.sending,
        name="campaign_edit",
    ),
    path(
        "outbox/sendings/<int:pk>/texts/<str:language>/page/",
        sendings.text_page,
        name="campaign_page",
    ),
    path("outbox/blocked/", suppressions.index, name="suppressions"),
    path("outbox/blocked/add/", suppressions.block, name="block"),
    path("outbox/blocked/<int:pk>/lift/", suppressions.unblock, name="unblock"),
    path("outbox/regions/<int:pk>/letterhead/", letterhead.letterhead, name="letterhead"),
    path(
        "outbox/regions/<int:pk>/letterhead/page/", letterhead.sample_page, name="letterhead_page"
    ),
    path("regions/<int:pk>/logo-<slug:mark>.png", letterhead.logo, name="logo"),
    path("outbox/bounces/", bounces.webhook, name="bounces"),
    # The link in every letter of a sending: no session, and short.
    path("letters/stop/<str:token>/", unsubscribe.unsubscribe, name="unsubscribe"),
]
