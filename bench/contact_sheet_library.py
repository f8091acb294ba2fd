"""Ways of the contact sheet through the library: readers who ask, keep and mark, and the desk that answers them."""

import io
import re
import zipfile

from contact_sheet_steps import FIRST, Shot, Way, first_link, go, send
from playwright.sync_api import Page

TEXT = "A note on reception.\n\nMunicipalities host newcomers, and somebody has to plan for it.\n"
TABLE = "file,title,kind,language\nreception.txt,A note on reception,report,en\nmissing.txt,Not there,report,en\n"
CLOSED = re.compile(r'href="(/library/\d+/requests/new)"')


def fill(page: Page, **fields: str) -> None:
    """Type into fields by their id, where the page has them."""
    for name, text in fields.items():
        field = page.locator(f"main #{name}")
        if field.count():
            field.first.fill(text)


def find_closed(page: Page, base: str) -> str:
    """The address at which somebody asks to read the closed files of a record; empty where none is closed."""
    for number in range(1, 90):
        if found := CLOSED.search(page.request.get(f"{base}/library/{number}").text()):
            return found[1]
    return ""


def visitor(page: Page, base: str, shot: Shot) -> None:
    """A request to take a document down and one to read a closed one: refused, then sent."""
    go(page, base, "/library?q=migration")
    go(page, base, f"{first_link(page, r'^/library/[0-9]+$')}/removals/new")
    shot(page, "removal")
    send(page, f"{FIRST}:not(search *)")
    shot(page, "removal-refused")
    fill(page, name="Nada Petrović", email="nada@town.example", text="My name stands on page 2.")
    page.locator("main [name=ground]").first.check()
    send(page)
    shot(page, "removal-sent")
    if closed := find_closed(page, base):
        go(page, base, closed)
        shot(page, "leave")
        send(page)
        shot(page, "leave-refused")
        fill(page, name="Ilir Berisha", email="ilir@town.example", reason="A comparison of reception plans.")
        send(page)
        shot(page, "leave-sent")
    go(page, base, "/register")
    shot(page, "register")
    go(page, base, "/password-reset/letter")
    shot(page, "letter-sent")


def learner(page: Page, base: str, shot: Shot) -> None:
    """A search that is kept and changed, a place that is marked."""
    go(page, base, "/library/searches")
    shot(page, "searches-empty-or-not")
    go(page, base, "/library/searches/new?q=migration")
    shot(page, "search-kept-new")
    fill(page, name="Migration")
    page.locator("main [name=letters]").first.check()
    send(page)
    shot(page, "search-kept")
    go(page, base, "/library/searches")
    shot(page, "searches")
    go(page, base, first_link(page, r"^/library/searches/\d+$"))
    shot(page, "search-change")
    go(page, base, "/library/highlights")
    shot(page, "highlights-empty-or-not")
    go(page, base, "/library?q=migration&kind=training")
    go(page, base, f"{first_link(page, r'^/library/[0-9]+$')}/read")
    page.locator("details[data-new] summary").first.click()
    page.locator("details[data-new] [name=page]").fill("1")
    page.locator("details[data-new] [name=quote]").fill("words that are not there")
    send(page, "details[data-new] [type=submit]")
    shot(page, "highlight-refused")
    page.locator("details[data-new] [name=quote]").fill("migration")
    send(page, "details[data-new] [type=submit]")
    shot(page, "reader-marked")
    go(page, base, "/library/highlights")
    shot(page, "highlights")
    if mark := first_link(page, r"^/library/highlights/\d+$"):
        go(page, base, mark)
        shot(page, "highlight")


def librarian(page: Page, base: str, shot: Shot) -> None:
    """What readers asked for, files sent, a package tried, leave given, a collection ordered, a draft looked over."""
    for name in ("removals", "requests"):
        go(page, base, f"/desk/{name}")
        shot(page, f"{name}")
        if one := first_link(page, rf"^/desk/{name}/\d+$"):
            go(page, base, one)
            shot(page, f"{name}-one")
            send(page, "main form[action$='/answer'] [type=submit]")
            shot(page, f"{name}-one-refused")
    _deposits(page, base, shot)
    _collections(page, base, shot)
    go(page, base, "/desk/repositories/new")
    send(page)
    shot(page, "repository-refused")
    fill(page, name="Partner", address="http://127.0.0.1:9/oai")
    send(page)
    shot(page, "repository")
    go(page, base, "/desk/repositories")
    shot(page, "repositories")
    if closed := find_closed(page, base):
        go(page, base, f"/desk{closed.replace('/library', '/resources').removesuffix('/requests/new')}/leave")
    else:
        go(page, base, "/desk/resources/71/leave")
    send(page)
    shot(page, "leave-given-refused")
    go(page, base, "/desk/subjects/new")
    send(page)
    shot(page, "subject-refused")


def _deposits(page: Page, base: str, shot: Shot) -> None:
    go(page, base, "/deposits/new")
    send(page)
    shot(page, "deposit-refused")
    page.locator("main input[type=file]").set_input_files(
        {"name": "reception.txt", "mimeType": "text/plain", "buffer": TEXT.encode()}
    )
    send(page)
    page.wait_for_timeout(3000)
    shot(page, "deposit-sending")
    go(page, base, "/deposits")
    shot(page, "deposits")
    go(page, base, first_link(page, r"^/deposits/\d+$"))
    shot(page, "deposit")
    go(page, base, "/desk/reviews")
    shot(page, "reviews")
    if draft := first_link(page, r"/review$"):
        go(page, base, draft)
        send(page, "main [name=step][value=publish]")
        shot(page, "publication-refused")
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as file:
        file.writestr("metadata.csv", TABLE)
        file.writestr("reception.txt", TEXT)
    go(page, base, "/desk/packages")
    page.locator("main input[type=file]").set_input_files(
        {"name": "partner.zip", "mimeType": "application/zip", "buffer": packed.getvalue()}
    )
    send(page)
    page.wait_for_timeout(4000)
    page.reload()
    shot(page, "package")
    go(page, base, "/desk/packages")
    shot(page, "packages")


def _collections(page: Page, base: str, shot: Shot) -> None:
    go(page, base, "/desk/collections/new")
    send(page)
    shot(page, "collection-refused")
    go(page, base, "/desk/collections")
    if key := first_link(page, r"^/desk/collections/(?!new)[\w-]+$"):
        for part in ("", "/members"):
            go(page, base, key + part)
            shot(page, f"collection{part.replace('/', '-')}")
        send(page)
        shot(page, "collection-members-refused")
        go(page, base, f"{key}/records")
        shot(page, "collection-order")


def expert(page: Page, base: str, shot: Shot) -> None:
    """The second step of signing in: the question for the password, the picture and a wrong code."""
    go(page, base, "/account/second-step")
    shot(page, "second-step")
    send(page, "main form[action$='/second-step'] [type=submit]")
    shot(page, "second-step-refused")


LIBRARY_WAYS: dict[str, tuple[Way, ...]] = {
    "": (visitor,),
    "learner": (learner,),
    "librarian": (librarian,),
    "expert": (expert,),
}
