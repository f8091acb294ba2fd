"""The desk's pages for many records: a change with its preview, and the merging of doubles."""

from typing import Annotated, Any

from fastapi import Depends, Response

from library.curation import merging, services
from library.curation.describing import form_of
from library.curation.forms import ChangeForm, MergerForm
from library.desk.access import Librarian, ResourceToKeep
from library.desk.options import options
from library.relations.queries import record_meant
from library.resources.models import Resource
from library.resources.queries import resource_with_files, resources_with_all
from rmtc.db import ReadSession
from rmtc.errors import FieldRefusal
from rmtc.i18n.texts import gettext as _
from rmtc.i18n.texts import ngettext
from rmtc.web.forms import Bound, bind, filled
from rmtc.web.pages import Answer, Page
from rmtc.web.requests import Writes
from rmtc.web.routing import Router

router = Router(prefix="/desk")
TypedChange = Annotated[Bound[ChangeForm], Depends(bind(ChangeForm))]
TypedMerger = Annotated[Bound[MergerForm], Depends(bind(MergerForm))]


@router.post("/changes", name="curation.change")
def change_records(page: Answer, by: Librarian, session: Writes, form: TypedChange) -> Response:
    """Show what a change would make of the chosen records, or make it."""
    change = form.checked
    if change is None:
        return _change_page(page, session, form, [], 422)
    try:
        plans = services.plan_change(session, resources_with_all(session, change.ids), change)
        if change.step == "preview":
            return _change_page(page, session, form, plans)
        done = services.apply_change(session, plans, by=by)
    except FieldRefusal as refusal:
        session.rollback()
        return _change_page(page, session, form.refused(refusal), [], 422)
    said = ngettext("%(num)d record was changed.", "%(num)d records were changed.", done) % {"num": done}
    return page.redirect("desk.resources", flash=said)


def _change_page(
    page: Page, session: ReadSession, form: Bound[Any], plans: list[services.Plan], status: int = 200
) -> Response:
    return page.render("library/change.html", status, form=form, plans=plans, **options(session))


@router.get("/resources/{resource_id:int}/merger", name="curation.merger")
def show_merger(page: Answer, _by: Librarian, resource: ResourceToKeep) -> Response:
    """The form to name the record that stays."""
    return page.render("library/merger.html", form=filled({"into": ""}), resource=resource, kept=None, after=None)


@router.post("/resources/{resource_id:int}/merger", name="curation.merge")
def merge(
    page: Answer, by: Librarian, _resource: ResourceToKeep, session: Writes, form: TypedMerger, resource_id: int
) -> Response:
    """Show what the record that stays would say, or merge."""
    double = _whole(session, resource_id)
    meant = record_meant(session, form.checked.into) if form.checked else None
    kept = _whole(session, meant.id) if meant and meant.id != double.id else None
    if kept is None or form.checked is None:
        said = form.errors.get("into") or _("There is no other record of this number or title.")
        wrong: Bound[Any] = Bound(form.typed, errors={"into": said})
        return page.render("library/merger.html", 422, form=wrong, resource=double, kept=None, after=None)
    if form.checked.step == "preview":
        before, after = form_of(session, kept), merging.merged_form(session, kept, double)
        return page.render(
            "library/merger.html", form=form, resource=double, kept=kept, after=after, before=before,
            names=(*merging.FILLED, *merging.JOINED),
        )  # fmt: skip
    merging.merge_resources(session, double, kept, by=by)
    return page.redirect("desk.resource", resource_id=kept.id, flash=_("The two records are one now."))


def _whole(session: ReadSession, resource_id: int) -> Resource:
    resource = resource_with_files(session, resource_id)
    assert resource is not None
    return resource
