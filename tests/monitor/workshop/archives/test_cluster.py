"""Archives on a cluster: a real scheduler and workers on loopback, some of which are killed, or are others."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from socket import gethostname

import fsspec
import pyarrow as pa
import pytest
import trustme
from pyarrow import parquet
from support.dask_cluster import DaskCluster, killed_by, slowly, times
from support.makers import NOW
from support.places import ROOT, TESTS

from monitor.cli.output import output_file
from monitor.workshop.archives import cluster as under_test
from monitor.workshop.archives.archive import Archive
from monitor.workshop.archives.chunk import CHUNK, chunks
from monitor.workshop.archives.cluster import Cluster, open_crew
from monitor.workshop.archives.match_archive import match_lines
from monitor.workshop.archives.workers import Workers, run_chunks
from rules.errors import WirewatchError
from rules.model import RuleSet
from rules.schema import Topic

COUNT = 6 * CHUNK + 17
FERRY = RuleSet(topics=(Topic.model_validate({"id": "ferry", "terms": ["ferry"]}),))
Start = Callable[..., DaskCluster]


@pytest.mark.parametrize(
    "address", ["tcp://127.0.0.1:8786", "tcp://localhost:1", "tcp://[::1]:1", "tls://far.example:1"]
)
def test_a_scheduler_is_taken_on_this_machine_or_behind_tls(address: str) -> None:
    assert Cluster(address).address == address


@pytest.mark.parametrize(
    "address", ["tcp://far.example:8786", "tcp://10.0.0.1:8786", "tcp://[2001:db8::1]:8786"]
)
def test_plain_tcp_to_another_machine_is_refused_unless_told_so(address: str) -> None:
    with pytest.raises(WirewatchError, match="--insecure-cluster in a network that is yours"):
        Cluster(address)
    assert Cluster(address, insecure=True).insecure


@pytest.mark.parametrize("address", ["", "2", "far.example:8786", "http://far.example", "tcp://"])
def test_what_is_no_scheduler_is_refused(address: str) -> None:
    with pytest.raises(WirewatchError, match="is no scheduler"):
        Cluster(address)


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    begun: list[DaskCluster] = []

    def begin(*options: str) -> DaskCluster:
        begun.append(DaskCluster(tmp_path, *options))
        return begun[-1]

    yield begin
    for each in begun:
        each.close()


@pytest.mark.cluster
def test_a_scheduler_that_is_not_there_is_an_error_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(under_test, "CONNECT", 1)
    with pytest.raises(
        WirewatchError, match=r"tcp://127.0.0.1:1 cannot be reached: .*; see that the scheduler runs"
    ):
        list(run_chunks(partial(times, 3), chunks(range(3)), jobs=Cluster("tcp://127.0.0.1:1")))


@pytest.mark.cluster
def test_tls_without_certificates_says_where_they_are_named() -> None:
    with pytest.raises(WirewatchError, match="named by DASK_DISTRIBUTED__COMM__TLS__CA_FILE"):
        list(run_chunks(partial(times, 3), chunks(range(3)), jobs=Cluster("tls://127.0.0.1:1")))


@pytest.mark.cluster
def test_results_come_in_order_while_a_worker_is_killed(start: Start, tmp_path: Path) -> None:
    dask = start()
    first, _second = dask.worker(), dask.worker()
    seen: list[int] = []
    for chunk in run_chunks(partial(slowly, tmp_path), chunks(range(COUNT)), jobs=Cluster(dask.address)):
        if not seen:
            os.kill(first.pid, signal.SIGKILL)
        seen += chunk
    assert seen == list(range(COUNT))
    assert (tmp_path / str(first.pid)).exists(), "the worker that was killed had begun"


@pytest.mark.cluster
def test_an_archive_gives_the_same_by_a_cluster_that_loses_a_worker_as_by_processes(
    start: Start, tmp_path: Path
) -> None:
    dask = start()
    first, _second = dask.worker(), dask.worker()
    rows = [{"id": f"e{n}", "title": f"The ferry {n} stops" if n % 3 else "Rain"} for n in range(COUNT)]
    (tmp_path / "a.jsonl").write_text("\n".join(map(json.dumps, rows)))
    parquet.write_table(pa.Table.from_pylist(rows), tmp_path / "a.parquet", row_group_size=700)

    def matched(name: str, jobs: Workers) -> Iterator[bytes]:
        where = Archive(name).chunks(far=isinstance(jobs, Cluster))
        return (line.output for line in match_lines(where, FERRY, jobs=jobs, now=NOW))

    wanted = list(matched(str(tmp_path / "a.jsonl"), 1))
    for name in (str(tmp_path / "a.parquet"), (tmp_path / "a.parquet").as_uri(), str(tmp_path / "a.jsonl")):
        found = []
        for line in matched(name, Cluster(dask.address)):
            found.append(line)
            if len(found) == 1 and first.poll() is None and name.endswith("jsonl"):
                os.kill(first.pid, signal.SIGKILL)
        assert found == wanted
    assert first.wait() == -signal.SIGKILL


@pytest.mark.cluster
def test_a_worker_that_cannot_read_the_file_says_so_by_name(start: Start) -> None:
    address = "memory://of-this-process/a.parquet"
    with fsspec.open(address, "wb") as file:
        parquet.write_table(pa.table({"id": ["e1"], "title": ["The ferry stops"]}), file)
    dask = start()
    dask.worker()
    lines = match_lines(Archive(address).chunks(far=True), FERRY, jobs=Cluster(dask.address), now=NOW)
    with pytest.raises(
        WirewatchError, match=f"the worker on {gethostname()}: {address} cannot be read: there"
    ):
        list(lines)


@pytest.mark.cluster
def test_a_worker_without_wirewatch_is_refused_in_words(start: Start, tmp_path: Path) -> None:
    (tmp_path / "without").mkdir()
    (tmp_path / "without" / "monitor.py").write_text("raise ModuleNotFoundError('no module named monitor')")
    dask = start()
    dask.worker(tmp_path / "without")
    with pytest.raises(WirewatchError, match="install the same wirewatch on it"):
        list(run_chunks(partial(times, 3), chunks(range(3)), jobs=Cluster(dask.address)))


@pytest.mark.cluster
def test_a_scheduler_that_dies_is_an_error_in_words(start: Start, tmp_path: Path) -> None:
    dask = start()
    dask.worker()
    results = run_chunks(partial(slowly, tmp_path), chunks(range(20 * COUNT)), jobs=Cluster(dask.address))
    next(results)
    os.kill(dask.scheduler.pid, signal.SIGKILL)
    with pytest.raises(
        WirewatchError, match="the cluster is gone: its scheduler answers no more; start it and"
    ):
        list(results)


@pytest.mark.cluster
def test_ctrl_c_ends_a_match_on_a_cluster_without_a_trace_or_half_an_output(
    start: Start, tmp_path: Path
) -> None:
    dask = start()
    dask.worker()
    (tmp_path / "rules.yaml").write_text(
        "version: 1\ntopics:\n  - {id: ferry, terms: [ferry]}\n"
        "watches:\n  - {id: ferries, title: Ferries, when: {any: [ferry]}}\n"
    )
    (tmp_path / "a.jsonl").write_text(
        "".join(f'{{"id": "e{n}", "title": "Ferry {n}"}}\n' for n in range(200_000))
    )
    with subprocess.Popen(
        [sys.executable, "-c", "from monitor.cli import main; main()", "match", "--rules", "rules.yaml",
         "--input", "a.jsonl", "--output", "matches.jsonl", "--on", dask.address],
        env=os.environ | {"PYTHONPATH": str(ROOT)}, cwd=tmp_path, stderr=subprocess.PIPE,
    ) as process:  # fmt: skip
        until = time.monotonic() + 60
        while not any(path.stat().st_size for path in tmp_path.glob(".matches.jsonl.*")):
            assert time.monotonic() < until
            time.sleep(0.02)
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=30)
    assert (process.returncode, said.strip()) == (130, b"")
    assert not list(tmp_path.glob("*matches.jsonl*"))


@pytest.mark.cluster
def test_workers_that_cannot_be_counted_are_no_error_of_the_output(
    start: Start, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(under_test, "CONNECT", 1)
    dask = start()
    with open_crew(Cluster(dask.address), partial(times, 3)) as crew:
        dask.scheduler.kill()
        dask.scheduler.wait()
        for _ in range(2):  # while Dask tries to connect again, and once it has given up
            with (
                pytest.raises(WirewatchError, match="the cluster is gone"),
                output_file(tmp_path / "matches.jsonl"),
            ):
                crew.count()
            while crew._client.status != "closed":
                time.sleep(0.05)


@pytest.mark.cluster
def test_an_item_that_kills_workers_is_named(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES", "0")
    monkeypatch.setattr("monitor.workshop.archives.chunk.CHUNK", 4)
    dask = start()
    for _ in range(4):
        dask.worker()
    with pytest.raises(WirewatchError, match="entry 5 kills the workers that read it"):
        list(run_chunks(partial(killed_by, 5), chunks(range(8)), jobs=Cluster(dask.address)))


@pytest.mark.cluster
def test_a_worker_with_another_engine_is_refused(start: Start, tmp_path: Path) -> None:
    other = tmp_path / "other"
    for package in ("monitor", "rules", "storage"):
        shutil.copytree(ROOT / package, other / package, ignore=shutil.ignore_patterns("__pycache__"))
    with (other / "rules" / "times.py").open("a") as file:
        file.write("# Another release.\n")
    dask = start()
    dask.worker(other, TESTS)
    with pytest.raises(WirewatchError, match=r"a worker has wirewatch .*: install the same on both"):
        list(run_chunks(partial(times, 3), chunks(range(3)), jobs=Cluster(dask.address)))


@pytest.mark.cluster
def test_without_workers_it_is_not_waited_for_ever(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(under_test, "NO_WORKERS", 0.5)
    monkeypatch.setattr(under_test, "_LOOK", 0.3)
    with pytest.raises(WirewatchError, match=r"the cluster has had no workers for 0.5 seconds"):
        list(run_chunks(partial(times, 3), chunks(range(3)), jobs=Cluster(start().address)))


@pytest.mark.cluster
def test_tls_lets_in_who_has_a_certificate_and_nobody_else(
    start: Start, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    authority, stranger = trustme.CA(), trustme.CA()
    files: dict[str, Path] = {}
    for name, issuer in (("ours", authority), ("theirs", stranger)):
        files[name] = tmp_path / f"{name}.pem"
        issuer.issue_cert("127.0.0.1").private_key_and_cert_chain_pem.write_to_path(str(files[name]))
        files[f"{name}-ca"] = tmp_path / f"{name}-ca.pem"
        issuer.cert_pem.write_to_path(str(files[f"{name}-ca"]))
    dask = start(
        *(
            "--tls-ca-file",
            str(files["ours-ca"]),
            "--tls-cert",
            str(files["ours"]),
            "--tls-key",
            str(files["ours"]),
        ),
        *("--protocol", "tls"),
    )
    assert dask.address.startswith("tls://")
    dask.worker()
    program = (
        "from functools import partial; from support.dask_cluster import times;"
        "import sys; from monitor.workshop.archives import cluster; cluster.CONNECT = float(sys.argv[1]);"
        "from monitor.workshop.archives.chunk import chunks;"
        "from monitor.workshop.archives.workers import run_chunks;"
        f"print(*run_chunks(partial(times, 3), chunks(range(3)), jobs=cluster.Cluster({dask.address!r})))"
    )

    def asked(who: str, seconds: float) -> subprocess.CompletedProcess[str]:

        tls = "DASK_DISTRIBUTED__COMM__TLS__"
        environment = {
            f"{tls}CA_FILE": str(files[f"{who}-ca"]),
            f"{tls}CLIENT__CERT": str(files[who]),
            f"{tls}CLIENT__KEY": str(files[who]),
            "PYTHONPATH": f"{ROOT}:{TESTS}",
        }
        return subprocess.run(
            [sys.executable, "-c", program, str(seconds)],
            env=os.environ | environment, capture_output=True, text=True, timeout=60, check=False,
        )  # fmt: skip

    assert asked("ours", 20).stdout == "[0, 3, 6]\n"
    refused = asked("theirs", 1)
    assert refused.returncode != 0
    assert "cannot be reached" in refused.stderr
