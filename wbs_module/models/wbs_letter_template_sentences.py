"""What can be wrong with a letter template, in sentences that are translated.

The English is that of ``letters.SENTENCES``, which knows no languages; a test holds
both together.
"""

from odoo.tools import LazyTranslate

_lt = LazyTranslate(__name__)

PLACES = {
    "document": _lt("Text"),
    "header": _lt("Header"),
    "footer": _lt("Footer"),
    "footnotes": _lt("Footnotes"),
    "endnotes": _lt("Endnotes"),
    "file": _lt("File"),
}

WHAT_IS_WRONG = {
    "too_large": _lt("The file has %(size)s; a template may have at most %(limit)s."),
    "not_docx": _lt("The file is not a Word document (.docx), or it is damaged."),
    "old_word": _lt(
        "The file is an old Word document (.doc) or protected by a password."
    ),
    "encrypted": _lt("The file is protected by a password."),
    "unpacked_too_large": _lt("Unpacked, the file is larger than %(limit)s."),
    "wrong_document_type": _lt(
        "The file is a Word template or another kind of Office file."
    ),
    "strict_format": _lt("The file is saved in the “Strict Open XML” form."),
    "macros": _lt("The file contains macros, that is, programs."),
    "external_link": _lt("The file points to something outside itself: %(target)s."),
    "forbidden_part": _lt(
        "The file contains something that a letter may not carry: %(part)s."
    ),
    "picture_kind": _lt("The picture %(part)s is neither PNG nor JPEG."),
    "bad_xml": _lt("The part %(part)s of the file cannot be read."),
    "comments": _lt(
        "The template contains comments, which would go out with every letter."
    ),
    "tracked_changes": _lt(
        "The template contains tracked changes, which show names and deleted text."
    ),
    "forbidden_field": _lt("The Word field “%(name)s” is not allowed."),
    "tag_outside_text": _lt(
        "A placeholder stands where no text stands (in %(where)s)."
    ),
    "value_as_markup": _lt("“%(tag)s” would insert raw Word markup."),
    "syntax": _lt("A placeholder cannot be understood: %(reason)s."),
    "forbidden_syntax": _lt("%(what)s may not be used in a letter."),
    "unknown_filter": _lt("The filter “%(name)s” does not exist here."),
    "filter_arguments": _lt(
        "The filter “%(name)s” is used with settings that it does not know."
    ),
    "loops_too_deep": _lt("Loops stand more than %(limit)s deep inside each other."),
    "unknown_name": _lt("The name “%(name)s” is not known for this letter."),
    "not_a_list": _lt("“%(name)s” is not a list, so a loop cannot go through it."),
    "not_printable": _lt(
        "“%(name)s” is a list, a group or a yes/no and cannot be written as text."
    ),
    "broken_result": _lt("Filled with %(values)s, the letter would not open in Word."),
}

ADVICE = {
    "too_large": _lt("Make its pictures smaller or remove some."),
    "not_docx": _lt(
        "Open it in Word or LibreOffice and save it as “Word Document (.docx)”."
    ),
    "old_word": _lt("Remove the password and save it as “Word Document (.docx)”."),
    "encrypted": _lt("Remove the password and save it again."),
    "unpacked_too_large": _lt(
        "Start from a shipped template and copy the text into it."
    ),
    "wrong_document_type": _lt("Save it as “Word Document (.docx)”."),
    "strict_format": _lt("Save it as “Word Document (.docx)”, without “Strict”."),
    "macros": _lt("Save it as “Word Document (.docx)” without macros."),
    "external_link": _lt(
        "Embed the picture, or remove the link (right click, Remove Hyperlink)."
    ),
    "forbidden_part": _lt(
        "Remove embedded files, objects and controls; keep text, tables, pictures."
    ),
    "picture_kind": _lt("Save the picture as PNG or JPEG and insert it again."),
    "bad_xml": _lt("Open the file in Word and save it again."),
    "comments": _lt("Delete all comments (Review, Delete All Comments)."),
    "tracked_changes": _lt(
        "Accept all changes (Review, Accept All Changes) and save again."
    ),
    "forbidden_field": _lt("Remove the field; page numbers (PAGE, NUMPAGES) may stay."),
    "tag_outside_text": _lt(
        "Write placeholders only in the ordinary text of the letter."
    ),
    "value_as_markup": _lt("Write {{ name }} without a letter after the braces."),
    "syntax": _lt("Compare it with the examples in the manual for letter templates."),
    "forbidden_syntax": _lt("Use only names, if, for and the listed filters."),
    "unknown_filter": _lt("Use one of: %(allowed)s."),
    "filter_arguments": _lt("Write it as shown in the manual for letter templates."),
    "loops_too_deep": _lt("Write the list with fewer loops."),
    "unknown_name": _lt(
        "Choose a name from the list for this letter; check the spelling."
    ),
    "not_a_list": _lt(
        "Write {{ %(name)s }}, or use the filter “paragraphs” for long text."
    ),
    "not_printable": _lt(
        "Use a loop for a list, the names inside a group, and if for yes/no."
    ),
    "broken_result": _lt(
        "Let if and for begin and end in the same cell or paragraph; put "
        "{%%p … %%} and {%%tr … %%} on a line or in a row of their own."
    ),
}
