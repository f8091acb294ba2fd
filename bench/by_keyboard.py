"""Every kind of page of a filled demonstration site, in a window of 320 pixels and by the Tab key alone.

    python bench/by_keyboard.py http://127.0.0.1:8000 --out /tmp/by-keyboard

Walks the site as `bench/contact_sheet.py` does. For each kind of page it writes into `checks.md`: how many places Tab
comes to, whether one of them lies above the one before it although it is no further column, whether something is wider
than 320 pixels (WCAG 2.2, 1.4.10), and what can be dragged and what does the same by a button (2.5.7). Beside it the
pictures at 320 pixels with the places numbered in their order, on sheets to be looked at. The site must be a throw-away
one.
"""

import argparse
from collections.abc import Iterator
from pathlib import Path

from contact_sheet import ROLES, WIDE, Kind, begin_attempt, sign_in, states, walk
from playwright.sync_api import Browser, Page, sync_playwright

MARKED = """() => {
  const usable = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']";
  const shown = part => part.checkVisibility({visibilityProperty: true}) && !part.disabled && part.tabIndex >= 0
    && !part.closest("details:not([open]) > :not(summary)") && !part.closest(".visually-hidden, .skip");
  const places = [...document.body.querySelectorAll(usable)].filter(shown);
  const jumps = [], radios = new Set();
  let last = null;
  places.forEach((part, number) => {
    const box = part.getBoundingClientRect();
    if (last && box.bottom < last.top - 8 && box.left < last.right) jumps.push(part.textContent.trim().slice(0, 30));
    last = box;
    const mark = document.createElement("b");
    mark.textContent = number + 1;
    mark.style = `position:absolute;z-index:99;left:${box.left + scrollX}px;top:${box.top + scrollY - 6}px;` +
      "font:700 9px sans-serif;background:#b00;color:#fff;padding:0 2px;border-radius:3px";
    document.body.append(mark);
  });
  const dragged = document.querySelectorAll("[draggable=true]").length;
  const moved = document.querySelectorAll("[draggable=true] button, [draggable=true] [type=submit]").length;
  const first = document.querySelectorAll("[tabindex]:not([tabindex='0']):not([tabindex='-1'])").length;
  return {places: places.length, jumps, dragged, moved, first};
}"""
FILES = """() => document.querySelectorAll("input[type=file]").length"""


def look(page: Page, base: str, kind: Kind, out: Path) -> tuple[str, str]:
    """Open a page in the small window; gives the row of the table and the name of the picture."""
    page.goto(base + kind.path)
    wide = page.evaluate(WIDE)
    page.keyboard.press("Tab")
    skips = page.evaluate("() => document.activeElement.classList.contains('skip')")
    found = page.evaluate(MARKED)
    file = f"{kind.role or 'visitor'}-{kind.name}".replace("/", "-") + ".png"
    page.screenshot(path=str(out / file), full_page=True)
    order = "good" if not found["jumps"] and not found["first"] else f"jumps to {', '.join(found['jumps'][:3])}"
    files = page.evaluate(FILES)
    pointer = (
        f"{found['dragged']} dragged, {found['moved']} buttons that do the same" if found["dragged"] else "nothing"
    )
    pointer = "files are chosen by a key" if files and not found["dragged"] else pointer
    first = "yes" if skips else "no"
    cells = (kind.name, kind.role or "visitor", found["places"], first, order, wide or "good", pointer)
    return f"| {' | '.join(map(str, cells))} |", file


def visit(browser: Browser, base: str, role: str, known: set[str], out: Path) -> Iterator[tuple[str, str]]:
    """Every kind of page that an account is the first to see."""
    context = browser.new_context(viewport={"width": 320, "height": 640}, reduced_motion="reduce")
    if role:
        sign_in(context, base, role)
    context.request.get(f"{base}/?lang=en")
    kinds = list(walk(context, base, role, known))
    if role == "learner":
        kinds += begin_attempt(context, base, kinds)
    page = context.new_page()
    for kind in [*kinds, *(one for one in states(role, kinds) if not one.refused)]:
        yield look(page, base, kind, out)
    context.close()


def main() -> None:
    """Look at every page, write the table and the sheets."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("base", help="address of a running demonstration site")
    ask.add_argument("--out", default="by-keyboard", type=Path, help="folder for the pictures")
    ask.add_argument("--browser", default="/usr/bin/chromium")
    asked = ask.parse_args()
    asked.out.mkdir(parents=True, exist_ok=True)
    rows, files, known = list[str](), list[str](), set[str]()
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=asked.browser, args=["--no-sandbox", "--disable-gpu"])
        for role in ROLES:
            for row, file in visit(browser, asked.base.rstrip("/"), role, known, asked.out):
                rows.append(row)
                files.append(file)
            print(f"{role or 'visitor'}: {len(rows)} kinds so far", flush=True)
        head = "| page | as | places | skip link first | order | 320 pixels | by pointer |\n" + "|---" * 7 + "|\n"
        (asked.out / "checks.md").write_text(head + "\n".join(rows) + "\n")
        _sheets(browser, files, asked.out)


def _sheets(browser: Browser, files: list[str], out: Path) -> None:
    """Pictures side by side, two dozen on a sheet."""
    page = browser.new_page(viewport={"width": 2000, "height": 1000})
    for start in range(0, len(files), 24):
        figures = "".join(
            f'<figure style="display:inline-block;margin:3px;width:240px;vertical-align:top"><img src="{file}" '
            f'style="width:240px;height:430px;object-fit:cover;object-position:top;border:1px solid">'
            f'<figcaption style="font:11px sans-serif">{file[:-4]}</figcaption></figure>'
            for file in files[start : start + 24]
        )
        sheet = out / f"sheet-{start // 24}.html"
        sheet.write_text(f'<!doctype html><meta charset="utf-8">{figures}')
        page.goto(sheet.absolute().as_uri())
        page.screenshot(path=str(out / f"sheet-{start // 24}.png"), full_page=True, timeout=120_000)


if __name__ == "__main__":
    main()
