"""Reading posts, partners and the Centre's texts."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, bindparam, func, literal, select

from rmtc.clock import today
from rmtc.db import ReadSession, rows
from rmtc.front.kinds import PostKind, PostState
from rmtc.front.models import CentreText, Post, PostVersion
from rmtc.front.telling import Told, tell
from rmtc.paging import Paged, read_page


def on_show(kind: PostKind) -> Select[Post]:
    """What the public sees of a kind on a day, `today`."""
    shown = Post.state == PostState.PUBLISHED, Post.published_on <= bindparam("today")
    return select(Post).where(Post.kind == kind, *shown)


NEWS = on_show(PostKind.NEWS).order_by(Post.published_on.desc(), Post.id.desc())
"""News, the newest first."""

SHOWN = (
    Post.id,
    Post.kind,
    Post.slug,
    Post.published_on,
    Post.starts,
    Post.ends,
    Post.online,
    Post.study_visit,
)
"""What is told of a post beside its texts."""

LATEST_NEWS = NEWS.with_only_columns(*SHOWN).limit(bindparam("count"))

COMING_EVENTS = (
    on_show(PostKind.EVENT)
    .where(func.coalesce(Post.ends, Post.starts) >= bindparam("today"))
    .order_by(Post.starts, Post.id)
    .limit(bindparam("count"))
    .with_only_columns(*SHOWN)
)
"""Events that are not over, the nearest first."""

VERSIONS = select(
    PostVersion.post_id,
    PostVersion.language,
    PostVersion.title,
    PostVersion.summary,
    PostVersion.place,
    PostVersion.proofread,
    literal("").label("html"),
).where(PostVersion.post_id.in_(bindparam("posts", expanding=True)))
"""What posts say, without their bodies."""


def news(session: ReadSession, language: str, page: int) -> Paged[Told]:
    """News, the newest first, 25 a page."""
    return _told_page(session, NEWS.params(today=today()), language, page)


def latest_news(session: ReadSession, language: str, count: int) -> list[Told]:
    """The newest news."""
    return tell_all(session, rows(session, LATEST_NEWS, {"today": today(), "count": count}).all(), language)


def coming_events(session: ReadSession, language: str, count: int) -> list[Told]:
    """Events that are not over, the nearest first."""
    return tell_all(session, rows(session, COMING_EVENTS, {"today": today(), "count": count}).all(), language)


def past_events(session: ReadSession, language: str, page: int) -> Paged[Told]:
    """Events that are over, the latest first, 25 a page."""
    over = on_show(PostKind.EVENT).where(func.coalesce(Post.ends, Post.starts) < bindparam("today"))
    latest = over.order_by(Post.starts.desc(), Post.id.desc())
    return _told_page(session, latest.params(today=today()), language, page)


def shown_post(session: ReadSession, kind: PostKind, slug: str, language: str) -> Told | None:
    """A post the public sees, with its text."""
    post = session.scalar(on_show(kind).where(Post.slug == slug), {"today": today()})
    if post is None:
        return None
    versions = versions_of(session, post.id)
    return tell(post, versions, language) if versions else None


def shown_addresses(session: ReadSession) -> Sequence[tuple[PostKind, str]]:
    """Kind and slug of everything the public sees."""
    shown = select(Post.kind, Post.slug).where(Post.state == PostState.PUBLISHED, Post.published_on <= today())
    return [(kind, slug) for kind, slug in session.execute(shown.order_by(Post.kind, Post.slug))]


def post_with(session: ReadSession, post_id: int) -> Post | None:
    """A post by its id, whatever its state."""
    return session.get(Post, post_id)


def versions_of(session: ReadSession, post_id: int) -> dict[str, PostVersion]:
    """The versions of a post by language."""
    found = session.scalars(select(PostVersion).where(PostVersion.post_id == post_id).order_by(PostVersion.language))
    return {version.language: version for version in found}


def all_posts(session: ReadSession, language: str, kind: PostKind | None, page: int) -> Paged[tuple[Post, Told | None]]:
    """Every post for those who write them, the last made first, 25 a page."""
    wanted = select(Post).order_by(Post.id.desc())
    paged = read_page(session, wanted.where(Post.kind == kind) if kind else wanted, page)
    posts = [row[0] for row in paged.rows]
    told = {one.id: one for one in tell_all(session, posts, language)}
    rows = [(post, told.get(post.id)) for post in posts]
    return Paged(rows, paged.total, paged.page, paged.pages)


def tell_all(session: ReadSession, posts: Sequence[Any], language: str) -> list[Told]:
    """Tell several posts without their bodies; one query."""
    versions: dict[int, dict[str, Any]] = defaultdict(dict)
    for row in rows(session, VERSIONS, {"posts": [post.id for post in posts]}) if posts else ():
        versions[row.post_id][row.language] = row
    return [tell(post, versions[post.id], language) for post in posts if post.id in versions]


def centre_texts(session: ReadSession) -> dict[str, CentreText]:
    """The Centre’s texts by language."""
    return {text.language: text for text in session.scalars(select(CentreText))}


def _told_page(session: ReadSession, wanted: Select[Any], language: str, page: int) -> Paged[Told]:
    paged = read_page(session, wanted, page)
    rows = tell_all(session, [row[0] for row in paged.rows], language)
    return Paged(rows, paged.total, paged.page, paged.pages)
