"""Addresses of the programmes app."""

from django.urls import include, path

from programmes.accessibility import views as accessibility
from programmes.drafts import views as drafts
from programmes.handbook import views as methods
from programmes.home import views as home
from programmes.loading import views as transfer
from programmes.posts import views as posts
from programmes.programme import views as programmes

app_name = "programmes"
urlpatterns = [
    path("", programmes.programme_list, name="list"),
    path("new/", programmes.programme_add, name="programme_add"),
    path("<int:pk>/", programmes.programme_page, name="programme"),
    path("<int:pk>/edit/", programmes.programme_edit, name="programme_edit"),
    path("<int:pk>/partners/add/", programmes.partner_add, name="partner_add"),
    path(
        "<int:pk>/partners/<int:partner_id>/remove/",
        programmes.partner_remove,
        name="partner_remove",
    ),
    path("<int:pk>/managers/add/", programmes.manager_add, name="manager_add"),
    path("<int:pk>/managers/<int:role_id>/end/", programmes.manager_end, name="manager_end"),
    path("<int:pk>/people/", posts.people, name="people"),
    path("<int:pk>/people/add/", posts.post_add, name="post_add"),
    path("<int:pk>/people/<int:role_id>/replace/", posts.post_replace, name="post_replace"),
    path("<int:pk>/people/<int:role_id>/end/", posts.post_end, name="post_end"),
    path("<int:pk>/home/", home.home, name="home"),
    path("<int:pk>/decisions/", home.decisions, name="decisions"),
    path("<int:pk>/decisions/add/", home.decision_add, name="decision_add"),
    path("<int:pk>/decisions/<int:decision_id>/", home.decision_edit, name="decision_edit"),
    path(
        "<int:pk>/decisions/<int:decision_id>/remove/",
        home.decision_remove,
        name="decision_remove",
    ),
    path("<int:pk>/documents/", home.papers, name="papers"),
    path("<int:pk>/documents/add/", home.paper_add, name="paper_add"),
    path("<int:pk>/documents/<int:paper_id>/", home.paper_edit, name="paper_edit"),
    path("<int:pk>/documents/<int:paper_id>/remove/", home.paper_remove, name="paper_remove"),
    path("<int:pk>/documents/<int:paper_id>/file/", home.paper_file, name="paper_file"),
    path("<int:pk>/steps/", home.steps, name="steps"),
    path("<int:pk>/steps/<int:item_id>/", home.tick, name="tick"),
    path("accessibility/<slug:slug>/", accessibility.statement, name="statement"),
    path(
        "accessibility/<slug:slug>/report/", accessibility.statement_report, name="statement_report"
    ),
    path(
        "accessibility/<slug:slug>/reported/",
        accessibility.statement_reported,
        name="statement_reported",
    ),
    path("regions/<int:pk>/accessibility/", accessibility.statement_edit, name="statement_edit"),
    path("regions/", include("programmes.regions.urls")),
    path("methods/", methods.method_list, name="methods"),
    path("methods/import/", transfer.method_import, name="method_import"),
    path("methods/bundled/<slug:key>/", transfer.method_take_over, name="method_take_over"),
    path("methods/<int:pk>/", methods.method_page, name="method"),
    path("methods/<int:pk>/export/", methods.method_export, name="method_export"),
    path("methods/<int:pk>/compare/", methods.method_compare, name="method_compare"),
    path("methods/<int:pk>/fork/", transfer.method_fork, name="method_fork"),
    path("methods/<int:pk>/draft/", drafts.draft_create, name="method_draft"),
    path("methods/<int:pk>/publish/", drafts.draft_publish, name="method_publish"),
    path("methods/<int:pk>/discard/", drafts.draft_discard, name="method_discard"),
    path("methods/<int:pk>/edit/", drafts.draft_edit, name="method_edit"),
    path("methods/<int:pk>/edit/phases/", drafts.draft_phases, name="method_phases"),
    path("methods/<int:pk>/edit/steps/add/", drafts.step_add, name="step_add"),
    path("methods/<int:pk>/edit/steps/<int:step_id>/", drafts.step_edit, name="step_edit"),
    path("methods/<int:pk>/edit/steps/<int:step_id>/move/", drafts.step_move, name="step_move"),
    path(
        "methods/<int:pk>/edit/steps/<int:step_id>/remove/",
        drafts.step_remove,
        name="step_remove",
    ),
    path("methods/<int:pk>/edit/gate/", drafts.gate_edit, name="gate_edit"),
    path("methods/<int:pk>/edit/gate/remove/", drafts.gate_remove, name="gate_remove"),
]
