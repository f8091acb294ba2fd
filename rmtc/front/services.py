"""Writing for the public."""

import re

from sqlalchemy import select

from rmtc.accounts.actors import Actor
from rmtc.audit.services import record
from rmtc.clock import now, today
from rmtc.db import WriteSession
from rmtc.errors import FieldRefusal
from rmtc.front import queries
from rmtc.front.forms import CentreForm, NewPostForm, PostForm, PublicationForm, VersionForm
from rmtc.front.kinds import PostKind, PostState
from rmtc.front.models import CentreText, Post, PostVersion
from rmtc.i18n.serbian import to_latin
from rmtc.i18n.texts import gettext as _
from rmtc.texts.markdown import render_markdown


def add_post(session: WriteSession, form: NewPostForm, *, by: Actor) -> Post:
    """Begin a post as a draft with a title in one language."""
    slug = form.slug or _free_slug(session, form.kind, form.title)
    _refuse_taken(session, form.kind, slug, None)
    moment = now()
    post = Post(kind=form.kind, slug=slug, created_by=by.id, created_at=moment)
    session.add(post)
    session.flush()
    session.add(PostVersion(post_id=post.id, language=form.language, title=form.title, updated_at=moment))
    record(session, "post.added", ("post", post.id), by=by.id, kind=form.kind, slug=slug)
    return post


def change_post(session: WriteSession, post: Post, form: PostForm, *, by: Actor) -> Post:
    """Change what holds for a post in every language."""
    if post.kind is PostKind.EVENT and post.state is PostState.PUBLISHED and form.starts is None:
        raise FieldRefusal("starts", _("An event needs its first day."))
    if post.kind is PostKind.PAGE and form.slug != post.slug and post.state is PostState.PUBLISHED:
        raise FieldRefusal("slug", _("A page that is published keeps its address."))
    _refuse_taken(session, post.kind, form.slug, post.id)
    post.slug, post.starts, post.ends = form.slug, form.starts, form.ends or form.starts
    post.online, post.study_visit = form.online, form.study_visit
    record(session, "post.changed", ("post", post.id), by=by.id, slug=form.slug, starts=str(form.starts))
    return post


def write_version(session: WriteSession, post: Post, language: str, form: VersionForm, *, by: Actor) -> PostVersion:
    """Write a post in a language, for the first time or again."""
    version = queries.versions_of(session, post.id).get(language)
    if version is None:
        version = PostVersion(post_id=post.id, language=language)
        session.add(version)
    version.title, version.summary, version.place = form.title, form.summary, form.place
    version.body, version.html = form.body, show_body(form.body)
    version.proofread, version.updated_at = form.proofread, now()
    record(session, "post.written", ("post", post.id), by=by.id, language=language, title=form.title)
    return version


def show_body(body: str) -> str:
    """The safe HTML of a post's Markdown; pictures come from this site only."""
    return render_markdown(body, image=lambda src: src if re.match(r"/[^/\\]", src) else None)


def set_publication(session: WriteSession, post: Post, form: PublicationForm, *, by: Actor) -> Post:
    """Publish a post from a day on, or take it back into the drafts."""
    if form.state is PostState.DRAFT:
        post.state = PostState.DRAFT
        record(session, "post.withdrawn", ("post", post.id), by=by.id)
        return post
    if post.kind is PostKind.EVENT and post.starts is None:
        raise FieldRefusal("state", _("An event needs its first day before it is published."))
    if not any(version.body for version in queries.versions_of(session, post.id).values()):
        raise FieldRefusal("state", _("There is no text yet. Write it in at least one language first."))
    post.state = PostState.PUBLISHED
    post.published_on = form.published_on or post.published_on or today()
    record(session, "post.published", ("post", post.id), by=by.id, published_on=str(post.published_on))
    return post


def save_centre_texts(session: WriteSession, form: CentreForm, *, by: Actor) -> None:
    """Keep the Centre's texts."""
    for language, part in (("en", "en"), ("sr-Cyrl", "sr")):
        values = {
            "name": getattr(form, f"name_{part}"),
            "funding_line": getattr(form, f"funding_{part}"),
            "disclaimer": getattr(form, f"disclaimer_{part}"),
        }
        session.merge(CentreText(language=language, **values))
    record(session, "centre.texts_changed", ("centre", 0), by=by.id, **form.model_dump())


def _refuse_taken(session: WriteSession, kind: PostKind, slug: str, own: int | None) -> None:
    found = session.scalar(select(Post.id).where(Post.kind == kind, Post.slug == slug))
    if found is not None and found != own:
        raise FieldRefusal("slug", _("Something else has this address already."))


def _free_slug(session: WriteSession, kind: PostKind, title: str) -> str:
    plain = to_latin(title).casefold().translate(str.maketrans("čćšžđëç", "ccszdec"))
    wanted = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:70].strip("-") or str(kind)
    taken = set(session.scalars(select(Post.slug).where(Post.kind == kind, Post.slug.startswith(wanted))))
    return next(slug for n in range(1, len(taken) + 2) if (slug := wanted if n == 1 else f"{wanted}-{n}") not in taken)
