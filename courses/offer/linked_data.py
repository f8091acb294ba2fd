"""A course as schema.org describes one, for search engines."""

from typing import Any

from courses.catalogue.models import Course
from courses.curricula.models import CurriculumVersion
from courses.runs.models import CourseRun

MODES = {"online": "Online", "blended": "Blended", "onsite": "Onsite"}


def describe(course: Course, version: CurriculumVersion | None, runs: list[CourseRun], site_url: str) -> dict[str, Any]:
    """The course with its open runs (schema.org Course and CourseInstance)."""
    provider = {"@type": "Organization", "name": "Regional Migration Training Centre", "url": site_url}
    found: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Course",
        "name": course.title,
        "description": course.summary,
        "inLanguage": course.language,
        "url": f"{site_url}/courses/{course.slug}",
        "provider": provider,
        "hasCourseInstance": [_instance(run, version) for run in runs],
    }
    if version is not None:
        found["numberOfCredits"] = version.ects
        found["timeRequired"] = f"PT{round(version.ects * version.hours_per_credit)}H"
        found["teaches"] = [f"{outcome.verb} {outcome.text}" for outcome in version.outcomes]
    return found


def _instance(run: CourseRun, version: CurriculumVersion | None) -> dict[str, Any]:
    return {
        "@type": "CourseInstance",
        "courseMode": MODES.get(version.mode if version else "", "Blended"),
        "startDate": run.starts.isoformat(),
        "endDate": run.ends.isoformat(),
        "location": run.place,
    }
