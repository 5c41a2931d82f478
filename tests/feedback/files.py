"""Parsing of exported files."""

import csv
import io
from typing import Any

from openpyxl import load_workbook


def content_of(response: Any) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


def csv_rows(response: Any) -> list[list[str]]:
    data = content_of(response)
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=";"))


def xlsx_sheet(response: Any) -> Any:
    return load_workbook(io.BytesIO(content_of(response))).active
