"""The form of a destination: tried first, written then, and shown again without its secrets where it fails."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.page import PageFolder
from support.smtp_sink import SmtpSink

from monitor.config.load import load


def test_a_destination_whose_test_fails_is_written_only_where_a_person_insists(
    page: PageFolder, tmp_path: Path
) -> None:
    page.open()
    assert "Where are you told?" in page.get("/destinations/new")
    fields = {"to": "ana@desk.example", "server": "127.0.0.1:1", "password": "s3cret word", "user": "ana"}
    answer = page.post("/destinations/add", **fields)
    assert (answer.status_code, "did not arrive" in answer.text) == (422, True)
    assert 'value="ana@desk.example"' in answer.text
    assert "s3cret" not in answer.text
    assert "mail" not in load(tmp_path / "config.toml").destinations
    answer = page.post("/destinations/add", anyway="1", **fields)
    assert (answer.status_code, "mail is added" in answer.text) == (200, True)
    config = load(tmp_path / "config.toml")
    assert "mail" in config.destinations
    assert config.defaults.notify == ()
    (act,) = page.store.audit.find()
    assert (act.action, act.about) == ("add", "destination mail")


def test_a_destination_that_works_is_told_of_all_where_that_is_asked_for(
    page: PageFolder, tmp_path: Path, smtp: SmtpSink
) -> None:
    page.open()
    url = f"mailto://127.0.0.1:{smtp.port}?mode=insecure&from=a@x.example&to=b@x.example"
    answer = page.post("/destinations/add", url=url, name="desk", for_all="1")
    assert "A test message was sent" in answer.text
    assert "mode=insecure" not in answer.text
    assert load(tmp_path / "config.toml").defaults.notify == ("desk",)


def test_what_is_no_destination_is_said_in_the_form(page: PageFolder) -> None:
    page.open()
    answer = page.post("/destinations/add", url="mbox:/tmp/x")
    assert (answer.status_code, "not here" in answer.text) == (422, True)


def test_a_second_mail_gets_a_name_of_its_own(page: PageFolder, tmp_path: Path) -> None:
    page.open()
    fields = {"to": "ana@desk.example", "server": "127.0.0.1:1", "anyway": "1"}
    mail_form = page.get("/destinations/new").partition("<details")[0]
    assert 'name="name"' in mail_form
    for name in ("", "", "desk"):
        assert page.post("/destinations/add", name=name, **fields).status_code == 200
        page.config = load(tmp_path / "config.toml")
    assert list(page.config.destinations)[-3:] == ["mail", "mail-2", "desk"]


@pytest.mark.parametrize(
    ("fields", "is_mail"),
    [
        ({"to": "ana@desk.example", "server": "127.0.0.1:1", "name": "desk"}, True),
        ({"url": "json://127.0.0.1:1", "name": "desk"}, False),
    ],
)
def test_the_form_that_was_sent_is_the_one_in_which_a_person_may_insist(
    page: PageFolder, fields: dict[str, str], is_mail: bool
) -> None:
    page.open()
    forms = page.post("/destinations/add", **fields).text.partition("<details")
    by_mail, service = forms[0], forms[2]
    assert ('name="anyway"' in by_mail, 'name="anyway"' in service) == (is_mail, not is_mail)
    assert ('value="desk"' in by_mail, 'value="desk"' in service) == (is_mail, not is_mail)
    assert service.startswith(" open>") is not is_mail
