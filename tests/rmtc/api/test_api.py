"""What programs are told of the API, and that it is true."""

from lxml import html

from rmtc.accounts.models import ApiToken
from rmtc.accounts.sessions import hash_of
from rmtc.clock import now

PROMISED = {
    "/api/v1/library/search",
    "/api/v1/library/resources/{resource_id}",
    "/api/v1/courses",
    "/api/v1/runs/{run_id}/results",
    "/api/v1/certificates/{serial}",
}


def described(visitor) -> dict:
    return visitor.get("/api/openapi.json").json()


def test_the_description_names_every_address(visitor) -> None:
    found = described(visitor)
    assert found["openapi"].startswith("3.1")
    assert set(found["paths"]) == PROMISED
    assert all(set(methods) == {"get"} for methods in found["paths"].values())


def references(value) -> set[str]:
    if isinstance(value, list):
        return {found for one in value for found in references(one)}
    if not isinstance(value, dict):
        return set()
    here = {value["$ref"]} if "$ref" in value else set()
    return here | {found for one in value.values() for found in references(one)}


def test_every_shape_it_speaks_of_is_described(visitor) -> None:
    found = described(visitor)
    known = {f"#/components/schemas/{name}" for name in found["components"]["schemas"]}
    assert references(found) == known


def test_every_question_says_what_it_answers_and_how_it_refuses(visitor) -> None:
    for path, methods in described(visitor)["paths"].items():
        responses = methods["get"]["responses"]
        assert references(responses["200"]), path
        assert "application/problem+json" in responses["default"]["content"], path


def test_people_read_the_same_in_their_language(visitor) -> None:
    page = visitor.get("/api/docs")
    told = html.fromstring(page.text)
    headings = {heading.text_content().strip() for heading in told.iter("h3")}
    assert {f"GET {path}" for path in PROMISED} <= headings
    ids = {element.get("id") for element in told.iter() if element.get("id")}
    assert {link[1:] for link in told.xpath("//a/@href") if link.startswith("#shape-")} <= ids
    assert "За програме" in visitor.get("/api/docs?lang=sr-Cyrl").text


def test_nothing_of_it_comes_from_another_host(visitor) -> None:
    page = html.fromstring(visitor.get("/api/docs").text)
    assert not [link for link in page.xpath("//script/@src | //link/@href | //img/@src") if not link.startswith("/")]


def test_neither_asks_the_database_for_much(visitor) -> None:
    visitor.get("/api/docs")
    assert len(visitor.queries) <= 12


def test_a_wrong_parameter_is_named(visitor) -> None:
    answer = visitor.get("/api/v1/courses?level=nine")
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["detail"].startswith("level: ")


def test_an_address_that_is_not_there_is_a_problem_document(visitor) -> None:
    answer = visitor.get("/api/v1/nothing")
    assert (answer.status_code, answer.headers["content-type"]) == (404, "application/problem+json")
    assert answer.json()["status"] == 404


def test_a_wrong_token_is_told_what_is_expected(visitor) -> None:
    answer = visitor.get("/api/v1/courses", headers={"authorization": "Bearer wrong"})
    assert (answer.status_code, answer.headers["www-authenticate"]) == (401, "Bearer")


def test_a_token_stands_for_its_owner(visitor, session, cast) -> None:
    session.add(ApiToken(token_hash=hash_of("a token"), person_id=cast.arta.id, name="intranet", created_at=now()))
    session.commit()
    assert visitor.get("/api/v1/courses", headers={"authorization": "Bearer a token"}).status_code == 200
