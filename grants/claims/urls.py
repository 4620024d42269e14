"""Addresses of claims, their decision, their payment."""

from django.urls import path

from grants.claims import views

SUPPORT = "places/<int:pk>/money/support/"
CLAIM = f"{SUPPORT}claims/<int:claim_id>/"

urlpatterns = [
    path(f"{SUPPORT}instalments/<int:instalment_id>/claim/", views.claim_add, name="claim_add"),
    path(CLAIM, views.claim_page, name="claim"),
    path(f"{CLAIM}withdraw/", views.claim_withdraw, name="claim_withdraw"),
    path(f"{CLAIM}approve/", views.claim_approve, name="claim_approve"),
    path(f"{CLAIM}return/", views.claim_return, name="claim_return"),
    path(f"{CLAIM}pay/", views.claim_pay, name="claim_pay"),
    path(f"{CLAIM}pack.pdf", views.pack_pdf, name="pack_pdf"),
    path(f"{CLAIM}pack.zip", views.pack_zip, name="pack_zip"),
]
