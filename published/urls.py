"""Addresses of public pages: open ones under /open/, their writing beside what they show."""

from django.urls import path

from published.editing import views as editing
from published.news import views as posts
from published.open import calls, cards, cases, feeds, views

app_name = "published"
urlpatterns = [
    path("robots.txt", views.robots, name="robots"),
    path("sitemap.xml", views.sitemap, name="sitemap"),
    path("open/", views.places, name="places"),
    path("open/places/<slug:slug>/", views.place, name="place"),
    path("open/places/<slug:slug>/sheet.pdf", views.place_sheet, name="place_sheet"),
    path("open/photos/<str:key>/<str:name>", views.photo, name="photo"),
    path("open/examples/", cases.cases, name="cases"),
    path("open/examples/<slug:slug>/", cases.case, name="case"),
    path("open/examples/<slug:slug>/<str:name>", cases.case_photo, name="case_photo"),
    path("open/cards/", cards.cards, name="cards"),
    path("open/cards/<int:pk>/", cards.card, name="card"),
    path("open/cards/<int:pk>/card.pdf", cards.card_sheet, name="card_sheet"),
    path("open/cards/<int:pk>/<str:name>", cards.card_photo, name="card_photo"),
    path("open/calls/<slug:slug>/", calls.call, name="call"),
    path("calls/<int:pk>/preview/", calls.call_preview, name="call_preview"),
    path("open/programmes/<slug:slug>/", views.programme, name="programme"),
    path("open/programmes/<slug:slug>/logo.png", views.logo, name="logo"),
    path("open/programmes/<slug:slug>/news/", views.news_list, name="news_list"),
    path("open/programmes/<slug:slug>/news/<int:post_id>/", views.news, name="news"),
    path("open/programmes/<slug:slug>/news.atom", feeds.feed, name="feed"),
    path("places/<int:pk>/public/", editing.place_edit, name="place_edit"),
    path("places/<int:pk>/public/preview/", editing.place_preview, name="place_preview"),
    path("places/<int:pk>/public/publish/", editing.place_publish, name="place_publish"),
    path("places/<int:pk>/public/unpublish/", editing.place_unpublish, name="place_unpublish"),
    path("programmes/<int:pk>/public/", editing.programme_edit, name="programme_edit"),
    path("programmes/<int:pk>/public/logo.png", editing.programme_logo, name="programme_logo"),
    path(
        "programmes/<int:pk>/public/preview/", editing.programme_preview, name="programme_preview"
    ),
    path(
        "programmes/<int:pk>/public/publish/", editing.programme_publish, name="programme_publish"
    ),
    path(
        "programmes/<int:pk>/public/unpublish/",
        editing.programme_unpublish,
        name="programme_unpublish",
    ),
    path("programmes/<int:pk>/news/", posts.posts, name="posts"),
    path("programmes/<int:pk>/news/new/", posts.post_add, name="post_add"),
    path("programmes/<int:pk>/news/<int:post_id>/edit/", posts.post_edit, name="post_edit"),
    path(
        "programmes/<int:pk>/news/<int:post_id>/publish/", posts.post_publish, name="post_publish"
    ),
    path(
        "programmes/<int:pk>/news/<int:post_id>/unpublish/",
        posts.post_unpublish,
        name="post_unpublish",
    ),
    path("programmes/<int:pk>/news/<int:post_id>/remove/", posts.post_remove, name="post_remove"),
]
