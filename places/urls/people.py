"""People, commitments and the clock."""

from django.urls import path

from places.views import people

urlpatterns = [
    path("<int:pk>/people/", people.people_of_place, name="people"),
    path("<int:pk>/people/roles/", people.role_add, name="role_add"),
    path("<int:pk>/people/roles/<int:assignment_id>/end/", people.role_end, name="role_end"),
    path("<int:pk>/people/members/", people.member_add, name="member_add"),
    path("<int:pk>/people/members/<int:member_id>/left/", people.member_left, name="member_left"),
    path("<int:pk>/people/commitments/", people.commitment_add, name="commitment_add"),
    path(
        "<int:pk>/people/commitments/<int:commitment_id>/withdraw/",
        people.commitment_withdraw,
        name="commitment_withdraw",
    ),
    path("<int:pk>/people/pauses/", people.pause_add, name="pause_add"),
    path("<int:pk>/people/extensions/", people.extension_add, name="extension_add"),
]
