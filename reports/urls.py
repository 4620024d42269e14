"""Addresses under /reports/."""

from django.urls import path

from reports.views import place, programme

app_name = "reports"
urlpatterns = [
    path("", programme.index, name="index"),
    path("portfolio.xlsx", programme.portfolio_xlsx, name="portfolio_xlsx"),
    path("portfolio.csv", programme.portfolio_csv, name="portfolio_csv"),
    path("places/<int:pk>.pdf", place.place_pdf, name="place_pdf"),
    path("programmes/<int:pk>/", programme.programme, name="programme"),
    path("programmes/<int:pk>.pdf", programme.programme_pdf, name="programme_pdf"),
    path("programmes/<int:pk>.xlsx", programme.programme_xlsx, name="programme_xlsx"),
    path("programmes/<int:pk>.csv", programme.programme_csv, name="programme_csv"),
]
