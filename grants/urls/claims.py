"""Addresses of agreement, instalments, claims, payments."""

from django.urls import path

from grants.views import claims, grant

SUPPORT = "places/<int:pk>/money/support/"
CLAIM = f"{SUPPORT}claims/<int:claim_id>/"

urlpatterns = [
    path(SUPPORT, grant.support, name="grant"),
    path(f"{SUPPORT}agreement/", grant.agreement, name="agreement"),
    path(f"{SUPPORT}agreement/sign/", grant.sign, name="agree"),
    path(f"{SUPPORT}agreement/file/", grant.agreement_file, name="agreement_file"),
    path(f"{SUPPORT}agreement/file/add/", grant.agreement_file_add, name="agreement_file_add"),
    path(f"{SUPPORT}instalments/<int:instalment_id>/report/", grant.report, name="report_received"),
    path(f"{SUPPORT}instalments/<int:instalment_id>/claim/", claims.claim_add, name="claim_add"),
    path(CLAIM, claims.claim_page, name="claim"),
    path(f"{CLAIM}withdraw/", claims.claim_withdraw, name="claim_withdraw"),
    path(f"{CLAIM}approve/", claims.claim_approve, name="claim_approve"),
    path(f"{CLAIM}return/", claims.claim_return, name="claim_return"),
    path(f"{CLAIM}pay/", claims.claim_pay, name="claim_pay"),
    path(f"{CLAIM}pack.pdf", claims.pack_pdf, name="pack_pdf"),
    path(f"{CLAIM}pack.zip", claims.pack_zip, name="pack_zip"),
]
