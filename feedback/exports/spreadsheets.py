"""Tables as CSV and XLSX files, produced in pieces.

openpyxl makes the workbook, but the rows are inserted here: openpyxl's write-only mode uses a
temporary file, in which residents' words would remain if the process were killed.
"""

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple
from xml.sax.saxutils import escape

# The rows of an Excel sheet without the heading.
MAX_ROWS = 1_048_575
# A spreadsheet takes text that begins with one of these for a formula.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
PIECE = 256 * 1024

Cell = str | int | None

_SHEET = "xl/worksheets/sheet1.xml"
# Characters that XML 1.0 does not allow.
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# Excel decodes `_x0041_` as a character unless its underscore is escaped.
_LOOKS_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_DIMENSION = re.compile(rb"<dimension [^>]*/>")


class Column(NamedTuple):
    """The heading of a column, and its width in characters."""

    heading: str
    width: int = 12


def formula_safe(text: str) -> str:
    """Return `text` with an apostrophe first if a spreadsheet could take it for a formula."""
    return f"'{text}" if text.lstrip(" ").startswith(FORMULA_STARTS) else text


def csv_pieces(columns: Sequence[Column], rows: Iterable[Sequence[Cell]]) -> Iterator[bytes]:
    """Yield a CSV file in UTF-8 with a byte order mark, with semicolons between the cells.

    Excel uses the separator of the computer's locale, in Sweden a semicolon. With a first line
    `sep=;` it would no longer recognise UTF-8.
    """
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";")
    text.write("\ufeff")
    writer.writerow([each.heading for each in columns])
    for row in rows:
        writer.writerow([_safe(cell) for cell in row])
        if text.tell() >= PIECE:
            yield _taken(text)
    yield _taken(text)


def xlsx_pieces(
    title: str, columns: Sequence[Column], rows: Iterable[Sequence[Cell]]
) -> Iterator[bytes]:
    """Yield a workbook of one sheet, with numbers as numbers and everything else as text.

    Text cells are never evaluated, but are made formula-safe too, since the sheet may be saved as
    CSV.
    """
    template, wrapped = _workbook(title, columns)

    def members() -> Iterator[tuple[str, Iterable[bytes]]]:
        with zipfile.ZipFile(io.BytesIO(template)) as archive:
            for name in archive.namelist():
                data = archive.read(name)
                yield name, _sheet(data, rows, wrapped) if name == _SHEET else [data]

    yield from zip_pieces(members())


def zip_pieces(members: Iterable[tuple[str, Iterable[bytes]]]) -> Iterator[bytes]:
    """Yield a ZIP file of named members given in pieces, without holding a member in memory."""
    pieces = _Pieces()
    # The file is not seekable, so the sizes follow each member.
    with zipfile.ZipFile(pieces, "w", zipfile.ZIP_DEFLATED) as archive:  # type: ignore[call-overload]
        for name, content in members:
            # ZipInfo without a date, so that the time is not stored.
            about = zipfile.ZipInfo(name)
            about.compress_type = zipfile.ZIP_DEFLATED
            with archive.open(about, "w", force_zip64=True) as member:
                for data in content:
                    member.write(data)
                    if pieces.size >= PIECE:
                        yield pieces.taken()
    yield pieces.taken()


class _Pieces:
    """A writable file object that buffers what is written until it is taken."""

    def __init__(self) -> None:
        self.data: list[bytes] = []
        self.size = 0

    def write(self, data: bytes) -> int:
        """Add `data` to the buffer."""
        self.data.append(bytes(data))
        self.size += len(data)
        return len(data)

    def flush(self) -> None:
        """Do nothing."""

    def taken(self) -> bytes:
        """Return and clear the buffer."""
        data, self.data, self.size = b"".join(self.data), [], 0
        return data


def _workbook(title: str, columns: Sequence[Column]) -> tuple[bytes, int]:
    """Return a workbook with the headings only, and the style number of wrapped text."""
    # Imported when needed: a process that makes no workbook uses 4 MB less.
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    sheet = workbook.create_sheet(title)
    sheet.append([each.heading for each in columns])
    for number, column in enumerate(columns, start=1):
        sheet.cell(1, number).font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(number)].width = column.width
    sheet.freeze_panes = "A2"
    style = sheet.cell(2, 1)
    style.alignment = Alignment(wrap_text=True, vertical="top")
    wrapped = style.style_id
    sheet.delete_rows(2)
    file = io.BytesIO()
    workbook.save(file)
    return file.getvalue(), wrapped


def _sheet(template: bytes, rows: Iterable[Sequence[Cell]], wrapped: int) -> Iterator[bytes]:
    # Without <dimension>, which is that of the headings.
    before, end, after = _DIMENSION.sub(b"", template).partition(b"</sheetData>")
    yield before
    for row in rows:
        yield b"<row>%s</row>" % "".join(_cell(cell, wrapped) for cell in row).encode()
    yield end + after


def _cell(cell: Cell, wrapped: int) -> str:
    if cell is None or cell == "":
        return "<c/>"
    if isinstance(cell, int):
        return f'<c s="{wrapped}"><v>{cell}</v></c>'
    text = _LOOKS_ESCAPED.sub("_x005F_", formula_safe(_NOT_XML.sub("", cell)))
    return f'<c s="{wrapped}" t="inlineStr"><is><t xml:space="preserve">{escape(text)}</t></is></c>'


def _safe(cell: Cell) -> Cell:
    # Some programs stop at a NUL, and a lone surrogate cannot be encoded.
    return formula_safe(_NOT_XML.sub("", cell)) if isinstance(cell, str) else cell


def _taken(text: io.StringIO) -> bytes:
    data = text.getvalue().encode()
    text.seek(0)
    text.truncate()
    return data
