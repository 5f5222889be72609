"""The program around RapidOCR: takes pictures on its input, gives the lines on each as JSON, until the input ends.

A picture comes as its length in bytes on a line of its own, then the bytes. An answer is one line: of each printed line
the text, left, top, right, bottom in pixels, and the confidence from 0 to 1.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from typing import Any, Final

_OPTIONS: Final = {
    "Global.log_level": "critical",
    "Global.use_cls": False,  # pages stand upright
    "EngineConfig.onnxruntime.intra_op_num_threads": 1,
    "EngineConfig.onnxruntime.inter_op_num_threads": 1,
}
_INK: Final = 0.72
"""Height of the letters in a box, as a share of it: the boxes leave room around the text."""

_Line = tuple[str, int, int, int, int, float]


def main() -> None:
    """Serve pictures."""
    import cv2
    import numpy as np
    from rapidocr import RapidOCR

    engine = RapidOCR(params=_OPTIONS)
    while length := sys.stdin.buffer.readline():
        picture = sys.stdin.buffer.read(int(length))
        image = cv2.imdecode(np.frombuffer(picture, np.uint8), cv2.IMREAD_COLOR)
        answer = [] if image is None else list(_lines(engine(image)))
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


def _lines(found: Any) -> Iterator[_Line]:
    """What was found, from RapidOCR's arrays; corners go clockwise from the top left."""
    if found.boxes is None:
        return
    for corners, text, sure in zip(found.boxes, found.txts, found.scores, strict=True):
        (left, top), (right, _right_top), (_right_x, bottom), (_left_x, left_bottom) = corners.tolist()
        middle, height = (top + bottom) / 2, (left_bottom - top) * _INK
        box = (round(left), round(middle - height / 2), round(right), round(middle + height / 2))
        if text.strip():
            yield text.strip(), *box, round(float(sure), 3)


if __name__ == "__main__":
    main()
