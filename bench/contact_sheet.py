"""Pictures of every kind of page of a filled demonstration site, to be looked at before a release.

    python bench/contact_sheet.py http://127.0.0.1:8000 --out /tmp/sheet

Walks the site as a visitor and as each demonstration account, keeps the first page of every kind (the name of its
route; lessons, readings and quizzes apart), adds states that no link leads to (refused forms, an attempt, empty
results, 403 and 404), takes each at two widths and in two languages, and on paper where people print. Writes the
pictures, `index.html` with all of them, one `sheet-….png` for each account, and `findings.txt` with what a machine can
see: pages wider than their window, Latin words in Serbian Cyrillic text, refused scripts. The site must be a throw-away
one: a quiz attempt is begun in it.
"""

import argparse
import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urljoin, urlsplit

from fastapi.routing import APIRoute
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from rmtc.routers import ROUTERS

PASSWORD = "plandiste-demo"
SIZES = {"wide": (1360, 900), "phone": (390, 844)}
LANGUAGES = ("en", "sr-Cyrl")
ROLES = ("", "learner", "trainer", "author", "expert", "librarian", "coordinator", "reviewer", "manager", "admin")
STARTS = "/ /about /accessibility /privacy /contact /become-a-trainer /register /password-reset /password-reset/letter"
EXTRA = {
    "": ("/library?q=migration", "/library?q=nothingofthekind", "/no-such-page", "/verify/RMTC-2020-00001"),
    "learner": ("/manage/people", "/record"),
}
"""Pages that no link leads to: results, an empty result, an unknown address, a page that is not for this person."""

REFUSED = {
    "": ("/sign-in", "/register", "/contact", "/password-reset"),
    "learner": ("/account",),
    "trainer": ("teaching.new_run", "questions.new", "authoring.new_course", "teaching.settings"),
    "author": ("curricula.new", "curricula.new_outcome"),
    "librarian": ("desk.new_resource", "desk.upload"),
    "manager": ("manage.new_post", "manage.new_partner", "awards.new_decision"),
    "admin": ("people.invitation", "people.import"),
}
"""Forms that are sent empty, by address or by the name of a page seen before."""

PRINTED = ("progress.activity-lesson", "awards.verdict", "grades.book")
PATIENCE = 180_000
"""Milliseconds for a sheet of a hundred large pictures."""
LATIN = """() => {
  const texts = [], walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const part = walk.currentNode.parentElement, shown = part.checkVisibility();
    if (shown && part.closest("[lang]").lang.startsWith("sr") && !part.closest("code, script, style, .lang, .brand"))
      for (const word of walk.currentNode.data.match(/[A-Za-zčćžšđČĆŽŠĐ]{3,}[^А-я<]*/g) || []) texts.push(word.trim());
  }
  return [...new Set(texts)].slice(0, 8);
}"""
WIDE = """() => {
  if (document.documentElement.scrollWidth <= innerWidth + 1) return "";
  const inside = part => part.closest(".scroll, pre, .visually-hidden, .reader-view") === null;
  const part = [...document.body.querySelectorAll("*")].find(
    part => inside(part) && part.getBoundingClientRect().right > innerWidth + 1);
  return part ? `${part.tagName.toLowerCase()}.${part.className}` : "something";
}"""


@dataclass(frozen=True)
class Kind:
    """One kind of page: who saw it first, what it is called, its address, and whether its form is sent empty."""

    role: str
    name: str
    path: str
    refused: bool = False


@dataclass(frozen=True)
class Picture:
    """One picture and what a machine noticed about the page."""

    kind: Kind
    size: str
    language: str
    file: str
    findings: str


def kind_of(path: str, body: str) -> str:
    """Name the kind of a page by its route; activities by what they are as well."""
    routes = (route for router in ROUTERS for route in router.routes if isinstance(route, APIRoute))
    place = urlsplit(path).path
    name = next((route.name for route in routes if "GET" in route.methods and route.path_regex.match(place)), "unknown")
    if name in ("progress.activity", "authoring.activity"):
        sort = next((word for word in ("quiz", "download", "Open the reading") if word in body), "lesson")
        return f"{name}-{ {'download': 'file', 'Open the reading': 'reading'}.get(sort, sort) }"
    return name


def sign_in(context: BrowserContext, base: str, role: str) -> None:
    """Sign in as the demonstration person of a role."""
    page = context.new_page()
    page.goto(f"{base}/sign-in")
    page.locator("#email").fill(f"{role}@demo.rmtc.example")
    page.locator("#password").fill(PASSWORD)
    page.locator("#password").press("Enter")
    page.wait_for_load_state()
    page.close()


def walk(context: BrowserContext, base: str, role: str, known: set[str]) -> Iterator[Kind]:
    """Follow links and give the first page of each kind that no account before has seen; everyone's own home too."""
    waiting = ["/home"] if role else STARTS.split()
    seen, tried = set(waiting), dict[str, int]()
    while waiting:
        path = waiting.pop(0)
        answer = context.request.get(base + path, max_redirects=0)
        saved = answer.headers.get("content-disposition", "").startswith("attachment")
        if answer.status != 200 or saved or "html" not in answer.headers.get("content-type", ""):
            continue
        body = answer.text()
        name = f"home-{role}" if path == "/home" else kind_of(path, body)
        if name not in known:
            known.add(name)
            yield Kind(role, name, path)
        for link in re.findall(r'<a [^>]*?href="([^"]+)"', body):
            there = urlsplit(urljoin(base + path, html.unescape(link)))
            shape = re.sub(r"\d+", "0", there.path)
            fresh = there.geturl().startswith(base) and there.path not in seen and tried.get(shape, 0) < 40
            if fresh and not there.query:
                tried[shape] = tried.get(shape, 0) + 1
                seen.add(there.path)
                waiting.append(there.path)


def begin_attempt(context: BrowserContext, base: str, kinds: list[Kind]) -> Iterator[Kind]:
    """Begin a quiz as the learner: the attempt, the look back before it is handed in."""
    quiz = next((kind for kind in kinds if kind.name == "progress.activity-quiz"), None)
    if not quiz:
        return
    page = context.new_page()
    page.goto(base + quiz.path)
    way = page.locator("main form[action$='/attempts'] button, main a.button[href^='/attempts/']")
    if not way.count():
        return
    way.first.click()
    page.wait_for_load_state()
    attempt = urlsplit(page.url).path
    yield Kind("learner", "attempts.begun", attempt)
    yield Kind("learner", "attempts.check", f"{attempt}?q=all")
    page.close()


def states(role: str, kinds: list[Kind]) -> Iterator[Kind]:
    """States that no link leads to: special addresses, and forms sent empty."""
    for number, path in enumerate(EXTRA.get(role, ())):
        yield Kind(role, f"state{number}", path)
    for form in REFUSED.get(role, ()):
        found = [kind.path for kind in kinds if kind.name == form]
        for path in [form] if form.startswith("/") else found:
            yield Kind(role, f"{form.strip('/')}-refused", path, refused=True)


def take(page: Page, base: str, kind: Kind, size: str, language: str, out: Path) -> Picture:
    """Open one page in one language and width, take its picture, and look for what a machine can see."""
    wrong: list[str] = []
    page.once("pageerror", lambda error: wrong.append(f"script: {error}"))
    answer = page.goto(base + kind.path)
    if kind.refused:
        form = page.locator("main form[method=post]:not([action='/sign-out']):visible").first
        form.evaluate("form => form.querySelectorAll('[required]').forEach(f => { f.value = ''; f.required = false; })")
        form.locator("button[type=submit]").first.click()
        page.wait_for_load_state()
    elif answer and not answer.ok:
        wrong.append(f"answered {answer.status}")
    if too_wide := page.evaluate(WIDE):
        wrong.append(f"wider than its window: {too_wide}")
    if language == "sr-Cyrl" and size == "wide" and (latin := page.evaluate(LATIN)):
        wrong.append(f"Latin: {' | '.join(latin)}")
    name = re.sub(r"\W+", "-", f"{kind.role or 'visitor'}-{kind.name}")
    file = f"{name}-{size}-{language}.png"
    page.screenshot(path=str(out / file), full_page=True)
    if kind.name in PRINTED and size == "wide":
        page.pdf(path=str(out / f"{name}-{language}.pdf"), format="A4")
    return Picture(kind, size, language, file, "; ".join(wrong))


def visit(browser: Browser, base: str, role: str, known: set[str], out: Path) -> Iterator[Picture]:
    """All pictures of one account."""
    context = browser.new_context()
    if role:
        sign_in(context, base, role)
    context.request.get(f"{base}/?lang=en")
    kinds = list(walk(context, base, role, known))
    if role == "learner":
        kinds += begin_attempt(context, base, kinds)
    kinds += states(role, kinds)
    page = context.new_page()
    for language in LANGUAGES:
        page.goto(f"{base}/about?lang={language}")
        for size, (width, height) in SIZES.items():
            page.set_viewport_size({"width": width, "height": height})
            for kind in kinds:
                yield take(page, base, kind, size, language, out)
    context.close()


def lay_out(browser: Browser, pictures: list[Picture], out: Path) -> None:
    """Write the index with every picture, and one sheet for each account."""
    style = (
        "body{font:14px sans-serif}figure{display:inline-block;margin:6px;vertical-align:top}"
        "img{border:1px solid;height:300px;object-fit:cover;object-position:top}"
    )
    page = browser.new_page(viewport={"width": 1600, "height": 1000})
    seen = sorted({one.kind.role for one in pictures}, key=ROLES.index)
    parts = {role or "visitor": [one for one in pictures if one.kind.role == role] for role in seen}
    for role, shown in parts.items():
        figures = "".join(
            f'<figure><img src="{one.file}" width="{480 if one.size == "wide" else 200}"><figcaption>{one.kind.name} '
            f"{one.language} {html.escape(one.findings[:60])}</figcaption></figure>"
            for one in sorted(shown, key=lambda one: (one.kind.path, one.kind.name, one.language, one.size != "wide"))
        )
        sheet = out / f"{role}.html"
        sheet.write_text(f'<!doctype html><meta charset="utf-8"><style>{style}</style><h1>{role}</h1>{figures}')
        page.goto(sheet.absolute().as_uri())
        page.screenshot(path=str(out / f"sheet-{role}.png"), full_page=True, timeout=PATIENCE)
    links = "".join(
        f'<li><a href="{role}.html">{role}</a>: {len(shown)} pictures</li>' for role, shown in parts.items()
    )
    (out / "index.html").write_text(f'<!doctype html><meta charset="utf-8"><h1>Contact sheet</h1><ul>{links}</ul>')


def main() -> None:
    """Take every picture, lay them out, and print what was noticed."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("base", help="address of a running demonstration site")
    ask.add_argument("--out", default="sheet", type=Path, help="folder for the pictures")
    ask.add_argument("--browser", default="/usr/bin/chromium")
    ask.add_argument("--roles", nargs="*", default=list(ROLES), help="only these accounts")
    asked = ask.parse_args()
    asked.out.mkdir(parents=True, exist_ok=True)
    pictures, known = list[Picture](), set[str]()
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=asked.browser, args=["--no-sandbox", "--disable-gpu"])
        for role in asked.roles:
            pictures += visit(browser, asked.base.rstrip("/"), role, known, asked.out)
            print(f"{role or 'visitor'}: {len(pictures)} pictures so far", flush=True)
        lines = [f"{one.file} {one.kind.path}: {one.findings}" for one in pictures if one.findings]
        (asked.out / "findings.txt").write_text("\n".join(lines) + "\n")
        lay_out(browser, pictures, asked.out)
    print(f"{len(pictures)} pictures of {len(known)} kinds of pages, {len(lines)} findings: {asked.out / 'index.html'}")


if __name__ == "__main__":
    main()
