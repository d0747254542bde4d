"""Files are opened at paths and at addresses; what keeps them from being read is said in words."""

from __future__ import annotations

import gzip
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import fsspec
import pytest

from monitor.workshop.archives.addresses import in_words, is_address, open_bytes
from rules.errors import WirewatchError


def test_an_address_has_a_scheme_and_a_path_has_none() -> None:
    for address in ("s3://bucket/a.jsonl", "https://a.example/b", "memory://a", "file:///a"):
        assert is_address(address)
    for path in ("a.jsonl", "/a/b", "-", "s3:/a", "C:\\a"):
        assert not is_address(path)


@pytest.mark.parametrize("name", ["entries.jsonl", "entries.jsonl.gz"])
def test_a_file_is_read_packed_or_not_at_a_path_and_at_an_address(tmp_path: Path, name: str) -> None:
    content = gzip.compress(b"a\nb\n") if name.endswith("gz") else b"a\nb\n"
    (tmp_path / name).write_bytes(content)
    with fsspec.open(f"memory://addresses/{name}", "wb") as file:
        file.write(content)
    for where in (str(tmp_path / name), (tmp_path / name).as_uri(), f"memory://addresses/{name}"):
        with open_bytes(where) as opened:
            assert list(opened) == [b"a\n", b"b\n"]


def test_a_file_that_is_missing_or_broken_is_an_error(tmp_path: Path) -> None:
    broken = tmp_path / "broken.gz"
    broken.write_bytes(gzip.compress(b"a\n" * 1000)[:-9])
    for where in (str(tmp_path / "gone"), "memory://gone", str(broken)):
        with pytest.raises(WirewatchError, match=f"^{where} cannot be read: "), open_bytes(where) as file:
            list(file)


def test_an_address_whose_kind_is_unknown_says_so_and_what_to_install() -> None:
    with (
        pytest.raises(WirewatchError, match="nosuch://a cannot be read: Protocol not known"),
        open_bytes("nosuch://a"),
    ):
        pass
    with pytest.raises(WirewatchError, match="install the extra `archives`"), in_words("s3://a"):
        raise ModuleNotFoundError("fsspec")


def test_an_error_of_ours_stays_what_it_is() -> None:
    with pytest.raises(ZeroDivisionError), in_words("a.jsonl"):
        raise ZeroDivisionError
    with pytest.raises(WirewatchError, match=r"^said before$"), in_words("s3://a"):
        raise WirewatchError("said before")


class Refusing(BaseHTTPRequestHandler):
    """Answers with the status that the path begins with, and gives no parts of a file."""

    def do_GET(self) -> None:
        self.send_response(int(self.path.split("/")[1]))
        self.send_header("Content-Length", "0")
        self.end_headers()

    def do_HEAD(self) -> None:
        self.do_GET()

    def log_message(self, *_: object) -> None:
        """Tests read answers, not logs."""


@contextmanager
def refusing() -> Iterator[str]:
    with HTTPServer(("127.0.0.1", 0), Refusing) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def said_of(where: str) -> str:
    with pytest.raises(WirewatchError) as raised, open_bytes(where) as file:
        file.seek(-8, 2)
    return str(raised.value).removeprefix(f"{where} cannot be read: ")


def test_what_a_server_answers_is_told_apart_from_a_file_that_is_missing() -> None:
    with refusing() as server:
        assert said_of(f"http://{server}/404/a.parquet") == "there is no such file"
        assert said_of(f"http://{server}/503/a.parquet") == "its server answers 503"
        for status in (401, 403):
            said = said_of(f"http://{server}/{status}/a.parquet")
            assert said.startswith(f"its server answers {status}; see that its credentials are known here")
        assert "fetch the file first" in said_of(f"http://{server}/200/a.parquet")
        assert "wrong version number" in said_of(f"https://{server}/200/a.parquet").lower()
    assert "Connect call failed" in said_of(f"http://{server}/200/a.parquet")


def test_access_that_is_refused_says_where_credentials_are_wanted() -> None:
    class NoCredentialsError(Exception):  # the name that botocore gives it, which s3fs brings
        pass

    for error in (PermissionError("Forbidden"), NoCredentialsError("Unable to locate credentials")):
        with pytest.raises(WirewatchError, match=f"{error}; see that its credentials"), in_words("s3://a/b"):
            raise error


@pytest.mark.slow
def test_a_bucket_of_s3_is_read_and_its_refusals_are_words(monkeypatch: pytest.MonkeyPatch) -> None:
    """Run where `moto[server]` and `s3fs` are installed beside; they are too large for each environment."""
    moto = pytest.importorskip("moto.server")
    s3fs = pytest.importorskip("s3fs")
    server = moto.ThreadedMotoServer("127.0.0.1", port=0, verbose=False)
    server.start()
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://{}:{}".format(*server.get_host_and_port()))
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    try:
        assert "Unable to locate credentials; see that its credentials" in said_of("s3://news/a.jsonl")
        monkeypatch.setenv("AWS_ACCESS_KEY_ID", "sample")
        monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "sample")
        s3fs.S3FileSystem.clear_instance_cache()
        assert said_of("s3://news/a.jsonl") == "there is no such file"
        s3fs.S3FileSystem().mkdir("news")
        assert said_of("s3://news/a.jsonl") == "there is no such file"
        s3fs.S3FileSystem().pipe("news/a.jsonl", b"a\nb\n")
        with open_bytes("s3://news/a.jsonl") as opened:
            assert list(opened) == [b"a\n", b"b\n"]
    finally:
        server.stop()
