"""An alert of a real run arrives at servers that people run: an IRC channel, an MQTT topic, a mailbox."""

from __future__ import annotations

import json
import queue
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import paho.mqtt.client as mqtt
import pytest
from support.commands import Run
from support.real_servers import Listener, mosquitto, ngircd, postfix, until
from support.watch_folder import ferry_folder

from monitor.delivery.transport.email_message import message_id


def alerted(folder: Path, url: str, run: Run) -> str:
    """One round with an alert to `url`, and another without; returns the key of its delivery."""
    ferry_folder(folder, url)
    done = json.loads(run("run", "--once", "--json", cwd=folder).stdout)
    assert (done["alerts"], done["sent"], done["failed"]) == (1, 1, 0), run("deliveries", cwd=folder).stdout
    assert json.loads(run("run", "--once", "--json", cwd=folder).stdout)["sent"] == 0
    with closing(sqlite3.connect(folder / "w.db")) as db:
        ((key,),) = db.execute("SELECT key FROM delivery").fetchall()
    return str(key)


def test_an_alert_is_said_in_an_irc_channel(tmp_path: Path, run: Run) -> None:
    with ngircd(tmp_path) as port, closing(Listener(port, "#desk")) as listener:
        alerted(tmp_path / "w", f"irc://watch@127.0.0.1:{port}/#desk", run)
        assert "Ferry stopped" in listener.message()


@contextmanager
def subscribed(port: int, topic: str) -> Iterator[queue.Queue[str]]:
    """What is published under `topic`."""
    said: queue.Queue[str] = queue.Queue()
    ready: queue.Queue[bool] = queue.Queue()
    client = mqtt.Client(mqtt.CallbackAPIVersion.VERSION2)
    client.on_message = lambda _client, _data, message: said.put(message.payload.decode())
    client.on_subscribe = lambda *_: ready.put(True)
    client.connect("127.0.0.1", port)
    client.subscribe(topic, qos=1)
    client.loop_start()
    try:
        assert ready.get(timeout=10)
        yield said
    finally:
        client.disconnect()
        client.loop_stop()


def test_an_alert_is_published_under_an_mqtt_topic(tmp_path: Path, run: Run) -> None:
    with mosquitto(tmp_path) as port, subscribed(port, "news/alerts") as said:
        alerted(tmp_path / "w", f"mqtt://127.0.0.1:{port}/news/alerts?qos=1", run)
        assert "Ferry stopped" in said.get(timeout=10)
        assert said.empty()


def test_an_alert_comes_through_a_mail_server_to_a_mailbox_under_its_own_identity(
    tmp_path: Path, run: Run
) -> None:
    with postfix() as (port, inbox):
        url = f"mailto://127.0.0.1:{port}?from=watch@example.org&to=desk@example.org&mode=insecure"
        key = alerted(tmp_path / "w", url, run)
        until(lambda: any(inbox.glob("new/*")), "the mail")
        (path,) = inbox.glob("new/*")
        message = message_from_bytes(path.read_bytes(), policy=default)
    assert message["Delivered-To"] == "desk@example.org"
    assert message["Message-ID"] == message_id(key, "example.org")
    assert "Ferry stopped" in message["Subject"]


@pytest.mark.parametrize("scheme", ["irc", "mqtt"])
def test_a_server_that_is_not_there_leaves_the_alert_waiting(tmp_path: Path, run: Run, scheme: str) -> None:
    ferry_folder(tmp_path / "w", f"{scheme}://127.0.0.1:9/desk")
    run("run", "--once", cwd=tmp_path / "w")
    (one,) = json.loads(run("deliveries", "--json", cwd=tmp_path / "w").stdout)
    assert one["state"] == "retry"
