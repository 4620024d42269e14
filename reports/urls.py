"""Addresses under /reports/, and the money of all places."""

from django.urls import include, path

from reports.case import views as case
from reports.composed import urls as composed
from reports.figures import views as figures
from reports.money import views as money
from reports.periodic import urls as periodic
from reports.place import views as place
from reports.plan import views as plan
from reports.programme import views as programme
from reports.takeaway import views as takeaway
from reports.template import urls as template

app_name = "reports"
_reports = [
    path("", programme.index, name="index"),
    path("portfolio.xlsx", programme.portfolio_xlsx, name="portfolio_xlsx"),
    path("portfolio.csv", programme.portfolio_csv, name="portfolio_csv"),
    path("figures.pdf", figures.figures_pdf, name="figures_pdf"),
    path("figures.xlsx", figures.figures_xlsx, name="figures_xlsx"),
    path("figures.json", figures.figures_json, name="figures_json"),
    path("places/<int:pk>.pdf", place.place_pdf, name="place_pdf"),
    path("places/<int:pk>/case/", case.case, name="case"),
    path("places/<int:pk>/copy/", takeaway.takeaway, name="takeaway"),
    path("places/<int:pk>/plan.pdf", plan.plan_pdf, name="plan_pdf"),
    path("places/<int:pk>/plan.docx", plan.plan_docx, name="plan_docx"),
    path("places/<int:pk>/plan.xlsx", plan.plan_xlsx, name="plan_xlsx"),
    path("plans/<str:key>.pdf", plan.plan_public_pdf, name="plan_public_pdf"),
    path("programmes/<int:pk>/", programme.programme, name="programme"),
    path("programmes/<int:pk>.pdf", programme.programme_pdf, name="programme_pdf"),
    path("programmes/<int:pk>.xlsx", programme.programme_xlsx, name="programme_xlsx"),
    path("programmes/<int:pk>.csv", programme.programme_csv, name="programme_csv"),
    path("programmes/<int:pk>/research.xlsx", programme.research_xlsx, name="research_xlsx"),
    path("programmes/<int:pk>/research.csv", programme.research_csv, name="research_csv"),
    path(
        "programmes/<int:pk>/municipalities/<int:municipality_id>/",
        programme.municipality,
        name="municipality",
    ),
    path(
        "programmes/<int:pk>/municipalities/<int:municipality_id>.pdf",
        programme.municipality_pdf,
        name="municipality_pdf",
    ),
    *periodic.urlpatterns,
    *composed.urlpatterns,
    *template.urlpatterns,
]
urlpatterns = [
    path("reports/", include(_reports)),
    path("money/", money.money, name="money"),
    path("money/places.xlsx", money.money_xlsx, name="money_xlsx"),
]
