"""What stands in the addresses of a campus: the words in braces of its routes."""

from library.coverage.tokens import token_of as reminders_token
from rmtc.front.kinds import PostKind
from tests.factories.campus import Campus


def names_of(campus: Campus, route: str, thing: str) -> dict[str, object]:
    """What the words in braces of a route mean on a campus."""
    graded = route.startswith("/records/")
    part = next((number for name, number in campus.parts.items() if name in route), 0)
    kind = next((one for one in PostKind if route.startswith((f"/{one}", f"/{one}s"))), PostKind.NEWS)
    activities = {"reading": campus.reading, "handout": campus.handout, "list": campus.readings, "quiz": campus.quiz}
    activity = activities.get("quiz" if route.endswith("/quiz") else thing, campus.lesson)
    slug = campus.posts[kind].slug if route.startswith(("/news", "/events", "/pages")) else campus.course.slug
    return {
        "activity_id": activity.id,
        "attempt_id": (campus.review if thing == "review" else campus.attempt).id,
        "code": "DR",
        "course_id": campus.course.id,
        "creator_id:int": campus.maker.id,
        "deposit_id:int": campus.deposit.id,
        "enrolment_id": campus.enrolment.id,
        "highlight_id:int": campus.highlight.id,
        "id": campus.graded.run.id,
        "institution_id": campus.ministry.id,
        "key": _key(campus, route),
        "language": "en",
        "note_id": campus.note.id,
        "number": campus.edition.number,
        "package_id:int": campus.package.id,
        "part_id": part,
        "person_id": campus.arta.id,
        "plan_id:int": campus.plan.resource_id,
        "post_id": campus.posts[PostKind.NEWS].id,
        "question_id": campus.questions[0].id,
        "request_id:int": (campus.removal if "removals" in route else campus.request).id,
        "resource_id:int": _record(campus, route),
        "repository_id:int": campus.repository.id,
        "run_id": campus.graded.run.id if graded else campus.run.id,
        "search_id:int": campus.search.id,
        "section_id": campus.section.id,
        "serial": campus.certificate.serial,
        "slug": slug,
        "token": _token(campus, route),
        "year:int": campus.plan.starts.year,
    }


def _token(campus: Campus, route: str) -> str:
    """What opens a page without signing in."""
    if "/plans/reminders/" in route:
        return reminders_token(campus.site.settings.key(), campus.arta.id)
    return campus.stop_token if "searches" in route else campus.ticket


def _record(campus: Campus, route: str) -> int:
    """Which record a route is about."""
    if route.startswith(("/library/plans", "/desk/plans")):
        return campus.plan.resource_id
    return campus.closed.id if "requests" in route else campus.record.id


def _key(campus: Campus, route: str) -> str:
    """What {key} means in a route."""
    if "municipalities" in route:
        return campus.plan.municipality
    return "shelf" if "collections" in route else campus.subject.key
