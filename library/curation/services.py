"""Changing many records alike, each with its own entry in the log; the preview is what then happens."""

from collections.abc import Sequence
from dataclasses import dataclass

from library.collections.queries import subjects_called
from library.curation.describing import form_of
from library.curation.forms import ChangeForm
from library.resources.forms import ResourceForm
from library.resources.models import Resource, ResourceState
from library.resources.services import edit_resource, publish_resource
from library.review.services import publishable
from rmtc.accounts.actors import Actor
from rmtc.db import ReadSession, WriteSession
from rmtc.errors import FieldRefusal
from rmtc.i18n.texts import gettext as _

COMPARED = ("kind", "language", "access", "files_access", "licence", "publisher", "collections", "subjects")


@dataclass(frozen=True)
class Plan:
    """What would become of a record: its form afterwards, and what differs as (field, before, after).

    `is_held` says that it stays a draft although it was to be published.
    """

    resource: Resource
    form: ResourceForm
    differences: tuple[tuple[str, str, str], ...]
    is_published: bool
    is_held: bool = False

    @property
    def changes(self) -> bool:
        """Say whether anything would be different."""
        return bool(self.differences) or self.is_published


def plan_change(session: ReadSession, resources: Sequence[Resource], change: ChangeForm) -> list[Plan]:
    """Work out what a change makes of each record; refuses a subject that is not there."""
    add = _subject_keys(session, change.add_subjects, "add_subjects")
    drop = _subject_keys(session, change.drop_subjects, "drop_subjects")
    may_open = publishable(session, resources) if change.publish else set()
    plans = []
    for resource in resources:
        before = form_of(session, resource)
        after = change.changed(before, add, drop)
        is_draft = resource.state is ResourceState.DRAFT
        held = change.publish and is_draft and resource.id not in may_open
        plans.append(Plan(resource, after, _differences(before, after), is_draft and resource.id in may_open, held))
    return plans


def apply_change(session: WriteSession, plans: Sequence[Plan], *, by: Actor) -> int:
    """Do what the plans say; returns how many records changed."""
    done = 0
    for plan in plans:
        if plan.differences:
            edit_resource(session, plan.resource, plan.form, by=by)
        if plan.is_published:
            publish_resource(session, plan.resource, by=by)
        done += plan.changes
    return done


def _differences(before: ResourceForm, after: ResourceForm) -> tuple[tuple[str, str, str], ...]:
    pairs = ((name, _text(before, name), _text(after, name)) for name in COMPARED)
    return tuple((name, was, becomes) for name, was, becomes in pairs if was != becomes)


def _text(form: ResourceForm, name: str) -> str:
    value = getattr(form, name)
    return ", ".join(sorted(value)) if isinstance(value, list) else str(value or "")


def _subject_keys(session: ReadSession, typed: str, field: str) -> list[str]:
    names = [name.strip() for name in typed.replace(";", "\n").splitlines() if name.strip()]
    found = subjects_called(session, names)
    if unknown := [name for name in names if name not in found]:
        raise FieldRefusal(field, _("There is no subject “%(name)s”.") % {"name": unknown[0][:100]})
    return [found[name].key for name in names]
