"""The page behind a real nginx and a real Caddy, over a socket file: whom it takes for the caller, and what it lets nobody do."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from support.page import hashed
from support.places import ROOT
from support.watch_folder import ferry_folder

PROGRAM = "from monitor.cli import main; main()"
SECONDS = 60.0
NAME = "desk.example.org"
NGINX = """\
daemon off; worker_processes 1; {user} pid {folder}/nginx.pid; error_log {folder}/nginx.log;
events {{}}
http {{
  access_log off; client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/fastcgi; uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
  server {{
    listen 127.0.0.1:{port};
    server_name desk.example.org;
    location / {{
      proxy_pass http://unix:{folder}/page.sock;
      proxy_set_header Host $host;
      proxy_set_header X-Forwarded-For $remote_addr;
      proxy_set_header X-Forwarded-Proto https;
    }}
  }}
}}
"""
CADDY = """\
{{
  admin off
  auto_https off
  storage file_system {folder}/caddy
}}
http://:{port} {{
  bind 127.0.0.1
  reverse_proxy unix/{folder}/page.sock
}}
"""


def nginx(folder: Path, port: int) -> tuple[str, ...]:
    """The command of an nginx before the page."""
    program = shutil.which("nginx") or pytest.skip("nginx is not installed: apt-get install nginx-light")
    # Its workers are of another user where root starts it, and the socket file is for the group.
    user = "user root;" if os.geteuid() == 0 else ""
    (folder / "nginx.conf").write_text(NGINX.format(folder=folder, port=port, user=user))
    return program, "-c", str(folder / "nginx.conf"), "-e", str(folder / "nginx.log")


def caddy(folder: Path, port: int) -> tuple[str, ...]:
    """The command of a Caddy before the page."""
    program = shutil.which("caddy") or pytest.skip("Caddy is not installed: apt-get install caddy")
    (folder / "Caddyfile").write_text(CADDY.format(folder=folder, port=port))
    return program, "run", "--config", str(folder / "Caddyfile")


@contextmanager
def process(*words: str) -> Iterator[None]:
    running = subprocess.Popen(words, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield
    finally:
        running.terminate()
        running.wait(SECONDS)


@pytest.fixture(params=(nginx, caddy))
def proxied(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[httpx.Client]:
    folder = ferry_folder(tmp_path / "watch", "console:")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    config = folder / "config.toml"
    config.write_text(
        f'[web]\nlisten = "unix:{tmp_path}/page.sock"\npublic_url = "https://{NAME}"\ntrusted_proxies = ["unix"]\n'
        f'password = "{hashed("a long sentence")}"\n' + config.read_text()
    )
    server = process(*request.param(tmp_path, port))
    wirewatch = process(sys.executable, "-c", PROGRAM, "run", "-c", str(folder))
    asking = httpx.Client(base_url=f"http://127.0.0.1:{port}", headers={"Host": NAME})
    with wirewatch, server, asking as client:
        end = time.monotonic() + SECONDS
        while not _answers(client):
            assert time.monotonic() < end, f"no page at port {port}; its files are in {tmp_path}"
            time.sleep(0.05)
        yield client


def _answers(client: httpx.Client) -> bool:
    try:
        return client.get("/healthz").text == "ok\n"
    except httpx.TransportError:
        return False


def test_people_log_in_through_a_proxy_and_each_address_has_tries_of_its_own(proxied: httpx.Client) -> None:
    assert proxied.get("/").headers["location"].startswith("/login")
    form = {"token": _token(proxied), "name": "", "password": "a long sentence"}
    own = {"Origin": f"https://{NAME}", "Sec-Fetch-Site": "same-origin"}
    # The proxy puts its own word in the place of what a client claims, so that no claim gives more tries.
    for number in range(5):
        claimed = own | {"X-Forwarded-For": f"203.0.113.{number}"}
        assert proxied.post("/login", data=form | {"password": "x"}, headers=claimed).status_code == 401
    assert (
        proxied.post("/login", data=form, headers=own | {"X-Forwarded-For": "203.0.113.9"}).status_code == 429
    )


def test_a_session_by_tls_is_for_tls_alone_and_other_sites_change_nothing(proxied: httpx.Client) -> None:
    form = {"token": _token(proxied), "name": "", "password": "a long sentence"}
    foreign = proxied.post("/login", data=form, headers={"Origin": "https://evil.example"})
    assert foreign.status_code == 403
    done = proxied.post("/login", data=form, headers={"Origin": f"https://{NAME}"})
    assert done.status_code == 303
    assert "; Secure" in done.headers["set-cookie"]
    assert proxied.get("/healthz", headers={"Host": "evil.example"}).status_code == 421
    assert proxied.get("/metrics").status_code == 401


def _token(client: httpx.Client) -> str:
    html = client.get("/login").text
    return html.partition('name="token" value="')[2].partition('"')[0]
