"""People, commitments and the clock."""

from django.urls import path

from places.team import views

urlpatterns = [
    path("", views.people_of_place, name="people"),
    path("roles/", views.role_add, name="role_add"),
    path("roles/<int:assignment_id>/end/", views.role_end, name="role_end"),
    path("members/", views.member_add, name="member_add"),
    path("members/<int:member_id>/left/", views.member_left, name="member_left"),
    path("commitments/", views.commitment_add, name="commitment_add"),
    path(
        "commitments/<int:commitment_id>/withdraw/",
        views.commitment_withdraw,
        name="commitment_withdraw",
    ),
    path("test/", views.test_mark, name="test_mark"),
    path("pauses/", views.pause_add, name="pause_add"),
    path("extensions/", views.extension_add, name="extension_add"),
]
