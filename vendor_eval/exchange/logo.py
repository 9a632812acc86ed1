"""A logo as somebody uploads it, drawn anew: nothing of the file itself is kept."""

import struct
import warnings
from io import BytesIO

from vendor_eval.errors import TooLargeError, VendorEvalError

LARGEST = 5 * 1024**2
"""Bytes of an upload."""
MOST_PIXELS = 40_000_000
ROOM = (900, 300)
"""Pixels a logo is made to fit: 300 to the inch at its size on paper."""
DAMAGED = (OSError, ValueError, SyntaxError, EOFError, LookupError, TypeError, struct.error)
"""What reading a damaged picture may raise."""
FORMATS = ("PNG", "JPEG", "GIF", "WEBP", "BMP", "TIFF")


class NotALogoError(VendorEvalError):
    """A file that is no picture of the kinds taken."""

    template = (
        "This file cannot be used as a logo: it is no PNG, JPEG, GIF, WebP, BMP or TIFF, is"
        " damaged, or has more than 40 million pixels. Export the logo as PNG and choose it again."
    )


def encode_logo(name: str, content: bytes) -> bytes:
    """The picture as a PNG on white that fits ROOM.

    Args:
        name: of the file, to speak of it.
        content: its bytes.

    Raises:
        TooLargeError: the file is larger than LARGEST.
        NotALogoError: it is no picture, or far too large a one.
    """
    from PIL import Image, ImageFile, ImageOps

    if len(content) > LARGEST:
        raise TooLargeError(name=name, limit=LARGEST // 1024**2)
    # WeasyPrint lets every picture of the process end early; a logo must be whole.
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(BytesIO(content), formats=FORMATS) as opened:
                _require_small(opened.size)
                opened.load()
                picture = ImageOps.exif_transpose(opened).convert("RGBA")
    except (Image.DecompressionBombWarning, Image.DecompressionBombError, *DAMAGED) as error:
        raise NotALogoError from error
    picture.thumbnail(ROOM)
    ground = Image.new("RGBA", picture.size, "white")
    drawn = BytesIO()
    Image.alpha_composite(ground, picture).convert("RGB").save(drawn, "PNG", optimize=True)
    return drawn.getvalue()


def _require_small(size: tuple[int, int]) -> None:
    if size[0] * size[1] > MOST_PIXELS:
        raise NotALogoError
