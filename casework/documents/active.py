"""Finds what a file would do by itself once somebody opens it, told from its parts and not from names."""

import io
import re
import zipfile
from dataclasses import dataclass, field
from xml.parsers import expat

import olefile
import pikepdf

from casework.documents.models import HeldReason

# Of a package and of all the packages in it together.
MOST_PARTS = 10_000
MOST_BYTES = 64 * 1024 * 1024  # unpacked
MOST_ELEMENTS = 2_000_000  # and attributes: a few bytes of packed mark-up can hold millions
MOST_DEPTH = 2  # a package in a package, such as the workbook behind a chart
MOST_OBJECTS = 250_000
ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
BLANK = b"\x00\xef\xbb\xbf\xff\xfe \t\r\n"  # what may stand before the first mark-up of a part

# Content types, and the last words of relationship types (ISO/IEC 29500-2; [MS-OFFMACRO2]).
MACRO = re.compile(r"vbaproject|vbadata|macroenabled|macrosheet", re.IGNORECASE)
ACTIVE = re.compile(r"oleobject|activex|/control$|/afchunk$", re.IGNORECASE)
# Every document made from a template of somebody's own disk names it; that template stays where it was.
ON_A_DISK = re.compile(r"(file:///)?[a-z]:[\\/]", re.IGNORECASE)
# Word's own marks, kept for where a field stands within another and where what came of a field begins.
WITHIN, RESULT = "\x13", "\x14"
# Fields that start a program or load something from elsewhere (ISO/IEC 29500-1, 17.16.5), and those whose
# name or address is put together only when they are opened. To be matched where a field begins, not searched
# for: a search starts again at each of a million blanks.
FIELD = re.compile(
    r"[^\w=\x13]*(?:(?:DDE|DDEAUTO|LINK|DATABASE)\b|\w*\x13|QUOTE\s+\d+\s+\d"
    r"|(?:INCLUDE\w+|IMPORT)\b[^\x14]*(?:\w{3}://|\\\\\\\\|\x13))",
    re.IGNORECASE,
)
OPENDOCUMENT = frozenset({"event-listener", "dde-connection-decl", "dde-source", "dde-connection"})
OPENDOCUMENT_LOADS = frozenset(
    {
        "background-image",
        "fill-image",
        "floating-frame",
        "image",
        "object",
        "object-ole",
        "plugin",
        "section-source",
    }
)
ELSEWHERE = re.compile(r"[\\/]{2}")
TO_A_MACRO = re.compile(r"\s*(?:macro|vnd\.sun\.star\.script):", re.IGNORECASE)
OLD_WORD_FIELD = re.compile(rb"\x13\x00?(?:\s\x00?)*+(?:D\x00?D\x00?E|L\x00?I\x00?N\x00?K)", re.IGNORECASE)
RTF_ACTIVE = re.compile(rb"\\(?:objdata|objemb|objocx|objlink|objautlink|objupdate)(?![a-z])")
RTF_TEMPLATE = re.compile(rb"\\template\s*(?!\s|[a-z]:[\\/])", re.IGNORECASE)
RTF_LETTER = re.compile(rb"\\'([0-9a-fA-F]{2})")
RTF_FIELD_BYTES = 1024 * 1024
RTF_NUMBERED = re.compile(rb"\\u(-?\d{1,9})")
RTF_MARKS = re.compile(rb"\\[a-z]+-?\d* ?|\\\*|[{}\r\n]")
# `++` and `*+` keep no way back, which for a string of 60 MB would take gigabytes of memory.
PDF_STRING = re.compile(rb"\((?:[^\\)]++|\\.)*+\)", re.DOTALL)
PDF_ACTIVE = re.compile(
    rb"/(?:JavaScript|JS|Launch|AA|EmbeddedFiles?|EF|RichMedia|XFA|ImportData|SubmitForm|GoToE|GoToR"
    rb"|Rendition|Movie|Sound)(?![^\s/<>\[\]()])"
)

# A packed stream of objects could unfold into more memory than there is; pictures are not unpacked here.
pikepdf.settings.set_qpdf_limits(flate_max_memory=MOST_BYTES)


class TooMuch(Exception):
    """There is more in the file than we look through, so nobody can say that it does nothing."""


def in_package(archive: zipfile.ZipFile) -> HeldReason | None:
    """The reason to hold a Word or OpenDocument file; a damaged one raises what `zipfile` or expat does."""
    search = Search()
    try:
        search.package(archive)
    except TooMuch:
        search.found.add(HeldReason.ACTIVE)
    return next((reason for reason in (HeldReason.MACROS, HeldReason.ACTIVE) if reason in search.found), None)


@dataclass
class Search:
    found: set[HeldReason] = field(default_factory=set)
    parts_left: int = MOST_PARTS
    bytes_left: int = MOST_BYTES
    elements_left: int = MOST_ELEMENTS

    def package(self, archive: zipfile.ZipFile, depth: int = 1) -> None:
        entries = archive.infolist()
        self.parts_left -= len(entries)
        if self.parts_left < 0 or depth > MOST_DEPTH:
            raise TooMuch
        for entry in entries:
            with archive.open(entry) as part:
                head = part.read(64)
            # In OpenDocument it is the name of the folder alone, or of one in an object's, that makes macros.
            *folders, name = entry.filename.split("/")
            if not {"Basic", "Scripts"}.isdisjoint(folders) or name.lower().endswith("vbaproject.bin"):
                self.found.add(HeldReason.MACROS)
            elif head.startswith(OLE):
                self.found.add(HeldReason.ACTIVE)
            elif head.startswith(ZIP):
                with zipfile.ZipFile(io.BytesIO(self.read(archive, entry))) as inner:
                    self.package(inner, depth + 1)
            elif head and head.lstrip(BLANK)[:1] in (b"<", b""):
                self.markup(self.read(archive, entry))

    def read(self, archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
        """Unpack no more than is left, whatever the entry says of its size."""
        with archive.open(entry) as part:
            content = part.read(self.bytes_left + 1)
        self.bytes_left -= len(content)
        if self.bytes_left < 0:
            raise TooMuch
        return content

    def markup(self, content: bytes) -> None:
        fields: list[str] = []
        begun: list[list[str]] = [[]]  # a field may stand within another, between the words of that one
        parser = expat.ParserCreate()
        parser.buffer_text = True

        def text(data: str) -> None:
            begun[-1].append(data)

        def mark(what: str) -> None:
            if len(begun) > 1:
                text(what)

        def start(name: str, attributes: dict[str, str]) -> None:
            self.elements_left -= 1 + len(attributes)
            if self.elements_left < 0:
                raise TooMuch
            element = name.rpartition(":")[2]
            if element == "fldChar" and "begin" in attributes.values():
                mark(WITHIN)
                begun.append([])
            elif element == "fldChar" and "separate" in attributes.values():
                mark(RESULT)
            elif element == "fldChar" and "end" in attributes.values() and len(begun) > 1:
                fields.append("".join(begun.pop()))
            elif element == "fldSimple":
                mark(WITHIN)
                fields.extend(attributes.values())
            elif element in ("instrText", "delInstrText"):
                parser.CharacterDataHandler = text
            self.element(element, {key.rpartition(":")[2]: value for key, value in attributes.items()})

        def end(name: str) -> None:
            parser.CharacterDataHandler = None

        def entity(*declared: object) -> None:
            raise TooMuch  # no office program writes one, and a few can unfold without end

        parser.StartElementHandler, parser.EndElementHandler = start, end
        parser.EntityDeclHandler = entity
        parser.Parse(content, True)
        if any(map(FIELD.match, (*fields, *map("".join, begun)))):
            self.found.add(HeldReason.ACTIVE)

    def element(self, element: str, attributes: dict[str, str]) -> None:
        if element in ("Default", "Override", "Relationship"):
            kind = attributes.get("ContentType") or attributes.get("Type", "")
            if MACRO.search(kind):
                self.found.add(HeldReason.MACROS)
            if ACTIVE.search(kind) or loads_from_elsewhere(kind, attributes):
                self.found.add(HeldReason.ACTIVE)
        link = attributes.get("href", "")
        if (
            element in OPENDOCUMENT
            or TO_A_MACRO.match(link)
            or (element in OPENDOCUMENT_LOADS and ELSEWHERE.search(link))
        ):
            self.found.add(HeldReason.ACTIVE)


def loads_from_elsewhere(kind: str, attributes: dict[str, str]) -> bool:
    """Whether a relationship leads out of the file to what is fetched without being asked for."""
    if attributes.get("TargetMode", "").lower() != "external":
        return False
    if kind.endswith("/attachedTemplate"):
        return not ON_A_DISK.match(attributes.get("Target", ""))
    return not kind.endswith("/hyperlink")


def in_ole(container: olefile.OleFileIO) -> HeldReason | None:
    """The reason to hold an old Word file or an Outlook message."""
    storages = {part.lower() for entry in container.listdir(storages=True) for part in entry}
    if storages & {"vba", "_vba_project", "macros", "_vba_project_cur"}:
        return HeldReason.MACROS
    has_objects = any(entry[0].lower() == "objectpool" and len(entry) > 1 for entry in container.listdir())
    words = container.openstream("WordDocument").read() if container.exists("WordDocument") else b""
    if has_objects or OLD_WORD_FIELD.search(words):
        return HeldReason.ACTIVE
    return None


def in_rtf(content: bytes) -> HeldReason | None:
    fields = (field.partition(b"\\fldrslt")[0] for field in content.split(b"\\fldinst")[1:])
    if RTF_ACTIVE.search(content) or RTF_TEMPLATE.search(content) or any(map(acts_in_rtf, fields)):
        return HeldReason.ACTIVE
    return None


def acts_in_rtf(field: bytes) -> bool:
    """Nobody writes a letter of the alphabet by its number in a field, unless to keep its name from us."""
    field = field[:RTF_FIELD_BYTES]
    numbered = (int(number) % 2**16 for number in RTF_NUMBERED.findall(field))
    hidden = any(chr(number).isalpha() and number < 128 for number in numbered)
    spelt = RTF_LETTER.sub(lambda letter: bytes.fromhex(letter[1].decode()), field)
    return hidden or bool(FIELD.match(RTF_MARKS.sub(b"", spelt).decode("latin-1")))


def in_pdf(pdf: pikepdf.Pdf) -> HeldReason | None:
    """Every object is looked at where it lies, so that no depth or circle of them matters."""
    if len(pdf.objects) > MOST_OBJECTS:
        return HeldReason.ACTIVE
    for each in (pdf.trailer, *pdf.objects):
        if isinstance(each, pikepdf.Object):
            is_stream = isinstance(each, pikepdf.Stream)
            body = each.stream_dict if is_stream else each
            if is_stream and "/F" in body or _opens_more_than_a_page(body):
                return HeldReason.ACTIVE
            if PDF_ACTIVE.search(PDF_STRING.sub(b"", body.unparse(resolved=True))):
                return HeldReason.ACTIVE
    return None


def _opens_more_than_a_page(body: pikepdf.Object) -> bool:
    """Whether opening the file does something else than to show a page of its own."""
    if not isinstance(body, pikepdf.Dictionary) or "/OpenAction" not in body:
        return False
    action = body.OpenAction
    return isinstance(action, pikepdf.Dictionary) and (action.get("/S") != "/GoTo" or "/Next" in action)
