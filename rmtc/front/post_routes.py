"""Managers write news, events and pages."""

from typing import Annotated, Any

from fastapi import Depends, Query, Response
from markupsafe import Markup

from rmtc.accounts.signin import Manager
from rmtc.clock import today
from rmtc.errors import FieldRefusal, NotFound
from rmtc.front import queries, services
from rmtc.front.forms import LANGUAGES, NewPostForm, PostForm, PublicationForm, VersionForm
from rmtc.front.kinds import PostKind
from rmtc.front.models import Post, PostVersion
from rmtc.front.telling import ROUTES
from rmtc.front.words import kind_name
from rmtc.i18n.languages import current
from rmtc.i18n.texts import gettext as _
from rmtc.web.forms import Bound, bind, filled
from rmtc.web.pages import Answer, Page
from rmtc.web.requests import Reads, Writes
from rmtc.web.routing import Router

router = Router(prefix="/manage/posts")


def post_to_write(post_id: int, session: Reads, _actor: Manager) -> Post:
    """A post, for a manager."""
    post = queries.post_with(session, post_id)
    if post is None:
        raise NotFound
    return post


PostToWrite = Annotated[Post, Depends(post_to_write)]


@router.get("", name="manage.posts")
def list_posts(
    page: Answer,
    session: Reads,
    _actor: Manager,
    kind: PostKind | None = None,
    number: Annotated[int, Query(alias="page", ge=1, le=100_000)] = 1,
) -> Response:
    """Every post, the last made first."""
    posts = queries.all_posts(session, current(), kind, number)
    return page.render("manage/posts.html", posts=posts, kind=kind, kinds=list(PostKind), kind_name=kind_name)


@router.get("/new", name="manage.new_post")
def show_new_post(page: Answer, _actor: Manager, kind: PostKind = PostKind.NEWS) -> Response:
    """The form that begins a post."""
    return _new_post(page, filled({"kind": kind, "language": "en"}))


@router.post("", name="manage.add_post")
def add_post(
    page: Answer, actor: Manager, session: Writes, form: Annotated[Bound[NewPostForm], Depends(bind(NewPostForm))]
) -> Response:
    """Begin a post and go on to its text."""
    if form.checked is None:
        return _new_post(page, form, 422)
    try:
        post = services.add_post(session, form.checked, by=actor)
    except FieldRefusal as refusal:
        return _new_post(page, form.refused(refusal), 422)
    return page.redirect("manage.version", post_id=post.id, language=form.checked.language)


@router.get("/{post_id}", name="manage.post")
def show_post(page: Answer, session: Reads, post: PostToWrite) -> Response:
    """A post with its versions, its dates and whether it is published."""
    return _post(page, session, post, facts_of(post))


@router.post("/{post_id}", name="manage.change_post")
def change_post(
    page: Answer,
    actor: Manager,
    post: PostToWrite,
    session: Writes,
    form: Annotated[Bound[PostForm], Depends(bind(PostForm))],
) -> Response:
    """Change address and dates."""
    if form.checked is None:
        return _post(page, session, post, form, 422)
    try:
        services.change_post(session, post, form.checked, by=actor)
    except FieldRefusal as refusal:
        return _post(page, session, post, form.refused(refusal), 422)
    return page.redirect("manage.post", post_id=post.id, flash=_("Saved."))


@router.post("/{post_id}/publication", name="manage.publication")
def set_publication(
    page: Answer,
    actor: Manager,
    post: PostToWrite,
    session: Writes,
    form: Annotated[Bound[PublicationForm], Depends(bind(PublicationForm))],
) -> Response:
    """Publish a post, or take it back."""
    if form.checked is None:
        return _post(page, session, post, facts_of(post), 422, publication=form)
    try:
        services.set_publication(session, post, form.checked, by=actor)
    except FieldRefusal as refusal:
        return _post(page, session, post, facts_of(post), 422, publication=form.refused(refusal))
    return page.redirect("manage.post", post_id=post.id, flash=_("Saved."))


@router.get("/{post_id}/versions/{language}", name="manage.version")
def show_version(page: Answer, session: Reads, post: PostToWrite, language: str) -> Response:
    """The text of a post in one language, beside another."""
    versions = queries.versions_of(session, post.id)
    version = versions.get(language)
    names = ("title", "summary", "place", "body")
    typed = {name: getattr(version, name) for name in names} if version else {}
    typed |= {"proofread": "on"} if version and version.proofread else {}
    return _version(page, post, language, versions, filled(typed))


@router.post("/{post_id}/versions/{language}", name="manage.write_version")
def write_version(
    page: Answer,
    actor: Manager,
    post: PostToWrite,
    language: str,
    session: Writes,
    form: Annotated[Bound[VersionForm], Depends(bind(VersionForm))],
) -> Response:
    """Save the text, or show what it will look like."""
    if form.checked is None or form.checked.wish == "preview":
        status = 422 if form.checked is None else 200
        return _version(page, post, language, queries.versions_of(session, post.id), form, status)
    if language not in LANGUAGES:
        raise NotFound
    services.write_version(session, post, language, form.checked, by=actor)
    return page.redirect("manage.version", post_id=post.id, language=language, flash=_("Saved."))


def facts_of(post: Post) -> Bound[Any]:
    """What holds for a post in every language, as a form."""
    ticked = {name: "on" for name in ("online", "study_visit") if getattr(post, name)}
    return filled({"slug": post.slug, "starts": post.starts, "ends": post.ends, **ticked})


def _new_post(page: Page, form: Bound[Any], status: int = 200) -> Response:
    kinds = [(kind, kind_name(kind)) for kind in PostKind]
    return page.render("manage/new_post.html", status, form=form, kinds=kinds, codes=LANGUAGES)


def _post(
    page: Page, session: Any, post: Post, form: Bound[Any], status: int = 200, publication: Bound[Any] | None = None
) -> Response:
    return page.render(
        "manage/post.html",
        status,
        post=post,
        kind=kind_name(post.kind),
        address=page.url(ROUTES[post.kind], slug=post.slug),
        versions=queries.versions_of(session, post.id),
        codes=LANGUAGES,
        form=form,
        publication=publication or filled({"published_on": post.published_on}),
        today=today(),
    )


def _version(
    page: Page, post: Post, language: str, versions: dict[str, PostVersion], form: Bound[Any], status: int = 200
) -> Response:
    if language not in LANGUAGES:
        raise NotFound
    others = [version for code, version in versions.items() if code != language]
    preview = None
    if form.typed.get("wish") == "preview":
        preview = Markup(services.show_body(str(form.typed.get("body", ""))))  # noqa: S704 - cleaned
    return page.render(
        "manage/version.html",
        status,
        post=post,
        language=language,
        others=others,
        form=form,
        preview=preview,
        titles=[version.title for version in versions.values()],
        beside=[(version, Markup(version.html)) for version in others[:1]],  # noqa: S704 - cleaned when saved
    )
