"""The pages of the parts of a curriculum version: outcomes, modules and assessments, alike for all three."""

from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Depends, Response

from courses.curricula import services, words
from courses.curricula.access import VersionToWrite
from courses.curricula.forms import AssessmentForm, ModuleForm, OutcomeForm
from courses.curricula.models import CurriculumVersion
from courses.curricula.queries import reread_version
from courses.curricula.routes import back
from courses.curricula.services import Part, PartForm
from rmtc.accounts.signin import SignedIn
from rmtc.errors import FieldRefusal, NotFound
from rmtc.i18n.texts import gettext as _
from rmtc.web.forms import Bound, bind, filled
from rmtc.web.pages import Answer, Page
from rmtc.web.requests import Writes
from rmtc.web.routing import Router

router = Router(prefix="/curricula/{code}")


@dataclass(frozen=True)
class Kind:
    """A kind of part: the relationship that holds it (also its address), its form, and the word for one."""

    name: str
    form: type[PartForm]
    one: str

    def find(self, version: CurriculumVersion, part_id: int) -> Part:
        """A part of this kind by its id; raises NotFound."""
        for part in getattr(version, self.name):
            if part.id == part_id:
                found: Part = part
                return found
        raise NotFound(_("This part is not in this version."))


def show(page: Page, kind: Kind, version: CurriculumVersion, part_id: int | None, form: Bound[Any]) -> Response:
    """The form of a part."""
    return page.render(
        f"courses/curricula/{kind.one}.html",
        422 if form.errors else 200,
        version=version,
        part_id=part_id,
        form=form,
        one=kind.one,
        **words.choices(),
    )


def add_pages(kind: Kind) -> None:
    """Give a kind of part its pages."""
    typed = Annotated[Bound[Any], Depends(bind(kind.form))]

    @router.get(f"/{kind.name}/new", name=f"curricula.new_{kind.one}")
    def show_new(page: Answer, version: VersionToWrite) -> Response:
        """The empty form."""
        usual = {"level": version.level, "number": len(version.modules) + 1}
        return show(page, kind, version, None, filled(usual))

    @router.post(f"/{kind.name}", name=f"curricula.add_{kind.one}")
    def add(page: Answer, actor: SignedIn, version: VersionToWrite, session: Writes, form: typed) -> Response:
        """Add a part."""
        return _save(page, kind, version, None, form, session, actor)

    @router.get(f"/{kind.name}/{{part_id}}", name=f"curricula.{kind.one}")
    def show_one(page: Answer, version: VersionToWrite, part_id: int) -> Response:
        """The form of a part that is there."""
        part = kind.find(version, part_id)
        return show(page, kind, version, part_id, filled({n: getattr(part, n) for n in kind.form.model_fields}))

    @router.post(f"/{kind.name}/{{part_id}}", name=f"curricula.edit_{kind.one}")
    def edit(
        page: Answer, actor: SignedIn, version: VersionToWrite, part_id: int, session: Writes, form: typed
    ) -> Response:
        """Change a part."""
        return _save(page, kind, version, part_id, form, session, actor)

    @router.post(f"/{kind.name}/{{part_id}}/removal", name=f"curricula.remove_{kind.one}")
    def remove(page: Answer, actor: SignedIn, version: VersionToWrite, part_id: int, session: Writes) -> Response:
        """Take a part out of the draft."""
        services.remove_part(session, version, kind.find(reread_version(session, version), part_id), by=actor)
        return back(page, version, _("It is removed."), kind.name)


def _save(
    page: Page,
    kind: Kind,
    version: CurriculumVersion,
    part_id: int | None,
    form: Bound[Any],
    session: Writes,
    actor: SignedIn,
) -> Response:
    version = reread_version(session, version)
    part = kind.find(version, part_id) if part_id is not None else None
    if form.checked is not None:
        try:
            services.save_part(session, version, part, form.checked, by=actor)
        except FieldRefusal as refusal:
            form = form.refused(refusal)
        else:
            return back(page, version, _("It is saved."), kind.name)
    return show(page, kind, version, part_id, form)


for each in (
    Kind("outcomes", OutcomeForm, "outcome"),
    Kind("modules", ModuleForm, "module"),
    Kind("assessments", AssessmentForm, "assessment"),
):
    add_pages(each)
