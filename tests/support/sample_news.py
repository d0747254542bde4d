"""A watch folder full of made-up news: polled, judged and stored as the daemon does it, for the page to show.

Every outlet, place and person is invented. The last two weeks end at `SHOWN`, the moment at which the page is read.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import update
from support.stored import change_feed

from monitor.config.load import load as load_config
from monitor.config.schema import Config
from monitor.evaluation.evaluate import ActiveRules, FirstPoll, match_all
from monitor.polling.record import PollResult, record_polls
from rules.deciding.defaults import with_defaults
from rules.loading.load import load as load_rules
from rules.matching import compile as compile_rules
from rules.model import Entry, RuleSet
from storage import FeedSetting, Store
from storage.tables import DELIVERY

SHOWN = datetime(2026, 11, 26, 21, 40, tzinfo=UTC)
LATER = FirstPoll(first=False, window=None)
RULES = """\
version: 1
actors:
  - {id: halvorsen, name: Tuva Halvorsen}
topics:
  - {id: port, terms: [port of Marrow, puerto de Marrow, Hafen Marrow, Hafen von Marrow]}
  - {id: recall, terms: [product recall, recall, recalls, retirada del mercado]}
  - {id: lithium, terms: [lithium]}
  - {id: fares, terms: [fares, season ticket]}
watches:
  - {id: recalls, title: Product recalls, when: recall, severity: urgent, notify: [console, desk]}
  - {id: port-of-marrow, title: Port of Marrow, when: {any: [port, halvorsen]}, severity: high, notify: [console, desk], updates: always}
  - {id: lithium-supply, title: Lithium supply, when: lithium, notify: [desk]}
  - {id: train-fares, title: Fares, when: fares, severity: low, notify: [desk]}
  - {id: breaches, title: Data breaches, when: {any: [lithium], all: [fares]}, notify: [desk]}
...
"""
CONFIG = """\
[storage]
url = "store.db"
[destinations.console]
url = "console:"
[destinations.desk]
url = "mbox:desk.mbox"
"""
FEEDS = {
    "harbour-ledger": "Sample Harbour Ledger",
    "evening-post": "Sample Evening Post",
    "business-daily": "Sample Business Daily",
    "port-notices": "Sample Port Notices",
    "gaceta": "Gaceta de Muestra",
    "musterkurier": "Musterkurier",
    "consumer-desk": "Sample Consumer Desk",
}
_FERRY = (
    "The ferry Ondine lost power in the approach to the Port of Marrow shortly after six on Wednesday morning. Tugs held "
    "her off the breakwater and all {aboard} passengers were taken ashore by nine. Nobody was hurt{said}. The harbour "
    "authority closed the northern channel and said inspectors would go aboard in the afternoon.{more}"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """A made-up report. `hours` before `SHOWN`; `guid` is that of the report that it edits, or its own."""

    hours: float
    feed: str
    title: str
    text: str = ""
    lang: str = "en"
    guid: str = ""


NEWS = (
    News(hours=60.2, feed="harbour-ledger", guid="ondine", title="Ferry Ondine loses power off the Port of Marrow; all 212 ashore",
         text=_FERRY.format(aboard=212, said="", more="")),
    News(hours=59.1, feed="evening-post", title="Tugs hold ferry off the Port of Marrow after power loss", text=_FERRY.format(aboard=212, said="", more="")),
    News(hours=58.6, feed="business-daily", title="Northern channel at the Port of Marrow closed after ferry Ondine loses power",
         text="The harbour authority closed the northern channel to the Port of Marrow on Wednesday after the ferry Ondine lost power off the "
         "breakwater and 212 passengers were taken ashore. Freight operators expect a delay of a day. The port handles a fifth of the region's containers."),
    News(hours=57.2, feed="gaceta", lang="es", title="El transbordador Ondine se queda sin energía frente al puerto de Marrow",
         text="El transbordador Ondine perdió la energía el miércoles por la mañana frente al puerto de Marrow. Los 212 pasajeros fueron "
         "llevados a tierra. La autoridad portuaria cerró el canal norte; su presidenta, Tuva Halvorsen, dijo que la mañana había sido tranquila."),
    News(hours=56.1, feed="musterkurier", lang="de", title="Fähre Ondine ohne Strom vor dem Hafen Marrow",
         text="Die Fähre Ondine ist am Mittwochmorgen vor dem Hafen von Marrow ohne Strom liegen geblieben. Schlepper hielten sie fern von der Mole, alle 212 Fahrgäste kamen an Land."),
    News(hours=44.3, feed="harbour-ledger", guid="ondine", title="Ferry Ondine loses power off the Port of Marrow; all 214 ashore",
         text=_FERRY.format(aboard=214, said=", the operator said", more=" Chair Tuva Halvorsen spoke of a calm and orderly morning.")),
    News(hours=32.1, feed="harbour-ledger", title="Inspectors find cracked fuel valve on ferry Ondine in the Port of Marrow; two sister ferries to be checked",
         text="Inspectors who went aboard the ferry Ondine in the Port of Marrow found a cracked fuel valve, the harbour authority said. The part "
         "was fitted in a refit last spring. Two sister ferries, Calla and Dorado, will be checked over the weekend."),
    News(hours=29.2, feed="evening-post", title="Sister ferries of Ondine withdrawn for checks after cracked fuel valve",
         text="Two sister ferries of the Ondine, Calla and Dorado, will be checked over the weekend after inspectors found a cracked fuel valve, the harbour authority at the Port of Marrow said."),
    News(hours=20.4, feed="port-notices", title="Notice 121: northern channel open again from 18:00",
         text="The northern channel of the Port of Marrow is open again from 18:00 local time. Pilotage as usual."),
    News(hours=3.3, feed="consumer-desk", title="Recall: Pellworth takes back ClearBay eye drops, batches 44 to 53",
         text="Pellworth is recalling eye drops sold under the name ClearBay after a seal was found to leak. The recall covers batches 44 to 53. Pharmacies "
         "take them back without a receipt. No illness has been reported."),
    News(hours=2.2, feed="evening-post", title="Pellworth recalls ClearBay eye drops, batches 44 to 53, over leaking seal",
         text="Pellworth is recalling eye drops sold under the name ClearBay after a seal was found to leak. The recall covers batches 44 to 53."),
    News(hours=1.1, feed="gaceta", lang="es", title="Retirada del mercado: Pellworth recoge el colirio ClearBay, lotes 44 a 51",
         text="Pellworth anuncia la retirada del mercado del colirio ClearBay, lotes 44 a 51, porque un cierre pierde líquido. Las farmacias lo recogen sin recibo."),
    News(hours=26.0, feed="business-daily", title="Quellen Brine doubles lithium output at its second basin",
         text="Quellen Brine said its second basin now yields twice as much lithium as last year. The company left its forecast as it was."),
    News(hours=14.0, feed="evening-post", title="Hospital pharmacy moves tablets to a new shelf", text="The label of the tablets was enlarged. Nothing else changes."),
    News(hours=10.5, feed="evening-post", title="Kestrel Line keeps its fares for a year", text="Fares and the price of a season ticket stay as they are until next winter, the Kestrel Line said."),
    News(hours=5.0, feed="musterkurier", lang="de", title="Leuchtturm bekommt neue Farbe", text="Der Leuchtturm von Marrow wird im Frühjahr gestrichen."),
)  # fmt: skip
# Headlines of the days before, which fill the volumes: hours, feed, title.
BEFORE = (
    (310, "business-daily", "Lithium price falls for a third week"),
    (290, "harbour-ledger", "Port of Marrow plans a second crane"),
    (262, "consumer-desk", "Recall of Hobnail kettles: handle may loosen"),
    (240, "port-notices", "Notice 112: dredging at the Port of Marrow until Friday"),
    (216, "evening-post", "Season ticket to be sold by telephone"),
    (200, "gaceta", "El puerto de Marrow abre un mercado de pescado"),
    (168, "business-daily", "Tarn Minerals sells its lithium stake"),
    (150, "harbour-ledger", "Tuva Halvorsen named chair of the harbour authority"),
    (121, "evening-post", "Port of Marrow counts its quietest autumn in ten years"),
    (98, "consumer-desk", "Recall of Larkfield muesli: nuts are not declared"),
    (90, "business-daily", "Two of three towns consent to lithium works"),
)


def fill(folder: Path) -> tuple[Config, RuleSet]:
    """Makes a watch folder with its store of two weeks of news; returns its config and rules."""
    (folder / "rules").mkdir(parents=True)
    (folder / "rules" / "desk.yaml").write_text(RULES)
    feeds = "".join(f'[[feeds]]\nname = "{name}"\nurl = "https://{name}.example/rss"\n' for name in FEEDS)
    (folder / "config.toml").write_text(CONFIG + feeds)
    config = load_config(folder / "config.toml")
    rules = with_defaults(load_rules(config.rules_folder).rules, config.of_watches())
    store = Store.open(config.store_location(), create=True)
    try:
        store.search.prepare(wanted=True)
        store.record_rules(rules, SHOWN - timedelta(days=20))
        _poll(store, config, rules)
        _feeds(store)
        _deliveries(store)
        _judgements(store)
    finally:
        store.close()
    return config, rules


def _poll(store: Store, config: Config, rules: RuleSet) -> None:
    active = ActiveRules(rules, compile_rules(rules))
    sections = {section.name: section for section in config.feeds}
    for at, entry in _entries():
        (seen,) = store.entries.unseen_of([[entry]])
        poll = PollResult(
            feed=sections[entry.feed], matched=match_all(active, seen), rules=active, first_poll=LATER, now=at
        )
        record_polls(store, [poll])


def _entries() -> Iterator[tuple[datetime, Entry]]:
    before = [News(hours=hours, feed=feed, title=title) for hours, feed, title in BEFORE]
    for number, news in enumerate(sorted([*before, *NEWS], key=lambda each: -each.hours)):
        at = SHOWN - timedelta(hours=news.hours)
        name = news.guid or f"news-{number}"
        yield (
            at,
            Entry(
                id=name,
                guid=name,
                title=news.title,
                text=news.text,
                feed=news.feed,
                outlet=FEEDS[news.feed],
                lang=news.lang,
                url=f"https://{news.feed}.example/{name}",
                published=at - timedelta(minutes=4),
                fetched=at,
            ),
        )


def _feeds(store: Store) -> None:
    wanted = [
        FeedSetting(name=name, url=f"https://{name}.example/rss", interval=None, start_at=SHOWN)
        for name in FEEDS
    ]
    store.feeds.sync(wanted)
    well = {
        "last_poll": SHOWN - timedelta(minutes=2),
        "last_ok": SHOWN - timedelta(minutes=2),
        "interval": 1_080.0,
    }
    for name in FEEDS:
        why = "publishes about 2.2 a day now"
        change_feed(store, name, last_new=SHOWN - timedelta(hours=5), why=why, **well)
    change_feed(
        store,
        "port-notices",
        errors=29,
        last_error="no connection: connection refused",
        why="failed 29 times in a row",
    )


def _deliveries(store: Store) -> None:
    """Lets what was told be sent, but for three deliveries in trouble."""
    troubled = (
        {"state": "retry", "attempts": 2, "last_error": "no connection: connection refused", "not_before": SHOWN + timedelta(minutes=24)},
        {"state": "dead", "attempts": 8, "last_error": "given up after 3 days: no connection"},
        {"state": "unknown", "attempts": 1, "last_error": "the connection ended before an answer came"},
    )  # fmt: skip
    with store._db.write() as conn:
        conn.execute(update(DELIVERY).values(state="sent", attempts=1))
        for number, values in zip((3, 8, 12), troubled, strict=True):
            conn.execute(update(DELIVERY).where(DELIVERY.c.id == number).values(values))
    store.troubles.begin(
        "destination desk", "the destination desk refused a message for good", SHOWN - timedelta(hours=9)
    )


def _judgements(store: Store) -> None:
    first, second, *_ = sorted(alert.id for alert in store.alerts.find() if alert.id)
    store.verdicts.give(first, correct=True, note="", now=SHOWN)
    store.verdicts.give(second, correct=False, note="", now=SHOWN)
