"""Writes the demo's PDFs from `texts.toml`, tagged, with a language and a title (PDF/UA-1).

Run by hand when a text changes, with WeasyPrint 66 or newer, which needs the library Pango; the
files are committed, so that nothing of the product depends on it:

    python pages/demo/minutes/write_pdfs.py
"""

import html
import tomllib
from pathlib import Path

import weasyprint  # type: ignore[import-not-found]

FOLDER = Path(__file__).parent
STYLE = """
@page { size: A4; margin: 25mm 25mm 30mm; }
body { font: 12pt/1.5 sans-serif; color: #1f2933; }
h1 { font-size: 22pt; line-height: 1.2; border-bottom: 3pt solid #2f8f8a; padding-bottom: 6pt; }
h2 { font-size: 14pt; margin: 16pt 0 4pt; }
p, ul { margin: 4pt 0; }
"""


def document(title: str, body: str) -> str:
    """Return HTML: `## ` begins a heading, `- ` an item, an empty line ends a paragraph."""
    parts = [f"<h1>{html.escape(title)}</h1>"]
    for part in body.strip().replace("\n## ", "\n\n## ").split("\n\n"):
        lines = part.strip().splitlines()
        if lines and lines[0].startswith("## "):
            parts.append(f"<h2>{html.escape(lines.pop(0)[3:])}</h2>")
        items = [line[2:] for line in lines if line.startswith("- ")]
        if items:
            parts.append("<ul>" + "".join(f"<li>{html.escape(i)}</li>" for i in items) + "</ul>")
        elif lines:
            parts.append(f"<p>{html.escape(' '.join(lines))}</p>")
    return (
        f'<!doctype html><html lang="sv"><head><meta charset="utf-8">'
        f"<title>{html.escape(title)}</title><style>{STYLE}</style></head>"
        f"<body>{''.join(parts)}</body></html>"
    )


def main() -> None:
    """Write one PDF for each text."""
    texts = tomllib.loads((FOLDER / "texts.toml").read_text(encoding="utf-8"))
    for name, text in texts.items():
        page = weasyprint.HTML(string=document(text["title"], text["body"]))
        page.write_pdf(FOLDER / f"{name}.pdf", pdf_variant="pdf/ua-1")


if __name__ == "__main__":
    main()
