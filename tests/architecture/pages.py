"""Every page of the site: where it is, who may see it, a row it must show, and how many queries it may cost."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from tests.architecture.addresses import names_of
from tests.factories.campus import Campus

PUBLIC: Final = 12
DESK: Final = 25


@dataclass(frozen=True)
class Page:
    """A page in the eyes of a persona; words in braces are filled in from the campus."""

    route: str
    who: str
    row: str
    most: int
    query: str = ""
    thing: str = ""

    @property
    def name(self) -> str:
        """What a report calls it."""
        return f"{self.route} ({self.thing})" if self.thing else self.route

    def address(self, campus: Campus) -> str:
        """The address of the page on a campus."""
        filled = self.route
        for name, value in names_of(campus, self.route, self.thing).items():
            filled = filled.replace("{" + name + "}", str(value))
        assert "{" not in filled, filled
        plans = {"plan": campus.plan.resource_id, "older": campus.older_plan.resource_id}
        return filled + self.query.format(**plans)


def public(route: str, row: str, who: str = "visitor", query: str = "", thing: str = "") -> Page:
    """A page of the public or of a learner."""
    return Page(route, who, row, PUBLIC, query, thing)


def desk(route: str, who: str, row: str, query: str = "", thing: str = "") -> Page:
    """A page of somebody who works here."""
    return Page(route, who, row, DESK, query, thing)


NOT_PAGES: Final[Mapping[str, str]] = {
    "/.well-known/did.json": "keys, for machines",
    "/account/data": "a download",
    "/account/second-step": "shown between a password and a code, to nobody else",
    "/api/openapi.json": "a description for machines",
    "/api/v1/certificates/{serial}": "an answer for machines",
    "/api/v1/courses": "an answer for machines",
    "/api/v1/library/resources/{resource_id}": "an answer for machines",
    "/api/v1/library/search": "an answer for machines",
    "/api/v1/runs/{run_id}/results": "an answer for machines",
    "/calendar/{token}.ics": "a calendar",
    "/courses/{slug}/bibliography/{form}": "a download",
    "/courses/{slug}/files/{name:path}": "a download",
    "/desk/leave/suggestions": "an answer for scripts",
    "/desk/people/suggestions": "an answer for scripts",
    "/desk/readers/suggestions": "an answer for scripts",
    "/desk/resources/{resource_id:int}/bag": "a download",
    "/desk/resources/suggestions": "an answer for scripts",
    "/desk/subjects/suggestions": "an answer for scripts",
    "/desk/statistics.csv": "a download",
    "/events/{slug}/calendar.ics": "a calendar",
    "/favicon.ico": "a picture",
    "/feeds/library.atom": "a feed",
    "/feeds/library.opds": "a feed",
    "/feeds/searches/{token}.atom": "a feed",
    "/library/leave/{token}": "opened with a link from a letter",
    "/library/leave/{token}/files/{name}": "a download",
    "/library/plans/gaps.csv": "a download",
    "/library/subjects.{form}": "a download",
    "/library/highlights/export.{form}": "a download",
    "/library/suggestions": "an answer for scripts",
    "/library/{resource_id:int}/citations/{form}": "a download",
    "/library/{resource_id:int}/cover": "a picture",
    "/library/{resource_id:int}/files/{name}": "a download",
    "/library/{resource_id:int}/highlights": "an answer for scripts",
    "/oai": "answers for harvesters",
    "/record/certificates/{serial}.pdf": "a download",
    "/register/letter": "shown after a form, without rows",
    "/robots.txt": "a text for machines",
    "/runs/{run_id}/activities/{activity_id}/file": "a download",
    "/runs/{run_id}/activities/{activity_id}/offline": "a download",
    "/runs/{run_id}/activities/{activity_id}/readings/{number:int}": "leads to the library",
    "/runs/{run_id}/activities/{activity_id}/source": "leads to the library",
    "/sitemap.xml": "a list for machines",
    "/teach/courses/{slug}/question-files": "a download",
}
"""Addresses that answer GET and are not pages, each with what they are."""

PAGES: Final = (
    public("/", "Crowd course"),
    public("/about", "<h1"),
    public("/accessibility", "<h1"),
    public("/account", "arta", "arta"),
    public("/account/security", "<h1", "arta"),
    public("/account/tokens", "Crowd token", "ada"),
    public("/api/docs", "/api/v1/courses"),
    public("/attempts/{attempt_id}", "What is", "arta"),
    public("/attempts/{attempt_id}", "What is", "arta", thing="review"),
    public("/become-a-trainer", "<h1"),
    public("/contact", "<h1"),
    public("/courses", "Crowd course"),
    public("/courses/{slug}", "Crowd lesson"),
    public("/courses/{slug}/bibliography", "Crowd record"),
    desk("/curricula", "mira", "Crowd curriculum"),
    desk("/curricula/new", "mira", "<form"),
    desk("/curricula/{code}", "mira", "gendered patterns"),
    desk("/curricula/{code}/assessments/new", "mira", "<form"),
    desk("/curricula/{code}/assessments/{part_id}", "mira", "Final quiz"),
    desk("/curricula/{code}/facts", "mira", "Migration and Gender"),
    desk("/curricula/{code}/modules/new", "mira", "<form"),
    desk("/curricula/{code}/modules/{part_id}", "mira", "Concepts"),
    desk("/curricula/{code}/outcomes/new", "mira", "<form"),
    desk("/curricula/{code}/outcomes/{part_id}", "mira", "gender"),
    desk("/curricula/{code}/remarks/new", "mira", "<form"),
    desk("/deposits", "elena", "Elena"),
    desk("/deposits/new", "elena", "A shelf"),
    desk("/deposits/{deposit_id:int}", "elena", "crowd-sent"),
    desk("/desk", "elena", "crowd-"),
    desk("/desk/collections", "elena", "Crowd shelf"),
    desk("/desk/collections/new", "elena", "Crowd shelf"),
    desk("/desk/collections/{key}", "elena", "A shelf"),
    desk("/desk/collections/{key}/members", "elena", "Crowd person"),
    desk("/desk/packages", "elena", "crowd-package"),
    desk("/desk/packages/{package_id:int}", "elena", "crowd-line"),
    desk("/desk/collections/{key}/records", "elena", "Crowd record"),
    desk("/desk/people", "elena", "Crowd maker"),
    desk("/desk/people/{creator_id:int}", "elena", "Office for Migration"),
    desk("/desk/plans", "elena", "Local plan of"),
    desk("/desk/plans/new", "elena", "<form"),
    desk("/desk/plans/{plan_id:int}", "elena", "Plandište"),
    desk("/desk/plans/{plan_id:int}/reviews", "elena", "Crowd review"),
    desk("/desk/plans/{plan_id:int}/reviews/new", "elena", "<form"),
    desk("/desk/plans/{plan_id:int}/reviews/{year:int}", "elena", "Crowd review"),
    desk("/desk/repositories", "elena", "Partner repository"),
    desk("/desk/repositories/new", "elena", "<form"),
    desk("/desk/repositories/{repository_id:int}", "elena", "Partner repository"),
    desk("/desk/links", "elena", "crowd.example/"),
    desk("/desk/care", "elena", "crowd-0"),
    desk("/desk/retention", "elena", "Letters that were delivered"),
    desk("/desk/statistics", "elena", "Crowd "),
    desk("/desk/requests", "elena", "Crowd asker"),
    desk("/desk/requests/{request_id:int}", "elena", "To know more"),
    desk("/desk/resources", "elena", "Crowd "),
    desk("/desk/resources/new", "elena", "<form"),
    desk("/desk/resources/{resource_id:int}", "elena", "Returns in figures"),
    desk("/desk/resources/{resource_id:int}/leave", "elena", "Returns in figures"),
    desk("/desk/resources/{resource_id:int}/merger", "elena", "Returns in figures"),
    desk("/desk/resources/{resource_id:int}/review", "elena", "Returns in figures"),
    desk("/desk/removals", "elena", "Crowd record"),
    desk("/desk/removals/{request_id:int}", "elena", "Returns in figures"),
    desk("/desk/reviews", "elena", "Crowd record"),
    desk("/desk/resources/{resource_id:int}/relations", "elena", "Crowd record"),
    desk("/desk/subjects/new", "elena", "<form"),
    desk("/desk/subjects/{key}", "elena", "Returns"),
    public("/events", "Crowd event"),
    public("/events/{slug}", "The event of today"),
    public("/home", "Crowd run", "arta"),
    public("/library", "Crowd record", query="?q=crowd"),
    public("/library/collections", "Crowd shelf"),
    public("/library/collections/{key}", "Crowd record"),
    public("/library/highlights", "Crowd quote", "arta"),
    public("/library/highlights/{highlight_id:int}", "Returns are counted", "arta"),
    public("/library/plans", "Crowd plan"),
    public("/library/plans/comparison", "Decision of the local assembly", query="?plan={plan}&plan={older}"),
    public("/library/plans/districts", "<table"),
    public("/library/plans/gaps", "<table"),
    public("/library/plans/municipalities", ">Ada<"),
    public("/library/plans/municipalities/{key}", "2023–2027"),
    public("/library/plans/reminders/{token}", "<form"),
    public("/library/plans/{resource_id:int}", "Decision of the local assembly"),
    public("/library/searches", "Crowd search", "arta"),
    public("/library/searches/new", "<form", "arta", "?q=returns"),
    public("/library/searches/stops/{token}", "Returns, weekly"),
    public("/library/searches/{search_id:int}", "Returns, weekly", "arta"),
    public("/library/subjects", "Crowd subject"),
    public("/library/subjects/{key}", "Crowd subject"),
    public("/library/{resource_id:int}", "Crowd record"),
    public("/library/{resource_id:int}/requests/new", "<form"),
    public("/library/{resource_id:int}/removals/new", "Returns in figures"),
    public("/library/{resource_id:int}/read", "Returns in figures"),
    public("/library/{resource_id:int}/read", "Crowd quote", "arta", thing="with highlights"),
    desk("/manage", "mira", "<h1"),
    desk("/manage/centre", "mira", "<form"),
    desk("/manage/institutions", "mira", "Crowd office"),
    desk("/manage/institutions/new", "mira", "<form"),
    desk("/manage/institutions/{institution_id}", "mira", "Ministry of the Interior"),
    desk("/manage/nominations", "cora", "Crowd person"),
    desk("/manage/partners", "mira", "Crowd office"),
    desk("/manage/partners/new", "mira", "<form"),
    desk("/manage/partners/{institution_id}", "mira", "Ministry of the Interior"),
    desk("/manage/people", "mira", "Crowd person"),
    desk("/manage/people/imports", "mira", "<form"),
    desk("/manage/people/invitations", "mira", "<form"),
    desk("/manage/people/{person_id}", "ada", "Arta Hoxha"),
    desk("/manage/people/{person_id}/erasure", "ada", "Arta Hoxha"),
    desk("/manage/posts", "mira", "Crowd"),
    desk("/manage/posts/new", "mira", "<form"),
    desk("/manage/posts/{post_id}", "mira", "The news of today"),
    desk("/manage/posts/{post_id}/versions/{language}", "mira", "The news of today"),
    public("/news", "Crowd news"),
    public("/news/{slug}", "The news of today"),
    public("/notes/{note_id}", "A note of mine", "arta"),
    public("/pages/{slug}", "The page of today"),
    public("/partners", "Crowd office"),
    public("/password-reset", "<form"),
    public("/password-reset/letter", "<h1"),
    public("/privacy", "<h1"),
    public("/record", "Crowd run", "arta"),
    desk("/records", "ivana", "CROWD-"),
    desk("/records/certificates", "ivana", "Crowd holder"),
    desk("/records/certificates/{serial}", "ivana", "Crowd reason"),
    desk("/records/runs/{id}", "ivana", "Crowd person"),
    desk("/records/runs/{id}/decisions/new", "mira", "Crowd person"),
    public("/register", "<form"),
    public("/runs/{run_id}", "Crowd lesson", "arta", "?section=2"),
    public("/runs/{run_id}/activities/{activity_id}", "A stock is counted", "arta"),
    public("/runs/{run_id}/activities/{activity_id}", "Returns in figures", "arta", thing="reading"),
    public("/runs/{run_id}/activities/{activity_id}", "A handout", "arta", thing="handout"),
    public("/runs/{run_id}/activities/{activity_id}", "Returns in figures", "arta", thing="list"),
    public("/runs/{run_id}/activities/{activity_id}", "Check yourself", "arta", thing="quiz"),
    public("/sign-in", "<form"),
    desk("/teach", "mira", "Crowd course"),
    desk("/teach/activities/{activity_id}", "marko", "A stock is counted"),
    desk("/teach/activities/{activity_id}", "marko", "Returns in figures", thing="reading"),
    desk("/teach/activities/{activity_id}", "marko", "line.svg", thing="handout"),
    desk("/teach/activities/{activity_id}/quiz", "marko", "Crowd question"),
    desk("/teach/activities/{activity_id}/sources", "marko", "Returns in figures"),
    desk("/teach/courses/new", "mira", "<form"),
    desk("/teach/courses/{course_id}/runs/new", "mira", "<form"),
    desk("/teach/courses/{slug}", "marko", "Stocks and flows"),
    desk("/teach/courses/{slug}/editions", "marko", "Crowd"),
    desk("/teach/courses/{slug}/editions/{number}", "marko", "Stocks and flows"),
    desk("/teach/courses/{slug}/facts", "marko", "Returns in practice"),
    desk("/teach/courses/{slug}/files", "marko", "crowd-"),
    desk("/teach/courses/{slug}/question-files/new", "marko", "<form"),
    desk("/teach/courses/{slug}/questions", "marko", "Crowd question"),
    desk("/teach/courses/{slug}/questions/new", "marko", "<form", "?kind=single"),
    desk("/teach/courses/{slug}/questions/{question_id}", "marko", "About single"),
    desk("/teach/courses/{slug}/questions/{question_id}/preview", "marko", "single"),
    desk("/teach/runs", "mira", "Crowd run"),
    desk("/teach/runs/{run_id}", "marko", "Crowd person"),
    desk("/teach/runs/{run_id}/dates", "marko", "Crowd day"),
    desk("/teach/runs/{run_id}/edition", "mira", "Crowd"),
    desk("/teach/runs/{run_id}/enrolments", "mira", "<form"),
    desk("/teach/runs/{run_id}/grades", "marko", "Crowd person"),
    desk("/teach/runs/{run_id}/grades/{enrolment_id}", "marko", "Arta Hoxha"),
    desk("/teach/runs/{run_id}/readings", "marko", "Closed readings"),
    desk("/teach/runs/{run_id}/settings", "mira", "<form"),
    desk("/teach/sections/{section_id}", "marko", "Beginnings"),
    desk("/teach/sections/{section_id}/activities/new", "marko", "<form", "?kind=page"),
    public("/tickets/{token}", "<form"),
    public("/verify", "<form"),
    public("/verify/{serial}", "Migration and Gender"),
)
