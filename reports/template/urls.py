"""Addresses of a region's Word template."""

from django.urls import path

from reports.template import views

TEMPLATE = "regions/<int:pk>/word/"

urlpatterns = [
    path(TEMPLATE, views.word_template, name="word_template"),
    path(f"{TEMPLATE}remove/", views.word_template_remove, name="word_template_remove"),
    path(f"{TEMPLATE}template.docx", views.word_template_file, name="word_template_file"),
    path(f"{TEMPLATE}sample.docx", views.word_template_sample, name="word_template_sample"),
]
