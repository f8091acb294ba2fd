"""Pictures of pages that only a sent form, a choice or a query leads to, beside those of `bench/contact_sheet.py`.

    python bench/contact_sheet_ways.py http://127.0.0.1:8000 --out /tmp/sheet

Goes each way once for each language and takes the page at both widths. The site must be a throw-away one: drafts are
made, an attempt is handed in, people are nominated.
"""

import argparse
from pathlib import Path

from contact_sheet import LANGUAGES, SIZES, WIDE, sign_in
from contact_sheet_library import LIBRARY_WAYS
from contact_sheet_steps import Shot, Way, first_link, go, send
from playwright.sync_api import Page, sync_playwright

QUESTIONS = "::One:: Which year? {=1951 ~1967}\n\n::Two:: Nothing of the kind {\n\n::Three:: Is it so? {TRUE}\n"
PEOPLE = "email,name,institution,role,language\nnew@demo.rmtc.example,New Person,,learner,en\nbroken,,Nowhere,king,xx\n"
KINDS = ("law", "report", "plan", "guide", "training", "article", "data", "video", "practice")


def learner(page: Page, base: str, shot: Shot) -> None:
    """An attempt answered, looked through, handed in; a note; the reader."""
    go(page, base, "/home")
    go(page, base, first_link(page, r"^/runs/\d+$"))
    run = page.url.removeprefix(base)
    for link in page.eval_on_selector_all(
        "main a[href*='/activities/']", "all => all.map(a => a.getAttribute('href'))"
    ):
        go(page, base, link)
        way = page.locator("main form[action$='/attempts'] button, main a.button[href^='/attempts/']")
        if way.count():
            way.first.click()
            page.wait_for_load_state("networkidle")
            _attempt(page, base, shot)
            break
    go(page, base, run)
    go(page, base, first_link(page, r"/activities/\d+$"))
    page.locator("#notes summary, #notes a.button, #notes button").first.click()
    shot(page, "note-open")
    go(page, base, "/library?q=migration&kind=training")
    if reader := first_link(page, r"/read"):
        go(page, base, reader)
        page.wait_for_timeout(1500)
        shot(page, "reader")
    go(page, base, "/library?q=migrtion&related=on")
    shot(page, "search-related")


def _attempt(page: Page, base: str, shot: Shot) -> None:
    path = page.url.removeprefix(base).split("?")[0]
    for number in (1, 2):
        go(page, base, f"{path}?q={number}")
        choice = page.locator("main .choice input")
        if choice.count():
            choice.first.check()
            page.wait_for_timeout(800)
    shot(page, "attempt-answered")
    go(page, base, f"{path}?q=all")
    shot(page, "attempt-check")
    send(page, "main form[action*='/submission'] [type=submit], main form[method=post]:visible [type=submit]")
    shot(page, "attempt-result")


def trainer(page: Page, base: str, shot: Shot) -> None:
    """New activities, a file of questions, a list of people, the end of a run, a new run's empty cohort."""
    go(page, base, "/teach")
    go(page, base, first_link(page, r"^/teach/courses/[a-z]+-[a-z-]+$"))
    course = page.url.removeprefix(base)
    for link in {
        link
        for link in page.eval_on_selector_all(
            "main a[href*='activities/new']", "all => all.map(a => a.getAttribute('href'))"
        )
        if "/sections/1/" in link
    }:
        go(page, base, link)
        shot(page, f"new-activity-{link.split('=')[-1]}")
    go(page, base, f"{course}/question-files/new")
    file = {"name": "questions.gift", "mimeType": "text/plain", "buffer": QUESTIONS.encode()}
    page.locator("main input[type=file]").set_input_files(file)  # type: ignore[arg-type]
    send(page)
    shot(page, "questions-report")
    go(page, base, f"{course}/questions/1/preview")
    page.locator("main .choice input").first.check()
    send(page, "main form:has(.question) [type=submit]")
    shot(page, "question-tried")
    for kind in ("multiple", "truefalse", "numerical", "short"):
        go(page, base, f"{course}/questions/new?kind={kind}")
        shot(page, f"new-question-{kind}")
    go(page, base, "/teach/runs")
    run = first_link(page, r"^/teach/runs/\d+$")
    go(page, base, f"{run}/enrolments")
    page.locator("main textarea").first.fill("arta@ministry.example, Arta\nlearner@demo.rmtc.example\nbroken")
    send(page)
    shot(page, "enrolment-report")
    go(page, base, f"{run}/settings")
    page.locator("main details summary").last.click()
    shot(page, "run-end")
    go(page, base, f"{run}/dates")
    send(page, "main form.card [type=submit]")
    shot(page, "dates-refused")


def author(page: Page, base: str, shot: Shot) -> None:
    """A curriculum of one's own with its parts."""
    go(page, base, "/curricula/new")
    code = "T" + str(abs(hash(page.url + page.content())) % 9999)
    page.locator("#code").fill(code)
    page.locator("#title").fill("Return and reintegration")
    page.locator("#level").select_option(index=5)
    page.locator("#ects").fill("2")
    send(page)
    shot(page, "curriculum-draft")
    for part in ("facts", "outcomes/new", "modules/new", "assessments/new"):
        go(page, base, f"/curricula/{code}/{part}")
        shot(page, f"curriculum-{part.replace('/', '-')}")
    go(page, base, f"/curricula/{code}/outcomes/new")
    send(page)
    shot(page, "outcome-refused")


def librarian(page: Page, base: str, shot: Shot) -> None:
    """The form of every kind, many records changed at once, a merger before it is done, plans compared, relations."""
    for kind in KINDS:
        go(page, base, "/desk/resources/new")
        page.locator("#kind").select_option(kind)
        shot(page, f"new-record-{kind}")
    go(page, base, "/desk/resources")
    for box in page.locator("main input[name=ids]").all()[:3]:
        box.check()
    send(page, "main form[action$='/changes'] [type=submit]")
    shot(page, "change-many")
    page.locator("#publisher").fill("Regional Migration Training Centre")
    page.locator("#add_subjects").fill("asylum")
    send(page, "main form[action$='/changes'] [type=submit]")
    shot(page, "change-preview")
    go(page, base, "/desk/resources/74/merger")
    page.locator("#into").fill("73")
    send(page)
    shot(page, "merger-preview")
    go(page, base, "/desk/resources/72/relations")
    page.locator("#into, #other, main input[name]:visible:not([type=hidden])").last.fill("71")
    send(page)
    shot(page, "relations")
    go(page, base, "/library/plans")
    for box in page.locator("main input[name=plan]").all()[:2]:
        box.check()
    send(page, "main form[action$='comparison'] [type=submit]")
    shot(page, "plans-compared")
    go(page, base, "/library/plans/municipalities/ada")
    shot(page, "municipality-without-plan")
    go(page, base, "/desk/plans/new")
    send(page)
    shot(page, "new-plan-refused")


def coordinator(page: Page, base: str, shot: Shot) -> None:
    """People nominated, and a list of people checked."""
    go(page, base, "/manage/nominations")
    page.locator("main input[name=people]").last.check()
    page.locator("#run").select_option(index=1)
    send(page)
    shot(page, "nominated")
    go(page, base, "/manage/people/imports")
    page.locator("main textarea").first.fill(PEOPLE)
    send(page)
    shot(page, "people-report")


def manager(page: Page, base: str, shot: Shot) -> None:
    """The pages of somebody who may do everything: a finished run with its decision, a certificate's history."""
    go(page, base, "/manage")
    shot(page, "manage")
    go(page, base, "/records/runs/1")
    shot(page, "record-finished")
    go(page, base, "/teach/runs/1/grades")
    shot(page, "grades-finished")
    go(page, base, "/teach/runs/2")
    shot(page, "cohort-going")
    go(page, base, "/manage/people")
    shot(page, "people")


WAYS: dict[str, tuple[Way, ...]] = {
    "": (),
    "learner": (learner,),
    "trainer": (trainer,),
    "author": (author,),
    "librarian": (librarian,),
    "coordinator": (coordinator,),
    "manager": (manager,),
    "expert": (),
}


def main() -> None:
    """Go every way in every language and say where a page was wider than its window."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("base", help="address of a running demonstration site")
    ask.add_argument("--out", default="sheet", type=Path, help="folder for the pictures")
    ask.add_argument("--browser", default="/usr/bin/chromium")
    ask.add_argument("--roles", nargs="*", default=list(WAYS), help="only these accounts")
    asked = ask.parse_args()
    asked.out.mkdir(parents=True, exist_ok=True)
    taken = 0
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=asked.browser, args=["--no-sandbox", "--disable-gpu"])
        for role in asked.roles:
            context = browser.new_context()
            context.set_default_timeout(20_000)
            if role:
                sign_in(context, asked.base, role)
            page = context.new_page()
            for language in LANGUAGES:
                page.set_viewport_size({"width": SIZES["wide"][0], "height": SIZES["wide"][1]})
                page.goto(f"{asked.base}/about?lang={language}")

                def shot(seen: Page, name: str, role: str = role, language: str = language) -> None:
                    nonlocal taken
                    for size, (width, height) in SIZES.items():
                        seen.set_viewport_size({"width": width, "height": height})
                        if too_wide := seen.evaluate(WIDE):
                            print(f"{role} {name} {size} {language}: wider than its window: {too_wide}", flush=True)
                        file = asked.out / f"{role or 'visitor'}-way-{name}-{size}-{language}.png"
                        seen.screenshot(path=str(file), full_page=True)
                        taken += 1
                    seen.set_viewport_size({"width": SIZES["wide"][0], "height": SIZES["wide"][1]})

                for way in (*WAYS[role], *LIBRARY_WAYS.get(role, ())):
                    way(page, asked.base, shot)
            context.close()
    print(f"{taken} pictures in {asked.out}")


if __name__ == "__main__":
    main()
