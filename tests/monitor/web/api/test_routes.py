"""What the API answers: the shapes of the commands, problem details, and nothing that its description does not say."""

from __future__ import annotations

import pytest
from support.asking import ask_everything
from support.page import OWN, PageFolder

API = "/api/v1"


@pytest.mark.parametrize(
    "path",
    ["/stories", "/stories/e1", "/entries?words=title", "/entries/e1/why", "/alerts", "/feeds", "/deliveries",
     "/status", "/mutes", "/rules"],
)  # fmt: skip
def test_every_reading_route_answers_with_json(page: PageFolder, path: str) -> None:
    page.tell()
    answer = page.browser.get(API + path)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/json"


def test_alerts_come_a_page_at_a_time(page: PageFolder) -> None:
    from support.makers import entry

    for number in range(3):
        page.tell(entry(f"e{number}"), story=f"s{number}")
    first = page.browser.get(f"{API}/alerts?limit=2").json()
    rest = page.browser.get(f"{API}/alerts", params={"limit": 2, "before": first["before"]}).json()
    assert [each["id"] for each in first["alerts"] + rest["alerts"]] == [3, 2, 1]
    assert rest["before"] is None


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/stories/none", 404), ("/entries/none/why", 404), ("/alerts?limit=0", 422), ("/alerts?before=x", 422),
        ("/alerts?severity=grave", 422), ("/entries", 422), ("/deliveries?state=lost", 422), ("/nothing", 404),
    ],
)  # fmt: skip
def test_a_refusal_is_a_problem_document(page: PageFolder, path: str, status: int) -> None:
    answer = page.browser.get(API + path)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["status"] == status


def test_a_verdict_by_a_token_is_recorded(page: PageFolder) -> None:
    page.tell()
    sends = page.set_tokens(script="reviewer")["script"]
    answer = page.browser.post(f"{API}/alerts/1/verdict", json={"verdict": False}, headers=sends)
    assert answer.json() == {"alert": 1, "verdict": "false", "story": "e1"}
    assert page.store.verdicts.last() == {1: False}
    (act,) = page.store.audit.find()
    assert (act.who, act.via, act.about, act.detail) == ("script", "api", "alert 1", "false")
    unknown = page.browser.post(f"{API}/alerts/7/verdict", json={"verdict": True}, headers=sends)
    assert unknown.status_code == 404


def test_a_mute_is_set_listed_and_lifted(page: PageFolder) -> None:
    page.tell()
    sends = page.set_tokens(script="editor")["script"]
    assert page.browser.put(f"{API}/mutes/story/e1", json={"hours": 2}, headers=sends).status_code == 200
    assert [each["name"] for each in page.browser.get(f"{API}/mutes").json()] == ["e1"]
    assert page.browser.put(f"{API}/mutes/watch/none", json={"hours": 2}, headers=sends).status_code == 404
    assert page.browser.put(f"{API}/mutes/story/e1", json={"hours": 0}, headers=sends).status_code == 422
    assert page.browser.delete(f"{API}/mutes/story/e1", headers=sends).status_code == 204
    assert page.browser.delete(f"{API}/mutes/story/e1", headers=sends).status_code == 404


def test_a_token_that_reads_changes_nothing(page: PageFolder) -> None:
    page.tell()
    sends = page.set_tokens(script="reader")["script"]
    answer = page.browser.post(f"{API}/alerts/1/verdict", json={"verdict": True}, headers=sends)
    assert answer.status_code == 403
    assert page.browser.put(f"{API}/mutes/story/e1", json={"hours": 2}, headers=sends).status_code == 403
    assert not page.store.verdicts.last()


def test_where_there_is_a_password_the_api_wants_a_token(page: PageFolder) -> None:
    page.set_passwords(web="a long sentence")
    sends = page.set_tokens(script="reader")["script"]
    assert page.browser.get(f"{API}/status").status_code == 401
    assert page.browser.get(f"{API}/status", headers=sends).status_code == 200
    wrong = page.browser.get(f"{API}/status", headers={"Authorization": "Bearer wirewatch_no"})
    assert wrong.status_code == 401


def test_a_session_without_a_token_cannot_change_by_the_api(page: PageFolder) -> None:
    page.tell()
    page.open()
    for method, path in page.routes():
        if path.startswith("/api/") and method not in {"GET", "HEAD"}:
            answer = page.browser.request(method, path, json={"verdict": True}, headers=OWN)
            assert (answer.status_code, answer.headers["www-authenticate"]) == (401, "Bearer"), path
            assert answer.headers["content-type"] == "application/problem+json"
            assert "needs a token" in answer.json()["detail"]
    assert not page.store.verdicts.last()


def test_refusals_before_any_route_are_problem_documents_too(page: PageFolder) -> None:
    sends = page.set_tokens(script="editor")["script"]
    foreign = page.browser.get(f"{API}/status", headers={"Host": "evil.example"})
    unknown = page.browser.get(f"{API}/status", headers={"Authorization": "Bearer wirewatch_no"})
    long = page.browser.get(f"{API}/status?x=" + "a" * 5_000)
    large = page.browser.post(f"{API}/alerts/1/verdict", content=b"x" * 300_000, headers=sends)
    for answer, status in ((foreign, 421), (unknown, 401), (long, 414), (large, 413)):
        assert answer.status_code == status
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.json()["status"] == status
        assert answer.json()["detail"]
    assert (
        page.browser.get("/status", headers={"Host": "evil.example"})
        .headers["content-type"]
        .startswith("text/plain")
    )


def test_every_refusal_is_described_as_a_problem_document_alone(page: PageFolder) -> None:
    described = page.browser.get(f"{API}/openapi.json").json()
    answers = [
        (status, set(answer.get("content", ())))
        for path in described["paths"].values()
        for operation in path.values()
        for status, answer in operation["responses"].items()
    ]
    refusals = [kinds for status, kinds in answers if status >= "400"]
    assert len(refusals) > 100
    assert all(kinds == {"application/problem+json"} for kinds in refusals)
    assert "title" in described["components"]["schemas"]["ProblemDetails"]["properties"]


@pytest.mark.filterwarnings("ignore")
def test_no_request_of_its_description_breaks_the_api(page: PageFolder) -> None:
    ask_everything(page, 2)


@pytest.mark.slow
@pytest.mark.timeout(1_200)
@pytest.mark.filterwarnings("ignore")
def test_no_request_of_its_description_breaks_the_api_in_a_long_run(page: PageFolder) -> None:
    ask_everything(page, 60)
