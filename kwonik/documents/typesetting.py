"""The process that runs Typst: a job as JSON on standard input, the document on standard output.

python -m kwonik.documents.typesetting < job.json > report.pdf
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import typst

HERE = Path(__file__).parent


def main() -> int:
    job = json.load(sys.stdin.buffer)
    fonts = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(HERE / "fonts")]
    )
    pdf = job["format"] == "pdf"
    try:
        made = typst.compile(
            HERE / "templates" / ("report.typ" if pdf else "picture.typ"),
            root=HERE / "templates",
            font_paths=fonts,
            format=job["format"],
            ppi=72.0,
            sys_inputs={"report": job["report"]},
            pdf_standards=["ua-1"] if pdf else [],
            timestamp=job.get("timestamp", 0),
        )
    except typst.TypstError as refused:
        sys.stderr.write(f"{refused.message}\n{refused.diagnostic}")
        return 1
    sys.stdout.buffer.write(made if isinstance(made, bytes) else made[0])
    return 0


if __name__ == "__main__":
    sys.exit(main())
