"""Django admin behind the same sign-in as every other page."""

from django.contrib.admin import AdminSite
from django.contrib.admin.apps import AdminConfig
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _


class PlacedevAdminSite(AdminSite):
    """The operators' room. Anonymous people are sent to the ordinary sign-in (with MFA)."""

    site_header = _("placedev, operators' room")
    site_title = _("Operators' room")
    index_title = _("Everything, with its history")

    def login(
        self, request: HttpRequest, extra_context: dict[str, object] | None = None
    ) -> HttpResponse:
        """Send people to the ordinary sign-in; somebody signed in without the right sees 404."""
        if request.user.is_authenticated:
            raise Http404
        from django.contrib.auth.views import redirect_to_login  # noqa: PLC0415

        return redirect_to_login(request.get_full_path())


class PlacedevAdminConfig(AdminConfig):
    """Django admin with our site in it."""

    default_site = "core.admin_site.PlacedevAdminSite"
