"""Taking over from a partner: new, changed and withdrawn records, once each; what is odd is left out and named."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select

from library.gathering.forms import RepositoryForm
from library.gathering.models import PartnerRepository, TakenRecord, Visit, VisitState
from library.gathering.services import add_repository
from library.gathering.visiting import visit
from library.resources.models import Resource, ResourceState
from rmtc.clock import now
from tests.factories.courses import as_actor
from tests.factories.library import make_record
from tests.stand_in_sites import HERE, stand_in

NAMES = (
    'xmlns="http://www.openarchives.org/OAI/2.0/" xmlns:oai_dc="http://www.openarchives.org/OAI/2.0/oai_dc/" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/"'
)
FULL = (
    "<dc:title>Живот у повратку</dc:title><dc:title xml:lang='en'>Life in return</dc:title>"
    "<dc:creator>Заједница</dc:creator>"
    "<dc:date>2021-05-04T10:00:00Z</dc:date><dc:language>srp</dc:language><dc:type>Article</dc:type>"
    "<dc:description>О реинтеграцији.</dc:description><dc:identifier>doi: 10.1000/182</dc:identifier>"
    "<dc:identifier>nothing known</dc:identifier><dc:publisher>Partner</dc:publisher>"
)


def entry(number: int, terms: str = "", *, deleted: bool = False) -> str:
    said = terms or f"<dc:title>Record {number}</dc:title>"
    state = " status='deleted'" if deleted else ""
    body = "" if deleted else f"<metadata><oai_dc:dc>{said}</oai_dc:dc></metadata>"
    return f"<record><header{state}><identifier>oai:p:{number}</identifier></header>{body}</record>"


def listed(entries: str, token: str = "") -> bytes:
    more = f"<resumptionToken>{token}</resumptionToken>" if token else ""
    return f"<OAI-PMH {NAMES}><ListRecords>{entries}{more}</ListRecords></OAI-PMH>".encode()


@pytest.fixture
def gather(session, site, cast) -> Callable[..., Visit]:
    """Visit a repository that answers with these parts, by token; it is noted at the first visit."""
    noted: dict[str, int] = {}
    asked: list[dict[str, str]] = []

    def run(parts: dict[str, bytes], *, publishes: bool = True) -> Visit:
        def answer(_path: str, query: dict[str, str]) -> tuple[int, dict[str, str], bytes]:
            asked.append(query)
            return 200, {"content-type": "text/xml"}, parts[query.get("resumptionToken", "")]

        with stand_in(answer) as address:
            form = RepositoryForm(name="Partner", address=f"{address}/oai", language="en", publishes=publishes)
            if not noted:
                by = as_actor(cast.elena, ("librarian", "", 0))
                noted["id"] = add_repository(session, form, by=by).id
                session.commit()
            session.get_one(PartnerRepository, noted["id"]).address = form.address
            session.commit()
            ended = visit(site, noted["id"], HERE)
        session.expire_all()
        return ended

    run.asked = asked  # type: ignore[attr-defined]
    return run


def records(session) -> list[Resource]:
    return list(session.scalars(select(Resource).order_by(Resource.id)))


def test_a_list_in_parts_is_taken_over_once(gather, session) -> None:
    parts = {"": listed(entry(1, FULL) + entry(2), "more"), "more": listed(entry(3))}
    assert gather(parts).counts == {"added": 3}
    first, second, third = records(session)
    assert (first.title, first.titles, first.language, first.year) == (
        "Живот у повратку",
        {"en": "Life in return"},
        "sr-Cyrl",
        2021,
    )
    assert (first.kind, first.publisher, first.state) == ("article", "Partner", ResourceState.PUBLISHED)
    assert (second.title, third.title, third.language) == ("Record 2", "Record 3", "en")
    assert gather(parts).counts == {"changed": 3}
    assert len(records(session)) == 3
    assert "from" not in gather.asked[0]
    assert gather.asked[2]["from"] == (now() - timedelta(days=1)).date().isoformat()


def test_changes_come_and_withdrawals_too_but_what_was_changed_here_stays(gather, session, cast, browse) -> None:
    gather({"": listed(entry(1) + entry(2) + entry(3))})
    third = records(session)[2]
    third.title, third.changed_at = "Named here", now() + timedelta(seconds=1)
    session.commit()
    said = listed(
        entry(1, "<dc:title>Renamed there</dc:title>") + entry(2, deleted=True) + entry(3) + entry(9, deleted=True)
    )
    assert gather({"": said}).counts == {"changed": 1, "withdrawn": 1, "kept": 2}
    assert [one.title for one in records(session)] == ["Renamed there", "Record 2", "Named here"]
    gone = records(session)[1]
    assert gone.state is ResourceState.WITHDRAWN
    assert "It was withdrawn where it came from." in browse().get(f"/library/{gone.id}").text


def test_drafts_wait_and_what_the_library_has_is_not_taken_twice(gather, session) -> None:
    make_record(session, "Life in return", identifiers=["doi: 10.1000/182"])
    assert gather({"": listed(entry(1, FULL) + entry(2))}, publishes=False).counts == {"known": 1, "added": 1}
    assert [one.state for one in records(session)] == [ResourceState.PUBLISHED, ResourceState.DRAFT]
    assert session.scalars(select(TakenRecord.identifier)).all() == ["oai:p:2"]


def test_what_is_odd_is_left_out_and_named_and_the_next_one_comes(gather, session) -> None:
    nameless = entry(1, "<dc:creator>Nobody</dc:creator>")
    wide = entry(2, f"<dc:title>{'wide ' * 300}</dc:title><dc:creator>{'x' * 900}</dc:creator><dc:date>soon</dc:date>")
    ended = gather({"": listed(nameless + wide + "<record/>" + entry(4))})
    assert ended.counts == {"left_out": 2, "added": 2}
    assert {str(why) for _identifier, why in ended.left_out} == {"It has no title.", "It has no identifier."}
    assert len(records(session)[0].title) <= 500


def test_terms_for_machines_are_no_date_and_no_words_about_rights(gather, session) -> None:
    """OpenAIRE's access terms and types come in plain Dublin Core, from other libraries and from ours."""
    terms = (
        "<dc:title>A dated text</dc:title><dc:rights>info:eu-repo/semantics/embargoedAccess</dc:rights>"
        "<dc:date>info:eu-repo/date/embargoEnd/2031-01-01</dc:date><dc:type>info:eu-repo/semantics/article</dc:type>"
    )
    said = terms + "<dc:rights>All rights reserved</dc:rights><dc:date>2021</dc:date>"
    gather({"": listed(entry(1, terms) + entry(2, said))})
    assert [(one.rights, one.date, one.kind) for one in records(session)] == [
        ("", "", "article"), ("All rights reserved", "2021", "article"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (b"<html><p>Welcome</html>", "no repository"),
        (b"<a/>", "no repository"),
        (f"<OAI-PMH {NAMES}><error code='badArgument'>What?</error></OAI-PMH>".encode(), "badArgument: What?"),
        (listed("", "same"), "again and again"),
        (b'<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]><a>&e;</a>', "no repository"),
        (b"x" * 300_000, "too large"),
    ],
)
def test_a_repository_that_answers_badly_is_a_sentence(gather, session, body, why) -> None:
    ended = gather({"": body, "same": body})
    assert ended.state is VisitState.FAILED
    assert why in str(ended.why)
    assert records(session) == []


def test_nothing_new_is_no_failure(gather) -> None:
    ended = gather({"": f"<OAI-PMH {NAMES}><error code='noRecordsMatch'/></OAI-PMH>".encode()})
    assert (ended.state, ended.counts) == (VisitState.DONE, {})


def test_what_this_library_tells_can_be_taken_over(gather, session, browse) -> None:
    kept = make_record(session, "Our own report", abstract="About returns.", year=2020, creators=["Kirs"])
    told = browse().get("/oai?verb=ListRecords&metadataPrefix=oai_dc").content
    assert gather({"": told}).counts == {"added": 1}
    first, second = records(session)
    assert first.id == kept.id
    assert (second.title, second.abstract, second.year, second.kind) == (
        "Our own report",
        "About returns.",
        2020,
        "report",
    )
