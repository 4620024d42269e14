"""Addresses of the outbox."""

from django.urls import path

from outbox.blocks import views as blocks
from outbox.campaigns import views as campaigns
from outbox.letterhead import views as letterhead
from outbox.letters import views as letters
from outbox.parking import views as parking

app_name = "outbox"
urlpatterns = [
    path("outbox/", letters.index, name="list"),
    path("outbox/<int:pk>/", letters.letter, name="letter"),
    path("outbox/<int:pk>/page/", letters.html_page, name="page"),
    path("outbox/<int:pk>/attachments/<int:attachment_id>/", letters.attachment, name="attachment"),
    path("outbox/<int:pk>/edit/", letters.edit, name="edit"),
    path("outbox/<int:pk>/hold/", letters.hold, name="hold"),
    path("outbox/<int:pk>/release/", letters.release, name="release"),
    path("outbox/<int:pk>/discard/", letters.discard, name="discard"),
    path("outbox/<int:pk>/send-again/", letters.send_again, name="send_again"),
    path("outbox/sendings/", campaigns.index, name="campaigns"),
    path("outbox/sendings/<int:pk>/", campaigns.campaign, name="campaign"),
    path("outbox/sendings/<int:pk>/progress/", campaigns.progress, name="campaign_progress"),
    path("outbox/sendings/<int:pk>/approve/", campaigns.approve, name="campaign_approve"),
    path("outbox/sendings/<int:pk>/undo/", campaigns.undo, name="campaign_undo"),
    path("outbox/sendings/<int:pk>/hold/", campaigns.hold, name="campaign_hold"),
    path("outbox/sendings/<int:pk>/release/", campaigns.release, name="campaign_release"),
    path("outbox/sendings/<int:pk>/discard/", campaigns.discard, name="campaign_discard"),
    path("outbox/sendings/<int:pk>/send-again/", campaigns.send_again, name="campaign_send_again"),
    path(
        "outbox/sendings/<int:pk>/texts/<str:language>/",
        campaigns.edit,
        name="campaign_edit",
    ),
    path(
        "outbox/sendings/<int:pk>/texts/<str:language>/page/",
        campaigns.text_page,
        name="campaign_page",
    ),
    path("outbox/blocked/", blocks.index, name="suppressions"),
    path("outbox/blocked/add/", blocks.block, name="block"),
    path("outbox/blocked/<int:pk>/lift/", blocks.unblock, name="unblock"),
    path("outbox/regions/<int:pk>/letterhead/", letterhead.letterhead, name="letterhead"),
    path(
        "outbox/regions/<int:pk>/letterhead/page/", letterhead.sample_page, name="letterhead_page"
    ),
    path("regions/<int:pk>/logo-<slug:mark>.png", letterhead.logo, name="logo"),
    path("outbox/parked/<int:pk>/release/", parking.release, name="parking_release"),
    path("outbox/parked/<int:pk>/discard/", parking.discard, name="parking_discard"),
    path("outbox/bounces/", blocks.bounces, name="bounces"),
    # The link in every letter of a sending: no session, and short.
    path("letters/stop/<str:token>/", blocks.unsubscribe, name="unsubscribe"),
]
