"""Addresses for the proof that a view without a policy is found."""

from django.http import HttpRequest, HttpResponse
from django.urls import path


def bare(request: HttpRequest) -> HttpResponse:
    """A view that nobody guards."""
    return HttpResponse("bare")


urlpatterns = [path("bare/", bare, name="bare")]
