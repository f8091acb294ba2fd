"""Posts for tests, made through the services."""

from datetime import date

from rmtc.accounts.actors import Actor
from rmtc.db import WriteSession
from rmtc.front import services
from rmtc.front.forms import NewPostForm, PostForm, PublicationForm, VersionForm
from rmtc.front.kinds import PostKind, PostState
from rmtc.front.models import Post


def make_post(
    session: WriteSession,
    title: str,
    kind: PostKind = PostKind.NEWS,
    *,
    by: Actor,
    body: str = "The text.",
    on: date | None = None,
    published: bool = True,
    **facts: object,
) -> Post:
    post = services.add_post(session, NewPostForm(kind=kind, title=title), by=by)
    form = PostForm.model_validate({"slug": post.slug, **facts})
    services.change_post(session, post, form, by=by)
    write(session, post, "en", title, body, by=by)
    if published:
        services.set_publication(session, post, PublicationForm(state=PostState.PUBLISHED, published_on=on), by=by)
    session.commit()
    return post


def write(
    session: WriteSession, post: Post, language: str, title: str, body: str, *, by: Actor, proofread: bool = True
) -> None:
    form = VersionForm(title=title, summary=f"About {title}", body=body, proofread=proofread)
    services.write_version(session, post, language, form, by=by)
    session.commit()
