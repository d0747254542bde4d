"""Where the page listens: ports, and socket files that a killed process left, that are in use, or are no sockets."""

from __future__ import annotations

import asyncio
import socket
import stat
from pathlib import Path

import pytest

pytest.importorskip("uvicorn", reason="the page's tests need the extra `web`")

from monitor.web.listening import address_of, bind, port_of, release


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "page.sock"


def test_a_socket_file_is_for_its_user_and_group_alone(path: Path) -> None:
    taken = bind(f"unix:{path}")
    assert stat.S_IMODE(path.stat().st_mode) == 0o660
    assert (address_of(taken), port_of(taken)) == (f"unix:{path}", 0)
    with socket.socket(socket.AF_UNIX) as client:
        client.connect(str(path))
    release(taken, f"unix:{path}")
    assert not path.exists()


def test_a_socket_file_that_a_killed_process_left_is_replaced(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as left:
        left.bind(str(path))
        left.listen()
    release(bind(f"unix:{path}"), f"unix:{path}")


def test_a_socket_file_in_use_is_left_alone(path: Path) -> None:
    first = bind(f"unix:{path}")
    with pytest.raises(OSError, match="another process listens there"):
        bind(f"unix:{path}")
    with socket.socket(socket.AF_UNIX) as client:
        client.connect(str(path))
    release(first, f"unix:{path}")


def test_a_file_that_is_no_socket_is_never_removed(path: Path) -> None:
    path.write_text("precious")
    with pytest.raises(OSError, match="no socket"):
        bind(f"unix:{path}")
    assert path.read_text() == "precious"


def test_a_link_to_a_socket_is_not_followed(path: Path, tmp_path: Path) -> None:
    (tmp_path / "other").write_text("precious")
    path.symlink_to(tmp_path / "other")
    with pytest.raises(OSError, match="no socket"):
        bind(f"unix:{path}")


def test_a_port_is_shown_as_a_url() -> None:
    taken = bind("127.0.0.1:0")
    assert address_of(taken) == f"http://127.0.0.1:{port_of(taken)}"
    with pytest.raises(OSError, match="in use"):
        bind(f"127.0.0.1:{port_of(taken)}")
    taken.close()


def test_the_port_of_ipv6_is_shown_in_brackets() -> None:
    try:
        taken = bind("[::1]:0")
    except OSError:
        pytest.skip("there is no IPv6 here")
    assert address_of(taken) == f"http://[::1]:{port_of(taken)}"
    taken.close()


def test_the_body_of_an_answer_does_not_wait_for_its_head_to_be_acknowledged() -> None:
    async def is_undelayed() -> bool:
        taken, found = bind("127.0.0.1:0"), asyncio.get_running_loop().create_future()

        def accepted(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            accepted_at = writer.get_extra_info("socket")
            found.set_result(bool(accepted_at.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)))
            writer.close()

        async with await asyncio.start_server(accepted, sock=taken):
            _, client = await asyncio.open_connection("127.0.0.1", port_of(taken))
            try:
                return await asyncio.wait_for(found, 10)
            finally:
                client.close()

    assert asyncio.run(is_undelayed())
