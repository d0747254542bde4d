"""The file of the link: for its user alone, of one page each, and gone with it."""

from __future__ import annotations

import stat
from pathlib import Path

from support.watch_folder import lithium_folder

from monitor.web.link_file import forget_link, keep_link, links

LINK = "http://127.0.0.1:8080/open?key=first"


def test_a_link_is_read_by_its_user_alone(tmp_path: Path) -> None:
    config, _ = lithium_folder(tmp_path)
    file = keep_link(config, "http://127.0.0.1:8080", LINK)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert links(config, lambda link: True) == [LINK]
    file.chmod(0o644)
    keep_link(config, "http://127.0.0.1:8080", LINK)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_new_link_takes_the_place_of_the_one_that_was_used(tmp_path: Path) -> None:
    config, _ = lithium_folder(tmp_path)
    keep_link(config, "http://127.0.0.1:8080", LINK)
    keep_link(config, "http://127.0.0.1:8080", LINK + "2")
    keep_link(config, "http://127.0.0.1:8081", LINK + "3")
    assert sorted(links(config, lambda link: True)) == [LINK + "2", LINK + "3"]
    forget_link(config, "http://127.0.0.1:8080")
    assert links(config, lambda link: True) == [LINK + "3"]


def test_the_link_of_a_page_that_was_killed_is_taken_away(tmp_path: Path) -> None:
    config, _ = lithium_folder(tmp_path)
    file = keep_link(config, "http://127.0.0.1:8080", LINK)
    assert links(config, lambda link: False) == []
    assert not file.exists()


def test_the_link_of_another_watch_folder_is_left_alone(tmp_path: Path) -> None:
    config, _ = lithium_folder(tmp_path)
    other = config.model_copy(update={"path": tmp_path / "other.toml"})
    file = keep_link(other, "http://127.0.0.1:8080", LINK)
    assert links(config, lambda link: False) == []
    assert file.exists()
