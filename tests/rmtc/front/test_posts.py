"""Managers write for the public."""

from datetime import timedelta

import pytest
from lxml import html
from sqlalchemy import func, select

from rmtc.accounts.actors import Actor
from rmtc.audit.models import AuditEntry
from rmtc.clock import today
from rmtc.db import WriteSession
from rmtc.front.kinds import PostKind
from rmtc.front.models import Post
from rmtc.front.queries import versions_of
from rmtc.i18n.texts import translations
from tests.browsing import Browser
from tests.factories.posts import make_post
from tests.personas import Cast


@pytest.fixture
def manager(browse, cast: Cast) -> Browser:
    return browse(cast.mira)


def test_a_manager_writes_previews_and_publishes(manager: Browser, visitor: Browser, session: WriteSession) -> None:
    begun = manager.post(
        "/manage/posts", data={"kind": "event", "title": "Шта је ново, колеге?", "language": "sr-Cyrl"}
    )
    assert begun.url.path.endswith("/versions/sr-Cyrl")
    post = session.scalars(select(Post)).one()
    assert post.slug == "sta-je-novo-kolege"
    there = f"/manage/posts/{post.id}"
    text = {"title": "Шта је ново", "place": "Пландиште", "body": "## Дневни ред\n\nДва *дана*.", "proofread": "on"}

    shown = manager.post(f"{there}/versions/sr-Cyrl", data={**text, "wish": "preview"})
    assert html.fromstring(shown.text).xpath("string(//*[@id='preview']//em)") == "дана"
    assert versions_of(session, post.id)["sr-Cyrl"].body == ""

    manager.post(f"{there}/versions/sr-Cyrl", data=text)
    early = manager.post(f"{there}/publication", data={"state": "published"})
    assert early.status_code == 422
    assert "An event needs its first day before it is published." in early.text

    day = today() + timedelta(days=4)
    manager.post(there, data={"slug": post.slug, "starts": str(day), "ends": "", "online": "on"})
    assert manager.post(f"{there}/publication", data={"state": "published"}).status_code == 200

    public = visitor.get(f"/events/{post.slug}", params={"lang": "sr-Latn"})
    assert "Dnevni red" in public.text
    assert translations("sr-Latn").gettext("Online") in public.text
    manager.post(f"{there}/publication", data={"state": "draft"})
    assert visitor.get(f"/events/{post.slug}").status_code == 404
    noted = set(session.scalars(select(AuditEntry.what).where(AuditEntry.subject_kind == "post")))
    assert noted == {"post.added", "post.written", "post.changed", "post.published", "post.withdrawn"}


def test_versions_stand_side_by_side(manager: Browser, session: WriteSession, mira: Actor) -> None:
    post = make_post(session, "An agreement", by=mira, body="The English text.")
    page = manager.get(f"/manage/posts/{post.id}/versions/sr-Cyrl")
    assert "The English text." in page.text
    assert html.fromstring(page.text).xpath("string(//textarea[@name='body'])").strip() == ""
    assert len(manager.queries) <= 25


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({"title": ""}, "Please fill this in."),
        ({"kind": "poem"}, "Please choose one of the options."),
        ({"language": "xx"}, "Please choose one of the options."),
        ({"slug": "Not An Address"}, "Please write small letters and digits, with hyphens between words."),
        ({"slug": "taken"}, "Something else has this address already."),
    ],
)
def test_a_wrong_beginning_comes_back(
    manager: Browser, session: WriteSession, mira: Actor, typed: dict[str, str], message: str
) -> None:
    make_post(session, "taken", by=mira)
    data = {"kind": "news", "title": "What I typed", "language": "en", "slug": "my-words"} | typed
    answer = manager.post("/manage/posts", data=data)
    assert answer.status_code == 422
    assert message in answer.text
    assert data["title"] in answer.text
    assert session.scalar(select(func.count()).select_from(Post)) == 1


def test_a_wrong_text_or_date_comes_back(manager: Browser, session: WriteSession, mira: Actor) -> None:
    post = make_post(session, "A visit", PostKind.EVENT, by=mira, starts=today())
    there = f"/manage/posts/{post.id}"

    text = manager.post(f"{there}/versions/en", data={"title": "", "body": "Long work kept"})
    assert text.status_code == 422
    assert "Long work kept" in text.text

    wrong = manager.post(there, data={"slug": "a-visit", "starts": "2026-05-02", "ends": "2026-05-01"})
    assert wrong.status_code == 422
    assert "The last day lies before the first." in wrong.text
    assert manager.post(there, data={"slug": "a-visit", "starts": "soon"}).status_code == 422
    assert manager.post(there, data={"slug": "a-visit", "starts": ""}).status_code == 422
    assert manager.post(f"{there}/publication", data={"state": "gone"}).status_code == 422


def test_two_titles_alike_get_two_addresses(manager: Browser, session: WriteSession) -> None:
    for _ in range(3):
        manager.post("/manage/posts", data={"kind": "news", "title": "Đura & Žana", "language": "en"})
    assert sorted(session.scalars(select(Post.slug))) == ["dura-zana", "dura-zana-2", "dura-zana-3"]


def test_nothing_without_text_is_published(manager: Browser, session: WriteSession) -> None:
    manager.post("/manage/posts", data={"kind": "news", "title": "Only a title", "language": "en"})
    post = session.scalars(select(Post)).one()
    answer = manager.post(f"/manage/posts/{post.id}/publication", data={"state": "published"})
    assert answer.status_code == 422
    assert "There is no text yet." in answer.text


def test_pictures_come_from_this_site_only(manager: Browser, visitor: Browser, session: WriteSession) -> None:
    manager.post("/manage/posts", data={"kind": "news", "title": "Pictures", "language": "en"})
    post = session.scalars(select(Post)).one()
    body = "![here](/static/a.png) ![there](https://elsewhere.example/b.png) ![too](//elsewhere.example/c.png)"
    manager.post(f"/manage/posts/{post.id}/versions/en", data={"title": "Pictures", "body": body})
    manager.post(f"/manage/posts/{post.id}/publication", data={"state": "published"})
    page = html.fromstring(visitor.get("/news/pictures").text)
    assert page.xpath("//main//img/@src") == ["/static/a.png"]


def test_others_are_kept_out(visitor: Browser, browse, cast: Cast, session: WriteSession, mira: Actor) -> None:
    post = make_post(session, "Ours", by=mira)
    manager = browse(cast.mira)
    forms = {
        "/manage/posts": {"kind": "news", "title": "Theirs"},
        f"/manage/posts/{post.id}": {"slug": "theirs"},
        f"/manage/posts/{post.id}/publication": {"state": "draft"},
        f"/manage/posts/{post.id}/versions/en": {"title": "Theirs"},
    }
    for path, form in forms.items():
        assert visitor.post(path, data=form).status_code == 401, path
        assert browse(cast.arta).post(path, data=form).status_code == 403, path
        assert manager.post(path, data=form, headers={"sec-fetch-site": "cross-site"}).status_code == 403, path
        assert manager.post(path, data={**form, "csrf_token": "made up"}).status_code == 403, path
    for path in ("/manage/posts/9999", "/manage/posts/9999/versions/en", f"/manage/posts/{post.id}/versions/tlh"):
        assert manager.get(path).status_code == 404, path
    assert visitor.get("/news/ours").status_code == 200


def test_the_list_holds_drafts_and_pages(manager: Browser, session: WriteSession, mira: Actor) -> None:
    for number in range(27):
        make_post(session, f"Story {number}", by=mira, published=number % 2 == 0)
    make_post(session, "A meeting", PostKind.EVENT, by=mira, published=False)

    page = html.fromstring(manager.get("/manage/posts").text)
    assert len(page.xpath("//tbody/tr")) == 25
    assert len(manager.queries) <= 25
    events = html.fromstring(manager.get("/manage/posts", params={"kind": "event"}).text)
    assert [" ".join(row.text_content().split()) for row in events.xpath("//tbody/tr")] == ["A meeting Event draft"]
    assert manager.get("/manage/posts", params={"kind": "poem"}).status_code == 404
