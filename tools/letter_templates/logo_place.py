"""The place of the office's coat of arms, at the left of the letterhead.

The picture floats, so that the letterhead stays in the middle with and without it. In
the template it is one transparent pixel; its box is filled when a letter is made.
"""

from __future__ import annotations

import base64
import io

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Cm
from docx.text.paragraph import Paragraph

from wbs_module.letters.logo import PICTURE_NAME

_PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGNgYGBgAAAABQABh6FO1AAA"
    "AABJRU5ErkJggg=="
)
_BOX = (Cm(2.1), Cm(2.4))
_FROM_PAPER_TOP = Cm(1.55)


def add_logo_place(paragraph: Paragraph) -> None:
    """Anchors the placeholder picture to a paragraph of the letterhead."""
    inline = paragraph.add_run().add_picture(io.BytesIO(_PIXEL), *_BOX)._inline
    inline.docPr.set("name", PICTURE_NAME)
    inline.docPr.set("descr", "Lambang daerah")
    anchor = parse_xml(
        f"<wp:anchor {nsdecls('wp')} distT='0' distB='0' distL='0' distR='0' "
        "simplePos='0' relativeHeight='1' behindDoc='0' locked='0' layoutInCell='1' "
        "allowOverlap='1'><wp:simplePos x='0' y='0'/>"
        "<wp:positionH relativeFrom='margin'><wp:posOffset>0</wp:posOffset>"
        "</wp:positionH><wp:positionV relativeFrom='page'>"
        f"<wp:posOffset>{_FROM_PAPER_TOP}</wp:posOffset></wp:positionV>"
        "</wp:anchor>"
    )
    for child in list(inline):
        anchor.append(child)
        if child.tag.endswith("}extent"):
            anchor.append(parse_xml(f"<wp:wrapNone {nsdecls('wp')}/>"))
    inline.getparent().replace(inline, anchor)
