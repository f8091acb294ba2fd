"""The demonstration content of the public site: posts, partners and the Centre's texts, made through the services."""

import tomllib
from pathlib import Path
from typing import Any

from sqlalchemy import select

from rmtc.accounts.actors import Actor
from rmtc.accounts.models import Institution
from rmtc.db import WriteSession
from rmtc.front import queries, services
from rmtc.front.forms import CentreForm, NewPostForm, PostForm, PublicationForm, VersionForm
from rmtc.front.kinds import PostKind, PostState
from rmtc.front.models import Post
from rmtc.partners import services as partners
from rmtc.partners.forms import PartnerForm

HERE = Path(__file__).parent
FOLDERS = {PostKind.PAGE: "pages", PostKind.NEWS: "news", PostKind.EVENT: "events"}
PROOFREAD = frozenset({"en"})
"""Languages whose texts somebody has proofread; all others are marked."""


def load_front(session: WriteSession, *, by: Actor) -> None:
    """Load everything that is not there yet; what a manager has changed since stays."""
    if not queries.centre_texts(session):
        services.save_centre_texts(session, _centre(), by=by)
    _load_partners(session, by)
    for kind, folder in FOLDERS.items():
        for first in sorted((HERE / folder).glob("*.en.md"), key=lambda path: (_when(read(path)[0]), path.name)):
            _load_post(session, kind, first.name.removesuffix(".en.md"), by)


def read(path: Path) -> tuple[dict[str, Any], str]:
    """The head (TOML between lines of +++) and the Markdown of a file."""
    _nothing, head, body = path.read_text(encoding="utf-8").split("+++\n", 2)
    return tomllib.loads(head), body.strip()


def _centre() -> CentreForm:
    texts = tomllib.loads((HERE / "settings.toml").read_text(encoding="utf-8"))
    return CentreForm(
        name_en="Regional Migration Training Centre",
        name_sr="Регионални центар за обуку у области миграција",
        funding_en=texts["funding"]["en"],
        funding_sr=texts["funding"]["sr"],
        disclaimer_en=texts["disclaimer"]["en"],
        disclaimer_sr=texts["disclaimer"]["sr"],
    )


def _load_partners(session: WriteSession, by: Actor) -> None:
    rows = tomllib.loads((HERE / "partners.toml").read_text(encoding="utf-8"))["partners"]
    known = {institution.name: institution for institution in session.scalars(select(Institution))}
    for position, row in enumerate(rows, 1):
        form = PartnerForm(
            name=row["name"],
            name_sr=row["name_sr"],
            country=row["country"],
            partner_role=row["role"],
            url=row["url"],
            about=row["text_en"],
            about_sr=row["text_sr"],
            position=position,
        )
        if row["name"] not in known:
            partners.add_partner(session, form, by=by)
        elif not known[row["name"]].partner_role:
            partners.change_partner(session, known[row["name"]], form, by=by)


def _load_post(session: WriteSession, kind: PostKind, slug: str, by: Actor) -> None:
    if session.scalar(select(Post.id).where(Post.kind == kind, Post.slug == slug)):
        return
    files = {"en": f"{slug}.en.md", "sr-Cyrl": f"{slug}.sr.md"}
    texts = {code: read(HERE / FOLDERS[kind] / name) for code, name in files.items()}
    head = texts["en"][0]
    post = services.add_post(session, NewPostForm(kind=kind, title=head["title"], slug=slug), by=by)
    if kind is PostKind.EVENT:
        facts = PostForm(
            slug=slug,
            starts=head["starts"],
            ends=head["ends"],
            online=head["online"],
            study_visit=head["kind"] == "study_visit",
        )
        services.change_post(session, post, facts, by=by)
    for code, (about, body) in texts.items():
        version = VersionForm(
            title=about["title"],
            summary=about["summary"],
            place=about.get("place", ""),
            body=body,
            proofread=code in PROOFREAD,
        )
        services.write_version(session, post, code, version, by=by)
    day = head.get("date") or head.get("starts")
    services.set_publication(session, post, PublicationForm(state=PostState.PUBLISHED, published_on=day), by=by)


def _when(head: dict[str, Any]) -> str:
    return str(head.get("date") or head.get("starts") or "")
