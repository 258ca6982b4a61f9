"""Files that would do something by themselves when opened, made from ordinary ones."""

import io
import zipfile

import olefile
import pikepdf

from tests.casework.documents import samples

TYPES = "[Content_Types].xml"
RELATIONSHIPS = "word/_rels/document.xml.rels"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
OLE = olefile.MAGIC
BEGIN, SEPARATE, END = (
    f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end")
)


def word(*, parts: dict[str, str | bytes] | None = None, **inserted: str) -> bytes:
    """A Word file with mark-up put in at the end of `types`, `relationships` or `document`."""
    endings = {TYPES: ("types", "</Types>"), RELATIONSHIPS: ("relationships", "</Relationships>")}
    endings["word/document.xml"] = ("document", "</w:body>")
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(samples.word())) as plain, zipfile.ZipFile(out, "w", 8) as file:
        for name in plain.namelist():
            content = plain.read(name)
            if name in endings:
                which, end = endings[name]
                content = content.replace(end.encode(), (inserted.pop(which, "") + end).encode())
            file.writestr(name, content)
        for name, part in (parts or {}).items():
            file.writestr(name, part)
    assert not inserted
    return out.getvalue()


def related(kind: str, target: str, *, external: bool = True, base: str = OFFICE) -> bytes:
    mode = ' TargetMode="External"' if external else ""
    relationship = f'<Relationship Id="rId99" Type="{base}/{kind}" Target="{target}"{mode}/>'
    return word(relationships=relationship)


def macros_under_another_name() -> bytes:
    kind = "application/vnd.ms-office.vbaProject"
    return word(
        types=f'<Override PartName="/word/holiday.dat" ContentType="{kind}"/>',
        parts={"word/holiday.dat": OLE + bytes(600)},
    )


def macros_in_a_workbook_inside() -> bytes:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as file:
        kind = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
        file.writestr(TYPES, f'<Types><Override PartName="/xl/w.xml" ContentType="{kind}"/></Types>')
    return word(parts={"word/embeddings/chart.xlsx": inner.getvalue()})


def packages_in_packages(deep: int) -> bytes:
    content = samples.archive()
    for _ in range(deep):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as file:
            file.writestr("inner", content)
        content = out.getvalue()
    return word(parts={"word/embeddings/inner.docx": content})


def packages_side_by_side(count: int, *, parts_each: int) -> bytes:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as file:
        for number in range(parts_each):
            file.writestr(f"{number}.txt", "")
    return word(parts={f"word/embeddings/{number}.xlsx": inner.getvalue() for number in range(count)})


def field(*runs: str) -> bytes:
    """A complex field whose words are split over runs as Word splits them, with marks between."""
    inside = "".join(
        run if run.startswith("<") else f"<w:r><w:t/><w:instrText>{run}</w:instrText></w:r>" for run in runs
    )
    return word(document=f"<w:p>{BEGIN}{inside}{END}</w:p>")


def field_within(code: str, *, result: str) -> str:
    """A field to stand among the words of another, with what came of it when it was last opened."""
    return f"{BEGIN}<w:r><w:instrText>{code}</w:instrText></w:r>{SEPARATE}<w:r><w:t>{result}</w:t></w:r>{END}"


def simple_field(code: str) -> bytes:
    return word(document=f'<w:p><w:fldSimple w:instr="{code}"/></w:p>')


def pdf(catalogue: str, *objects: str) -> bytes:
    """A PDF of one page, written by hand: what is in the catalogue, and objects from number 4 on."""
    extra = "\n".join(f"{number} 0 obj{body}endobj" for number, body in enumerate(objects, 4))
    return (
        f"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R{catalogue}>>endobj\n"
        "2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R>>endobj\n"
        f"{extra}\ntrailer<</Root 1 0 R>>\n%%EOF"
    ).encode()


def link(action: str) -> bytes:
    """A PDF that does `action` once somebody clicks."""
    return pdf("", f"<</Type/Annot/Subtype/Link/Rect[0 0 9 9]/A{action}>>")


def pdf_packed(extra: dict[str, str]) -> bytes:
    """A PDF with something more in its catalogue, in a packed stream of objects."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(samples.pdf())) as document:
        document.Root.Extra = document.make_indirect(pikepdf.Dictionary(extra))
        document.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return out.getvalue()


def pdf_with_a_file_inside() -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(samples.pdf())) as document:
        document.attachments["invoice.txt"] = b"Pay here"
        document.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return out.getvalue()
