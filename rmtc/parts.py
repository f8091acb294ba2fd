"""What the parts add to one another's pages: menus, kinds of activity, cards, tiles, panels."""

from collections.abc import Callable, Mapping
from typing import Any

from courses.attempts.pages import show_quiz
from courses.awards.access import may_read_records
from courses.awards.holders import certificates_part
from courses.catalogue.policies import may_teach
from courses.catalogue.queries import course_names
from courses.content.kinds.file import FILE
from courses.content.kinds.kind import Kinds
from courses.content.kinds.page import PAGE
from courses.content.kinds.reading import READING
from courses.content.kinds.readings import READINGS
from courses.content.uses import courses_using, tell_course_owners
from courses.curricula.desk import curricula_cards
from courses.curricula.policies import may_read as may_read_curricula
from courses.curricula.queries import curriculum_names
from courses.enrolment.queries import coordinated_institutions
from courses.progress.pages import PAGES, ActivityPage
from courses.quizzes.freezing import QUIZ
from courses.readings.pages import show_readings
from courses.records import own_data as learning_data
from courses.records.desk import records_cards
from courses.runs.announcements import coming_runs, course_addresses, open_courses
from courses.runs.queries import run_names
from courses.runs.readers import course_readers, every_run_readers, run_readers
from courses.teaching.desk import teaching_cards
from library.coverage import silence as plan_letters
from library.desk.cards import desk_cards
from library.desk.readers import ReaderSource, institution_readers
from library.leave import own_data as leave_data
from library.leave.cards import leave_cards
from library.plan_reviews.panels import reviews_part
from library.plans.pages import PlanParts
from library.reading import own_data as library_data
from library.removals.cards import removal_cards
from library.resources.policies import is_staff
from library.resources.queries import public_addresses
from library.review.cards import review_cards
from library.searches import own_data as searches_data
from library.shelves.cards import shelf_cards
from library.uses import ResourceUses, WithdrawalNotice
from rmtc.accounts.actors import Actor
from rmtc.accounts.queries import institution_names
from rmtc.accounts.signin import is_anyone, is_manager, is_visitor
from rmtc.db import ReadSession
from rmtc.front.centre_routes import is_managing
from rmtc.front.panels import FrontPanels, ManageTile
from rmtc.i18n.texts import mark
from rmtc.people.policies import is_people_manager
from rmtc.people.scopes import ScopeNames
from rmtc.profile.own_data import OwnData
from rmtc.web.viewers import HomeCard, MenuItem

SCOPE_NAMES: Mapping[str, ScopeNames] = {
    "institution": institution_names,
    "course": course_names,
    "run": run_names,
    "runs": course_names,
    "curriculum": curriculum_names,
}
"""Who may say what the scope of a role is called."""

RESOURCE_USES: tuple[ResourceUses, ...] = (courses_using,)
"""Who may say where a library record is used."""

LEAVE_SOURCES: tuple[ReaderSource, ...] = (institution_readers, run_readers, course_readers)
"""What leave to read a library record can be given to."""

READER_SOURCES: tuple[ReaderSource, ...] = (institution_readers, every_run_readers, run_readers)
"""What a library record can be opened to, beside the levels that need no names."""

WITHDRAWAL_NOTICES: tuple[WithdrawalNotice, ...] = (tell_course_owners,)
"""Who is told when a library record is withdrawn."""

MENU: tuple[MenuItem, ...] = (
    MenuItem(mark("Home"), "progress.home", lambda actor: actor is not None),
    MenuItem(mark("About"), "front.about", is_visitor),
    MenuItem(mark("Courses"), "offer.courses", lambda _: True, ("/courses",)),
    MenuItem(mark("Library"), "library.search", lambda _: True, ("/library",)),
    MenuItem(mark("News & events"), "front.news", is_visitor, ("/news", "/events")),
    MenuItem(mark("Partners"), "partners.public", is_visitor),
    MenuItem(mark("My record"), "progress.record", lambda actor: actor is not None),
    MenuItem(mark("Teach"), "authoring.courses", may_teach, ("/teach",)),
    MenuItem(mark("Curricula"), "curricula.list", may_read_curricula, ("/curricula",)),
    MenuItem(mark("Desk"), "desk.queue", is_staff, ("/desk", "/deposits")),
    MenuItem(mark("Manage"), "manage.home", is_managing, ("/manage",)),
    MenuItem(mark("Records"), "records.index", may_read_records, ("/records",)),
)

ACTIVITY_KINDS: Kinds = {kind.name: kind for kind in (PAGE, READING, READINGS, FILE, QUIZ)}
"""The kinds of activity a trainer can add."""

ACTIVITY_PAGES: dict[str, ActivityPage] = {**PAGES, "readings": show_readings, "quiz": show_quiz}
"""The page of each kind of activity."""

HOME_CARDS: tuple[Callable[[ReadSession, Actor], list[HomeCard]], ...] = (
    teaching_cards,
    curricula_cards,
    desk_cards,
    review_cards,
    removal_cards,
    shelf_cards,
    leave_cards,
    records_cards,
)
"""What the home page offers to those who have a desk."""

RECORD_PARTS: tuple[Callable[[ReadSession, int], tuple[str, dict[str, Any]]], ...] = (certificates_part,)
"""What other slices add to a person's record: a template and its context (there as `part`)."""

PLAN_PARTS: tuple[PlanParts, ...] = (reviews_part,)
"""What other slices add to the page of a local action plan."""

FOOTER: tuple[MenuItem, ...] = (
    MenuItem(mark("Verify a certificate"), "awards.verification", is_anyone),
    MenuItem(mark("Accessibility"), "front.accessibility", is_anyone),
    MenuItem(mark("Privacy"), "front.privacy", is_anyone),
    MenuItem(mark("Contact"), "front.contact", is_anyone),
)

FRONT_PANELS = FrontPanels(
    courses=(open_courses,), dates=(coming_runs,), addresses=(course_addresses, public_addresses)
)
"""What the public pages show of courses and library."""

OWN_DATA: tuple[OwnData, ...] = (
    *learning_data.PARTS,
    *library_data.PARTS,
    *leave_data.PARTS,
    *searches_data.PARTS,
    *plan_letters.PARTS,
)
"""What each part adds to the download of one's own data, and erases with a person."""

NOT_OWN_DATA: Mapping[str, str] = {
    "action_plans": "the library's records; who checked them is part of the record",
    "board_decisions": "the board's work; who wrote it down is part of the record",
    "curriculum_remarks": "the Centre's work; who commented is part of the record",
    "curriculum_versions": "the Centre's work; who approved it is part of the record",
    "deposits": "the library's work; who sent files is part of it",
    "editions": "the Centre's work; who published it is part of the record",
    "packages": "the library's work; who handed them in is part of it",
    "personal_data_checks": "the library's records; who answered is part of the record",
    "plan_reviews": "the library's records; who entered them is part of the record",
    "posts": "the Centre's public texts",
    "question_versions": "the Centre's work; who wrote it is part of the record",
    "removal_requests": "who answered is part of the record; who asked is no account and is deleted a year later",
    "resources": "the library's records; who entered them is part of the record",
    "review_steps": "the library's records; who decided is part of the record",
}
"""Tables that name a person without being about them, each with the reason why it stays out."""


MANAGE_TILES: tuple[ManageTile, ...] = (
    ManageTile(
        mark("People"),
        mark("Requests, invitations, roles, import of a list."),
        "people.list",
        "users",
        is_people_manager,
    ),
    ManageTile(
        mark("Nominations"),
        mark("Send people of your institution to a course run."),
        "enrolment.nominations",
        "user-plus",
        lambda actor: bool(coordinated_institutions(actor)),
    ),
    ManageTile(mark("Institutions"), mark("Where people come from."), "people.institutions", "building", is_manager),
    ManageTile(
        mark("News, events, pages"),
        mark("Write for the public, in several languages."),
        "manage.posts",
        "newspaper",
        is_manager,
    ),
    ManageTile(
        mark("Partners"), mark("Institutions, their countries and roles."), "manage.partners", "handshake", is_manager
    ),
    ManageTile(
        mark("The Centre’s texts"),
        mark("Name, funding line and disclaimer, printed on every page."),
        "manage.centre",
        "landmark",
        is_manager,
    ),
)
"""The managers' first page."""
