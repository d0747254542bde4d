"""Destinations that the page adds: read from a form, tried, and written into two files or none."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.smtp_sink import SmtpSink
from support.watch_folder import lithium_folder

from monitor.config.load import load
from monitor.web.editing.destinations import Typed, add, read, tried
from rules.errors import WirewatchError


def mail(port: int = 25, **more: str) -> Typed:
    return Typed(to="ana@desk.example", server=f"127.0.0.1:{port}", **more)  # type: ignore[arg-type]


def test_a_destination_of_mail_is_tried_and_then_written_with_its_address_apart(
    tmp_path: Path, smtp: SmtpSink
) -> None:
    config, _ = lithium_folder(tmp_path)
    new = read(mail(smtp.port), config)
    assert [each.state for each in tried(new, config)] == ["sent"]
    assert smtp.recipients == [["ana@desk.example"]]
    assert not (tmp_path / "secrets.env").exists()
    add(new, config.path)
    text = config.path.read_text()
    assert '[destinations.mail]\nurl = "${MAIL_URL}"\n' in text
    assert "ana@" not in text
    secrets = tmp_path / "secrets.env"
    assert secrets.stat().st_mode & 0o077 == 0
    changed = load(config.path)
    assert changed.defaults.notify == ("mail",)
    assert str(smtp.port) in changed.destinations["mail"].url.get_secret_value()  # type: ignore[union-attr]
    again = read(mail(name="mail-2"), changed)
    add(again, config.path)
    assert secrets.read_text().splitlines()[-2:] == [
        f"MAIL_URL={new.url.get_secret_value()}",
        f"MAIL_2_URL={again.url.get_secret_value()}",
    ]
    assert load(config.path).defaults.notify == ("mail", "mail-2")


def test_a_variable_that_is_taken_is_not_taken_again(tmp_path: Path) -> None:
    config, _ = lithium_folder(tmp_path)
    (tmp_path / "secrets.env").write_text("MAIL_URL=other")
    add(read(mail(), config), config.path)
    assert 'url = "${MAIL_URL_2}"' in config.path.read_text()
    assert (tmp_path / "secrets.env").read_text().startswith("MAIL_URL=other\nMAIL_URL_2=mailto://")


@pytest.mark.parametrize("has_secrets", [True, False])
def test_where_the_config_refuses_it_the_secrets_are_as_they_were(tmp_path: Path, has_secrets: bool) -> None:
    config, _ = lithium_folder(tmp_path)
    secrets = tmp_path / "secrets.env"
    if has_secrets:
        secrets.write_text("A=b\n")
    new = read(mail(), config)
    config.path.write_text(config.path.read_text() + '[destinations.mail]\nurl = "console:"\n')
    before = config.path.read_text()
    with pytest.raises(WirewatchError, match="nothing was written"):
        add(new, config.path)
    assert config.path.read_text() == before
    assert (secrets.read_text() if secrets.exists() else None) == ("A=b\n" if has_secrets else None)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        (Typed(to="ana", server="mail.example"), "no mail address"),
        (Typed(to="ana@desk.example"), "a mail server is needed"),
        (Typed(url="nonsense"), "a destination is console:"),
        (Typed(url="mbox:/etc/x"), "not here"),
        (Typed(url=" MBOX:/etc/x"), "not here"),
        (Typed(url="console:", name="c"), "not here"),
        (Typed(url="ntfys://ntfy.sh/a\nX=y"), "one line"),
        (Typed(url="ntfys://ntfy.sh/a\u2028MAIL_URL=mbox:/etc/x"), "one line"),
        (Typed(url="ntfys://ntfy.sh/a\u2029X=y"), "one line"),
        (Typed(url="ntfys://ntfy.sh/a\x85X=y"), "one line"),
        (Typed(url="ntfys://ntfy.sh/a", name="console"), "another name"),
    ],
)
def test_what_cannot_be_a_destination_is_refused_in_words(tmp_path: Path, typed: Typed, words: str) -> None:
    config, _ = lithium_folder(tmp_path)
    with pytest.raises(WirewatchError, match=words):
        read(typed, config)


@pytest.mark.parametrize("is_refused", [False, True])
def test_a_link_to_the_secrets_stays_and_what_others_could_read_is_narrowed(
    tmp_path: Path, is_refused: bool
) -> None:
    config, _ = lithium_folder(tmp_path)
    (tmp_path / "kept").mkdir()
    kept, link = tmp_path / "kept/secrets", tmp_path / "secrets.env"
    kept.write_text("A=b\n")
    kept.chmod(0o644)
    link.symlink_to("kept/secrets")
    new = read(mail(), config)
    if is_refused:
        config.path.write_text(config.path.read_text() + '[destinations.mail]\nurl = "console:"\n')
        with pytest.raises(WirewatchError):
            add(new, config.path)
    else:
        add(new, config.path)
    assert link.is_symlink()
    assert kept.stat().st_mode & 0o777 == 0o600
    assert kept.read_text().startswith("A=b\n")
    assert ("MAIL_URL=" in kept.read_text()) is not is_refused
