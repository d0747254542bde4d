"""What lies in deploy/: read by parsers, and by systemd's own, for what must hold; no image is built here."""

from __future__ import annotations

import re
import shutil
import subprocess
import tomllib
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML
from support.places import ROOT

DEPLOY = ROOT / "deploy"
UNIT = DEPLOY / "systemd" / "wirewatch.service"
DASK = ("scheduler", "worker", "archives")
MANIFESTS = sorted((DEPLOY / "kubernetes").glob("*.yaml"))


def yaml(path: Path) -> list[Any]:
    return list(YAML(typ="safe").load_all(path))


def instructions() -> list[tuple[str, str]]:
    """The instructions of the Containerfile, with their lines joined and comments gone."""
    text = re.sub(r"^#.*\n", "", (DEPLOY / "Containerfile").read_text(), flags=re.MULTILINE)
    joined = re.sub(r"\\\n", " ", text)
    return [(line.split(None, 1)[0], line.split(None, 1)[1]) for line in joined.splitlines() if line.strip()]


def last_stage() -> dict[str, str]:
    steps = instructions()
    start = max(number for number, (name, _) in enumerate(steps) if name == "FROM")
    return dict(steps[start:])


def test_the_image_runs_without_root_and_says_how_it_is() -> None:
    stage = last_stage()
    assert stage["USER"] == "10001:10001"
    assert stage["HEALTHCHECK"].endswith('CMD ["wirewatch", "health"]')
    assert stage["ENTRYPOINT"] == '["wirewatch"]'
    assert stage["VOLUME"] == '["/data"]'
    assert "WIREWATCH_CONFIG=/watch" in stage["ENV"]


def test_the_image_copies_only_what_is_there_and_what_the_build_context_lets_in() -> None:
    allowed = (DEPLOY / "Containerfile.dockerignore").read_text().splitlines()
    copied = [
        source
        for name, rest in instructions()
        if name == "COPY" and not rest.startswith("--from")
        for source in rest.split()[:-1]
    ]
    assert copied
    for source in copied:
        assert (ROOT / source).exists(), source
        assert f"!{source}" in allowed
    assert allowed[0] == "**"


def test_what_the_image_installs_are_extras_of_the_package() -> None:
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["optional-dependencies"]
    (named,) = (rest for name, rest in instructions() if name == "ARG" and rest.startswith("EXTRAS="))
    assert set(named.removeprefix("EXTRAS=").split(",")) <= extras.keys()


def test_both_stages_stand_on_the_base_that_a_build_may_replace() -> None:
    assert instructions()[0] == ("ARG", "BASE=docker.io/library/python:3.12-slim")
    assert [rest.split()[0] for name, rest in instructions() if name == "FROM"] == ["${BASE}", "${BASE}"]


def test_every_service_of_ours_is_sealed_off_and_ends_in_peace() -> None:
    (compose,) = yaml(DEPLOY / "compose.yaml")
    services = compose["services"].items()
    ours = {name: each for name, each in services if each["image"].startswith("wirewatch")}
    assert ours.keys() == {"single", "daemon", *DASK}
    for service in ours.values():
        assert service["read_only"] is True
        assert service["cap_drop"] == ["ALL"]
        assert service["security_opt"] == ["no-new-privileges:true"]
        assert service["stop_grace_period"] == "15s"
        assert (DEPLOY / service["build"]["context"]).resolve() == ROOT
    assert ours["single"]["volumes"][0].endswith(":/watch:ro")
    named = {volume.split(":")[0] for each in ours.values() for volume in each.get("volumes", ())}
    assert named - {"${WATCH", "${ARCHIVE", "${OUTPUT"} <= {*compose["volumes"]}


def test_the_profile_of_dask_has_an_image_with_what_a_worker_needs_and_a_command_that_dask_takes() -> None:
    (compose,) = yaml(DEPLOY / "compose.yaml")
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["optional-dependencies"]
    for name in DASK:
        service = compose["services"][name]
        assert service["image"] == "wirewatch-archives"
        assert service["build"]["args"]["EXTRAS"] == "cluster,archives"
    assert {"cluster", "archives"} <= extras.keys()
    for name in ("scheduler", "worker"):
        service = compose["services"][name]
        takes_dask([*service["entrypoint"], *service["command"]])


def test_a_cluster_of_the_operator_runs_without_root_and_is_reached_by_its_namespace_alone() -> None:
    cluster, policy = yaml(DEPLOY / "dask" / "cluster.yaml")
    assert (cluster["apiVersion"], cluster["kind"]) == ("kubernetes.dask.org/v1", "DaskCluster")
    for part in ("worker", "scheduler"):
        (container,) = cluster["spec"][part]["spec"]["containers"]
        assert container["securityContext"]["runAsNonRoot"] is True
        assert container["securityContext"]["readOnlyRootFilesystem"] is True
        assert container["securityContext"]["capabilities"] == {"drop": ["ALL"]}
        rooms = {each["name"] for each in cluster["spec"][part]["spec"]["volumes"]}
        assert {each["name"]: each["mountPath"] for each in container["volumeMounts"]} == {
            "tmp": "/tmp",
            "data": "/data",
        }
        assert rooms == {"tmp", "data"}
        takes_dask([*container["command"], *container.get("args", ())])
    service = cluster["spec"]["scheduler"]["service"]
    assert (service["type"], service["ports"][0]["port"]) == ("ClusterIP", 8786)
    assert policy["spec"]["podSelector"]["matchLabels"].items() <= service["selector"].items()
    assert policy["spec"]["ingress"][0] == {"from": [{"podSelector": {}}]}


def test_the_values_of_the_chart_start_no_notebook_and_open_no_port_to_others() -> None:
    (values,) = yaml(DEPLOY / "dask" / "values.yaml")
    assert values["jupyter"] == {"enabled": False}
    assert values["scheduler"]["serviceType"] == "ClusterIP"
    assert values["worker"]["threads_per_worker"] == 1


def takes_dask(command: list[str]) -> None:
    """Holds that Dask's command line knows each option."""
    from distributed.cli import dask_scheduler, dask_worker

    assert command[0] == "dask"
    known = {"scheduler": dask_scheduler.main, "worker": dask_worker.main}[command[1]]
    options = {name for option in known.params for name in (*option.opts, *option.secondary_opts)}
    assert {part for part in command[2:] if part.startswith("--")} <= options


def test_profiles_keep_the_ways_apart_and_no_port_is_open_to_others() -> None:
    (compose,) = yaml(DEPLOY / "compose.yaml")
    profiles = {name: each["profiles"] for name, each in compose["services"].items()}
    assert profiles == {
        "single": ["sqlite"],
        "daemon": ["postgres"],
        "database": ["postgres"],
        **{name: ["dask"] for name in DASK},
    }
    assert not [port for each in compose["services"].values() for port in each.get("ports", ())]


@pytest.mark.parametrize("path", MANIFESTS, ids=lambda path: path.stem)
def test_pods_run_without_root_on_a_root_file_system_that_is_only_read(path: Path) -> None:
    parts = yaml(path)
    assert {part["apiVersion"] for part in parts} <= {"v1", "apps/v1", "policy/v1"}
    (workload,) = (part for part in parts if part["kind"] in {"StatefulSet", "Deployment"})
    spec = workload["spec"]
    labels = spec["template"]["metadata"]["labels"]
    assert spec["selector"]["matchLabels"] == labels
    pod = spec["template"]["spec"]
    assert pod["securityContext"]["runAsNonRoot"] is True
    assert pod["securityContext"]["runAsUser"] == 10001
    (container,) = pod["containers"]
    assert container["securityContext"] == {
        "allowPrivilegeEscalation": False,
        "readOnlyRootFilesystem": True,
        "capabilities": {"drop": ["ALL"]},
    }
    assert container["livenessProbe"]["exec"]["command"] == ["wirewatch", "health"]
    assert pod["terminationGracePeriodSeconds"] >= 15, "a daemon has given back all within ten seconds"
    assert container["resources"].keys() == {"requests", "limits"}
    assert {each["name"] for each in container["volumeMounts"]} == {each["name"] for each in pod["volumes"]}
    claims = {part["metadata"]["name"] for part in parts if part["kind"] == "PersistentVolumeClaim"}
    assert {
        v["persistentVolumeClaim"]["claimName"] for v in pod["volumes"] if "persistentVolumeClaim" in v
    } == claims


@pytest.mark.parametrize("path", MANIFESTS, ids=lambda path: path.stem)
def test_pods_can_be_asked_by_http_once_the_lines_for_the_page_are_no_comment(path: Path) -> None:
    text = re.sub(r"^( +)# (ports|readinessProbe): ", r"\1\2: ", path.read_text(), flags=re.MULTILINE)
    (workload,) = (part for part in YAML(typ="safe").load_all(text) if "template" in part["spec"])
    (container,) = workload["spec"]["template"]["spec"]["containers"]
    assert container["readinessProbe"]["httpGet"] == {"path": "/readyz", "port": "page"}
    assert container["ports"] == [{"name": "page", "containerPort": 8080}]


def test_one_store_of_sqlite_has_one_daemon() -> None:
    single = yaml(DEPLOY / "kubernetes" / "wirewatch.yaml")[-1]
    assert (single["kind"], single["spec"]["replicas"]) == ("StatefulSet", 1)


def test_daemons_of_one_database_leave_one_at_a_time() -> None:
    workload, budget = yaml(DEPLOY / "kubernetes" / "wirewatch-postgres.yaml")
    assert workload["spec"]["strategy"]["rollingUpdate"] == {"maxSurge": 0, "maxUnavailable": 1}
    assert budget["kind"] == "PodDisruptionBudget"
    assert budget["spec"]["maxUnavailable"] == 1
    assert budget["spec"]["selector"] == workload["spec"]["selector"]


def test_the_unit_tells_systemd_how_it_is_and_starts_nothing_twice() -> None:
    unit = UNIT.read_text()
    for line in ("Type=notify", "WatchdogSec=300", "RestartPreventExitStatus=2", "KillMode=mixed"):
        assert f"\n{line}\n" in unit
    # Parse processes limit themselves, which the calls in @resources do.
    assert "~@privileged @resources" not in unit


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd-analyze is not here")
def test_systemd_reads_the_unit_without_a_word_and_finds_it_sealed(tmp_path: Path) -> None:
    there = tmp_path / UNIT.name
    there.write_text(UNIT.read_text().replace("/opt/wirewatch/bin/wirewatch", "/bin/true"))
    verified = analyze("verify", there)
    assert (verified.returncode, verified.stderr) == (0, "")
    scored = analyze("security", "--offline=true", "--threshold=20", "--no-pager", there)
    assert scored.returncode == 0, scored.stdout[-300:]


def analyze(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["systemd-analyze", *arguments], capture_output=True, text=True, timeout=60, check=False
    )
