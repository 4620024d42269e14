"""Addresses of themes: of a programme, of a place, of one theme; a place's analysis."""

from django.urls import URLPattern, path

from themes.analysis import views as analysis
from themes.coding import views as coding
from themes.leading import views as leading
from themes.shaping import views as shaping

app_name = "themes"


def _room(start: str, of: str) -> list[URLPattern]:
    """The pages of a room: a programme's or a place's."""
    return [
        path(f"{start}", getattr(shaping, of), name=of),
        path(f"{start}add/", getattr(shaping, f"{of}_add"), name=f"{of}_add"),
        path(f"{start}code/", getattr(coding, f"{of}_code"), name=f"{of}_code"),
        path(f"{start}voices/<int:voice_id>/", getattr(coding, f"{of}_voice"), name=f"{of}_voice"),
        path(f"{start}voices/add/", getattr(shaping, f"{of}_voice_add"), name=f"{of}_voice_add"),
        path(f"{start}themes.xlsx", getattr(shaping, f"{of}_xlsx"), name=f"{of}_xlsx"),
        path(f"{start}themes.csv", getattr(shaping, f"{of}_csv"), name=f"{of}_csv"),
    ]


_AT, _ANALYSIS = "themes/<int:pk>/", "places/<int:pk>/analysis/"

urlpatterns = [
    *_room("programmes/<int:pk>/themes/", "programme"),
    *_room("places/<int:pk>/themes/", "place"),
    path(_AT, shaping.theme, name="theme"),
    path(f"{_AT}edit/", shaping.edit, name="edit"),
    path(f"{_AT}merge/", shaping.merge, name="merge"),
    path(f"{_AT}merge/<int:merge_id>/undo/", shaping.merge_undo, name="merge_undo"),
    path(f"{_AT}unlike/<int:other_id>/", shaping.tell_apart, name="tell_apart"),
    path(f"{_AT}move/", shaping.move, name="move"),
    path(f"{_AT}split/", shaping.split, name="split"),
    path(f"{_AT}lead/", leading.ways, name="ways"),
    path(f"{_AT}lead/<slug:kind>/", leading.take_up, name="take_up"),
    path(_ANALYSIS, analysis.analysis, name="analysis"),
    path(f"{_ANALYSIS}summary/", analysis.summary, name="analysis_summary"),
    path(f"{_ANALYSIS}presented/", analysis.presented, name="analysis_presented"),
    path(f"{_ANALYSIS}points/add/<slug:kind>/", analysis.point_add, name="point_add"),
    path(f"{_ANALYSIS}points/<int:point_id>/", analysis.point, name="point"),
    path(f"{_ANALYSIS}points/<int:point_id>/move/", analysis.point_move, name="point_move"),
    path(f"{_ANALYSIS}points/<int:point_id>/remove/", analysis.point_remove, name="point_remove"),
]
