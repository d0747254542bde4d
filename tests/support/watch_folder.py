"""A watch folder for tests: the starter as people get it, without the feeds that need a network."""

from __future__ import annotations

import csv
import re
import shutil
from pathlib import Path

from support.places import DATA

from monitor.config.load import load
from monitor.config.schema import Config
from monitor.config.starter import starter_files

LITHIUM_RULES = """\
version: 1
topics:
  - {id: lithium, terms: [lithium]}
watches:
  - {id: news, when: {any: [lithium]}, notify: [console]}
"""


def offline_starter(folder: Path) -> Path:
    """Copies the starter into `folder`, keeping only the feeds whose URL is a path. Returns the folder."""
    for name, source in starter_files():
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, target)
    config = folder / "config.toml"
    config.write_text(without_network(config.read_text(encoding="utf-8")), encoding="utf-8")
    return folder


def without_network(text: str) -> str:
    """The config without its [[feeds]] tables whose url is on the network, and without the page, whose port is one."""
    tables = re.split(r"(?m)^(?=\[)", text)
    remote = re.compile(r'(?m)^url\s*=\s*"https?:')
    gone = [t for t in tables if t.startswith("[web]") or (t.startswith("[[feeds]]") and remote.search(t))]
    return "".join(t for t in tables if t not in gone)


def sample_expectations() -> list[dict[str, str]]:
    """What each entry of the starter's sample feeds is to do: the rows of sample_feeds_expected.csv."""
    with (DATA / "sample_feeds_expected.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def ferry_folder(folder: Path, destination: str) -> Path:
    """A watch folder whose one feed is a file and whose one entry fires; `destination` is told."""
    (folder / "rules").mkdir(parents=True)
    (folder / "feed.xml").write_text(
        '<?xml version="1.0"?><rss version="2.0"><channel><title>Sample wire</title>'
        "<item><title>Ferry stopped</title><link>https://news.example/1</link><guid>1</guid></item>"
        "</channel></rss>"
    )
    (folder / "rules" / "w.yaml").write_text(
        "version: 1\ntopics:\n  - {id: ferry, terms: [ferry]}\n"
        "watches:\n  - {id: ships, when: {any: [ferry]}, notify: [desk]}\n...\n"
    )
    (folder / "config.toml").write_text(
        '[storage]\nurl = "w.db"\n[defaults]\nfirst_poll = "all"\n'
        f'[destinations.desk]\nurl = "{destination}"\n[[feeds]]\nname = "wire"\nurl = "feed.xml"\n'
    )
    return folder


def lithium_folder(folder: Path, storage: str = "") -> tuple[Config, Path]:
    """A watch folder without feeds; `storage` is more of [storage]. Returns its config and its rules file."""
    (folder / "rules").mkdir()
    rules = folder / "rules" / "watch.yaml"
    rules.write_text(LITHIUM_RULES)
    path = folder / "config.toml"
    path.write_text(f'[storage]\nurl = "store.db"\n{storage}\n[destinations.console]\nurl = "console:"\n')
    return load(path), rules
