"""Makes the pictures of the examples: `python -m examples.make_pictures [FOLDER]`. Needs chromium.

Each is a part of a report as it stands in the html, photographed without a window; the parts are named by what they
begin and end with.
"""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parent.parent
PLACE = ROOT / "docs" / "images"
_POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy"[^>]*>')


@dataclass(frozen=True)
class Picture:
    """A picture: the words of the command without `-o`, the part of the page, its size in pixels."""

    name: str
    words: str
    begins: str
    ends: str
    width: int
    height: int


PICTURES = (
    Picture("jintai", "examples/jintai/logs.xlsx --period 2023H1", "<figure>", "</svg>", 960, 400),
    Picture("ningjin", "examples/ningjin/logs.xlsx", "<h3>各述职场次情况", "</table>", 980, 700),
    Picture(
        "jincheng",
        "examples/jincheng/logs-2024.csv -r jincheng --roster examples/jincheng/roster-2024.csv --form registration "
        "--member 艾屏书",
        "<body", "</body>", 900, 1180,
    ),
    Picture("jiuyuan", "examples/jiuyuan/logs.xlsx --as-of 2022-06-30", '<section id="board"', "</table>", 620, 700),
    Picture("shigu", "examples/shigu/logs.xlsx", "<h3>从自评到核定", "</table>", 480, 340),
    Picture(
        "notice",
        "examples/jintai/logs.xlsx --form notice --addressee 各委员小组 --issuer 政协金台区委员会 --date 2024-01-15",
        "<body", "</body>", 860, 1150,
    ),
    Picture("sheet", "examples/shigu/logs.xlsx --per member --member D002", "<body", "</body>", 860, 1150),
)  # fmt: skip


def part(page: str, picture: Picture) -> str:
    """The page with nothing but the part in it; its scripts and the policy that forbids this are left out."""
    page = re.sub(r"<script.*?</script>", "", _POLICY.sub("", page), flags=re.DOTALL)
    head, body = page.split("<body", 1)
    start = f"<body{body}".index(picture.begins)
    end = f"<body{body}".index(picture.ends, start) + len(picture.ends)
    inside = f"<body{body}"[start:end]
    return page if picture.begins == "<body" else f"{head}<body style='padding: 0 16px'>{inside}</body></html>"


def main(place: Path) -> None:
    with TemporaryDirectory() as name:
        folder = Path(name)
        for picture in PICTURES:
            page = folder / f"{picture.name}.html"
            command = [sys.executable, "-m", "dutyscore", "report", *picture.words.split(), "--lang", "zh", "-q"]
            subprocess.run([*command, "-o", str(page)], cwd=ROOT, check=False)  # warnings end it with 1
            page.write_text(part(page.read_text(encoding="utf-8"), picture), encoding="utf-8")
            shot = f"--screenshot={place / picture.name}.png"
            size = f"--window-size={picture.width},{picture.height}"
            options = ["--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", size, shot]
            subprocess.run(["chromium", *options, page.as_uri()], check=True, capture_output=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else PLACE)
