"""Takes the pictures of the documentation from the running web app.

    python -m bench.screenshots [--into docs/images]

Serves the shipped documents from a temporary knowledge base on a free port of this machine and photographs them with
Chromium (the one that CHROMIUM names, else the one on the search path). Exit code 2 where there is none.
"""

from __future__ import annotations

import argparse
import base64
import os
import shutil
import struct
import sys
import tempfile
import threading
import zlib
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from playwright.sync_api import Browser, Page, sync_playwright
from waitress.server import create_server

from assistant import build_knowledge
from webapp.app import create_app
from webapp.config import WebConfig

ROOT = Path(__file__).resolve().parent.parent
IMAGES = ROOT / "docs" / "images"
QUESTION = "卫滨区发现案件不归自己管，几天内移送给谁？"
REFUSED = "卫滨区的食堂几点开饭？"
WORDS = "移送"
MARGIN = 24
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
COLOURS = 256
READ_PIXELS = """async address => {
  const image = await createImageBitmap(await (await fetch(address)).blob());
  const context = new OffscreenCanvas(image.width, image.height).getContext("2d");
  context.drawImage(image, 0, 0);
  const bytes = context.getImageData(0, 0, image.width, image.height).data;
  let text = "";
  for (let at = 0; at < bytes.length; at += 32768) text += String.fromCharCode(...bytes.subarray(at, at + 32768));
  return [image.width, btoa(text)];
}"""


@dataclass(frozen=True, slots=True)
class Shot:
    """A picture: the page at ``address`` in a window of ``width`` × ``height`` pixels.

    With ``until``, a selector, the picture goes from the top of the page to the end of the first such element, however
    high that is; without it, it shows what the window shows.
    """

    name: str
    address: str
    width: int
    height: int
    until: str | None = None


SHOTS = (
    Shot("ask", f"/?q={quote(QUESTION)}", 1200, 800, until=".card"),
    Shot("refusal", f"/?q={quote(REFUSED)}", 1200, 800, until=".refusal"),
    Shot("document", "/documents/weibin#3.1.2", 1280, 800),
    Shot("search", f"/search?q={quote(WORDS)}", 1200, 900),
    Shot("department", f"/departments/{quote('卫滨区/各镇办')}", 1200, 900),
    Shot("graph", "/graph?node=topic:case_transfer", 1200, 900, until=".graph-frame"),
    Shot("compare", "/compare?topic=case_transfer", 1440, 900),
    Shot("phone", f"/?q={quote(QUESTION)}", 360, 740, until=".card"),
)


@contextmanager
def serve_shipped() -> Iterator[str]:
    """The address of a server over the shipped documents, without a slash at its end."""
    with tempfile.TemporaryDirectory() as folder:
        build_knowledge(Path(folder))
        server = create_server(create_app(WebConfig(Path(folder))), host="127.0.0.1", port=0, threads=2)
        thread = threading.Thread(target=server.run, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.effective_port}"
        finally:
            server.close()
            thread.join(timeout=5)


def take_shot(browser: Browser, server: str, shot: Shot, folder: Path) -> Path:
    """The file that the picture was written to. Raises playwright's error where ``until`` is not on the page."""
    context = browser.new_context(
        viewport={"width": shot.width, "height": shot.height}, device_scale_factor=1, locale="zh-CN"
    )
    page = context.new_page()
    page.goto(server + shot.address, wait_until="load")
    page.evaluate("() => document.fonts.ready")
    if shot.until:
        height = _bottom(page, shot.until) + MARGIN
        picture = page.screenshot(full_page=True, clip={"x": 0, "y": 0, "width": shot.width, "height": height})
    else:
        picture = page.screenshot()
    path = folder / f"{shot.name}.png"
    path.write_bytes(reduce_colours(context.new_page(), picture))
    context.close()
    return path


def _bottom(page: Page, selector: str) -> float:
    """How many pixels below the top of the page the first such element ends."""
    reach = "element => element.getBoundingClientRect().bottom + window.scrollY"
    return float(page.locator(selector).first.evaluate(reach))


def reduce_colours(page: Page, picture: bytes) -> bytes:
    """The picture, a PNG, as one with a palette of the 256 colours it uses most; a third of the size.

    Areas keep their exact colour; the rare colours at the edges of letters become the nearest in the palette. ``page``
    is an empty page, in which the browser decodes the picture.
    """
    address = f"data:image/png;base64,{base64.b64encode(picture).decode()}"
    width, encoded = page.evaluate(READ_PIXELS, address)
    raw = base64.b64decode(encoded)
    pixels = list(zip(raw[::4], raw[1::4], raw[2::4], strict=True))
    colours = [colour for colour, _ in Counter(pixels).most_common()]
    palette = colours[:COLOURS]
    place = {colour: _nearest(colour, palette) for colour in colours}
    indices = bytes(map(place.__getitem__, pixels))
    # Each line begins with its filter, 0 for none, which packs flat areas best.
    lines = b"".join(b"\0" + indices[at : at + width] for at in range(0, len(indices), width))
    header = struct.pack(">IIBBBBB", width, len(indices) // width, 8, 3, 0, 0, 0)
    chunks = (b"IHDR", header), (b"PLTE", bytes(sum(palette, ()))), (b"IDAT", zlib.compress(lines, 9)), (b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, data) for kind, data in chunks)


def _nearest(colour: tuple[int, int, int], palette: list[tuple[int, int, int]]) -> int:
    """The place in the palette of the colour that differs least."""
    return min(range(len(palette)), key=lambda at: sum((a - b) ** 2 for a, b in zip(colour, palette[at], strict=True)))


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def find_browser() -> str | None:
    """The path of Chromium, None where there is none."""
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)


def main() -> int:
    """Takes all pictures and prints their files; the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--into", type=Path, default=IMAGES, help="the folder that the pictures are written to")
    folder: Path = parser.parse_args().into
    chromium = find_browser()
    if chromium is None:
        print("no Chromium: set CHROMIUM to its path", file=sys.stderr)
        return 2
    folder.mkdir(parents=True, exist_ok=True)
    with serve_shipped() as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for shot in SHOTS:
            path = take_shot(browser, server, shot, folder)
            print(f"{path}  {path.stat().st_size / 1024:.0f} KB")
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
