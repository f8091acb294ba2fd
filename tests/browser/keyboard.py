"""A page used by somebody who has only a keyboard; each page they come to is checked."""

import json
import re
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from playwright.sync_api import ConsoleMessage, Locator, Page

PASSWORD = "plandiste-demo"
MANY_TABS = 400
WAIT = 20_000
CHECKED: set[tuple[str, int, str]] = set()
"""Pages that were found clean in this process: address without numbers, width, title."""
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
AXE = """axe.run(document, {runOnly: RULES}).then(found => JSON.stringify(
  found.violations.map(one => one.id + ': ' + one.nodes.slice(0, 3).map(node => node.html).join(' | '))))"""
FOCUS = """one => {
  if (document.activeElement !== one) return false;
  const box = one.closest('label') ?? one;
  const style = getComputedStyle(one), around = getComputedStyle(box);
  const drawn = [style, around].some(each => each.outlineStyle !== 'none' || each.boxShadow !== 'none');
  return drawn ? 'seen' : 'unseen';
}"""

AHEAD = """goal => {
  if (document.activeElement === goal) return 0;
  const here = document.activeElement === document.body ? document.querySelector(':target') : document.activeElement;
  const all = [...document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex="0"]')]
    .filter(one => one === goal || (!one.disabled && one.type !== 'hidden' && one.type !== 'radio'))
    .filter(one => one.checkVisibility());
  const next = here ? all.findIndex(one => here.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_FOLLOWING) : 0;
  const steps = all.indexOf(goal) - (next < 0 ? all.length : next);
  return steps < 0 ? steps + all.length : steps;
}"""
"""How many presses of Tab lie before a place; radio buttons, of which Tab takes one a group, are not counted."""


class Keys:
    """Tab, Shift+Tab, Enter, Space, arrows and letters on one page."""

    def __init__(self, page: Page, root: Path) -> None:
        self.page = page
        self.axe = root / "node_modules" / "axe-core" / "axe.min.js"
        self.complaints: list[str] = []
        self.is_offline = False
        page.set_default_timeout(WAIT)
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    @property
    def width(self) -> int:
        """How wide the window is, px."""
        return self.page.viewport_size["width"] if self.page.viewport_size else 0

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not self.is_offline:
            self.complaints.append(f"{self.page.url}: {message.text}")

    def go(self, path: str) -> None:
        """Type an address."""
        self.page.goto(path)
        self.check()

    def sign_in(self, name: str) -> None:
        """Sign in as one of the demonstration people."""
        self.go("/sign-in")
        self.write("E-mail address", f"{name}@demo.rmtc.example")
        self.write("Password", PASSWORD)
        self.leave_by("Enter")
        if self.page.locator("html").get_attribute("lang") != "en":
            self._lead_to(self.page.locator("header .lang a[lang=en]"))

    def find(self, role: Any, name: str | re.Pattern[str]) -> Locator:
        """The first thing that can be seen of a role and a name."""
        return self.page.get_by_role(role, name=name).filter(visible=True).first

    def reach(self, target: Locator) -> None:
        """Press Tab until the focus is on the target, and can be seen there."""
        goal = target.element_handle()
        for _ in range(goal.evaluate(AHEAD)):
            self.page.keyboard.press("Tab")
        for _ in range(MANY_TABS):
            if state := goal.evaluate(FOCUS):
                assert state == "seen", f"the focus cannot be seen on {target}"
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"Tab does not reach {target} on {self.page.url}")

    def follow(self, name: str | re.Pattern[str], role: str = "link") -> None:
        """Press Enter on a link or a button that leads to another page."""
        self.reach(self.find(role, name))
        self.leave_by("Enter")

    def press(self, name: str | re.Pattern[str], role: str = "button") -> None:
        """Press Enter on something that stays on the page."""
        self.reach(self.find(role, name))
        self.page.keyboard.press("Enter")

    def open_fold(self, words: str) -> None:
        """Open what is folded under these words, where it is."""
        fold = self.page.locator("summary", has_text=words).filter(visible=True).first
        self.reach(fold)
        if not fold.evaluate("one => one.parentElement.open"):
            self.page.keyboard.press("Enter")

    def menu(self, name: str) -> None:
        """Follow a link of the main menu, which is folded in a narrow window."""
        self._lead_to(self.page.locator("header nav a").filter(has_text=re.compile(f"^{re.escape(name)}$")))

    def _lead_to(self, link: Locator) -> None:
        """Follow a link of the masthead."""
        if not link.filter(visible=True).count():
            self.reach(self.page.locator("header details.menu > summary"))
            self.page.keyboard.press("Enter")
        self.reach(link.filter(visible=True).first)
        self.leave_by("Enter")

    def leave_by(self, key: str) -> None:
        """Press a key that loads another page, and check that page."""
        with self.page.expect_navigation():
            self.page.keyboard.press(key)
        self.check()

    def write(self, label: str, text: str) -> None:
        """Type into the field of a label."""
        field = self.page.get_by_label(label, exact=True)
        if not field.count():
            field = self.page.get_by_label(label)
        self.reach(field.filter(visible=True).first)
        self.page.keyboard.press("ControlOrMeta+a")
        self.page.keyboard.type(text)

    def write_moment(self, label: str, moment: datetime, *, time: bool = False) -> None:
        """Type a day, perhaps with a time, into the parts of a date in whatever order the browser shows them."""
        field = self.page.get_by_label(label).filter(visible=True).first
        wanted = f"{moment:%Y-%m-%dT%H:%M}" if time else f"{moment:%Y-%m-%d}"
        self.reach(field)
        for order in ("%d%m%Y", "%m%d%Y"):
            for _part in range(6):
                self.page.keyboard.press("ArrowLeft")
            self.page.keyboard.type(f"{moment:{order}}")
            if time:
                self.page.keyboard.press("ArrowRight")
                self.page.keyboard.type(f"{moment:%I%M%p}")
            if field.input_value() == wanted:
                return
        raise AssertionError(f"{label} takes no {wanted}")

    def choose_first(self, fields: Locator) -> None:
        """Choose the first of several radio buttons or boxes with Space."""
        self.reach(fields.first)
        self.page.keyboard.press("Space")

    def text(self) -> str:
        """What the page says."""
        return self.page.locator("main").inner_text()

    @cached_property
    def _session(self) -> Any:
        return self.page.context.new_cdp_session(self.page)

    def check(self) -> None:
        """Look for what WCAG 2.2 AA forbids, and for a page that is wider than its window."""
        self.page.wait_for_load_state()
        assert not self.page.evaluate("document.documentElement.scrollWidth > innerWidth + 1"), f"wide: {self.page.url}"
        place = (re.sub(r"\d+", "0", self.page.url.partition("?")[0]), self.width, self.page.title())
        if place in CHECKED:
            return
        CHECKED.add(place)
        # From the top, where the masthead covers nothing that could be taken for a small target.
        self.page.evaluate("scrollTo({top: 0, behavior: 'instant'})")
        # Through the debugger the rules run beside the page's own policy, which stays in force.
        self._session.send("Runtime.evaluate", {"expression": self.axe.read_text(encoding="utf-8")})
        asked = {"expression": AXE.replace("RULES", json.dumps(RULES)), "awaitPromise": True}
        found = json.loads(self._session.send("Runtime.evaluate", asked)["result"]["value"])
        assert found == [], f"{self.page.url}: {found}"
