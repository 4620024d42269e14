"""Half a picture is refused, whatever another library has told Pillow."""

import io

import pytest
from PIL import Image, ImageFile

from core.pictures import redraw
from core.refusals import Refusal


def picture(kind):
    out = io.BytesIO()
    Image.linear_gradient("L").resize((300, 200)).save(out, kind)
    return out.getvalue()


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
@pytest.mark.parametrize("lenient", [False, True])
def test_half_a_picture_is_refused(monkeypatch, kind, lenient):
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", lenient)
    whole = picture(kind)
    assert Image.open(io.BytesIO(redraw(whole, kind))).size == (300, 200)
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", lenient)
    with pytest.raises(Refusal) as refused:
        redraw(whole[: len(whole) // 2], kind)
    assert refused.value.code == "file_broken"
