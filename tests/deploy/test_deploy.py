"""What is handed to those who run the server: it parses, fits the published schemas, gives few rights, and our own signals are quiet on it."""

import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from hunkwise.change.hunks import added_file
from hunkwise.cli import program
from hunkwise.code import cut
from hunkwise.signals import Signals
from hunkwise.version import VERSION

yaml = pytest.importorskip("yaml", reason="PyYAML isn't installed")
ROOT = Path(__file__).parents[2]
COMPOSE = ROOT / "deploy" / "compose" / "compose.yaml"
MANIFESTS = sorted((ROOT / "deploy" / "kubernetes").glob("*.yaml"))
IMAGE = f"hunkwise:{VERSION}"
EVERYTHING = [ROOT / "Dockerfile", COMPOSE, *MANIFESTS]


def objects() -> list[dict[str, Any]]:
    """Every object of the manifests but the kustomization."""
    return [found for path in MANIFESTS if path.name != "kustomization.yaml" for found in yaml.safe_load_all(path.read_text())]


def deployments() -> dict[str, dict[str, Any]]:
    """The pods of each deployment, by component."""
    return {
        found["metadata"]["labels"]["app.kubernetes.io/component"]: found["spec"]["template"]["spec"]
        for found in objects()
        if found["kind"] == "Deployment"
    }


def services() -> dict[str, dict[str, Any]]:
    """The services of the compose file that run our image."""
    found: dict[str, dict[str, Any]] = yaml.safe_load(COMPOSE.read_text())["services"]
    return {name: service for name, service in found.items() if service.get("image") == IMAGE}


def tool(name: str) -> str:
    """A program of the environment; skips where it isn't installed."""
    found = shutil.which(name, path=str(Path(sys.executable).parent)) or shutil.which(name)
    if found is None:
        pytest.skip(f"{name} isn't installed (extra `dev`)")
    return found


@pytest.mark.parametrize("path", EVERYTHING, ids=lambda path: path.name)
def test_our_own_signals_are_quiet(path: Path) -> None:
    """We don't hand out what we would flag."""
    units, skipped = cut(added_file(str(path.relative_to(ROOT)), path.read_text()))
    assert units or path.name == "kustomization.yaml"
    assert [item.reason for item in skipped] == []
    assert [(seen.source, seen.lines) for seen in Signals.load().look(units)] == []


def test_compose_fits_its_schema() -> None:
    """As published with the specification."""
    command = [tool("check-jsonschema"), "--builtin-schema", "vendor.compose-spec", str(COMPOSE)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_manifests_fit_the_schemas_of_kubernetes() -> None:
    """Strictly: no field that the cluster would ignore."""
    paths = [str(path) for path in MANIFESTS if path.name != "kustomization.yaml"]
    done = subprocess.run([tool("kubernetes-validate"), "--strict", *paths], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_kustomization_names_every_manifest() -> None:
    """A file that isn't named isn't applied."""
    found = yaml.safe_load((ROOT / "deploy/kubernetes/kustomization.yaml").read_text())
    assert sorted(found["resources"]) == sorted(path.name for path in MANIFESTS if path.name != "kustomization.yaml")
    (image,) = found["images"]
    assert {pod["containers"][0]["image"] for pod in deployments().values()} == {f"{image['name']}:{image['newTag']}"} == {IMAGE}


def test_pods_have_no_rights() -> None:
    """Not root, read-only, no capability, no token of the cluster, bounded."""
    pods = deployments()
    assert set(pods) == {"web", "worker"}
    for pod in pods.values():
        assert pod["automountServiceAccountToken"] is False
        assert pod["securityContext"]["runAsNonRoot"] is True
        assert pod["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
        (container,) = pod["containers"]
        rights = {"allowPrivilegeEscalation": False, "readOnlyRootFilesystem": True, "capabilities": {"drop": ["ALL"]}}
        assert container["securityContext"] == rights
        assert container["resources"]["limits"]["memory"]
        mounted = {mount["mountPath"] for mount in container["volumeMounts"] if not mount.get("readOnly")}
        assert mounted == {"/var/lib/hunkwise", "/tmp"}  # noqa: S108 - a mount point inside of a container


def test_containers_of_compose_have_no_rights() -> None:
    """The same, and secrets come from files; only this machine reaches the port."""
    found = services()
    assert set(found) == {"web", "worker-1", "worker-2"}
    for service in found.values():
        assert (service["user"], service["read_only"], service["cap_drop"]) == ("10001:10001", True, ["ALL"])
        assert service["security_opt"] == ["no-new-privileges:true"]
    assert found["web"]["ports"] == ["127.0.0.1:8000:8000"]


def test_every_command_exists() -> None:
    """What containers start is a command of ours, with options that it has."""
    commands = [service["command"] for service in services().values()]
    commands += [pod["containers"][0]["args"] for pod in deployments().values()]
    (line,) = re.findall(r"^CMD (\[.*\])$", (ROOT / "Dockerfile").read_text(), re.MULTILINE)
    for words in [*commands, yaml.safe_load(line)]:
        import click

        context = click.Context(program, info_name="hunkwise")
        command = program.get_command(context, words[0])
        assert command is not None, words
        command.make_parser(click.Context(command, parent=context)).parse_args([str(word) for word in words[1:]])


def test_every_variable_is_read() -> None:
    """A variable that nothing reads would be a setting without effect."""
    source = "\n".join(
        path.read_text() for folder in ("cli", "service", "github") for path in (ROOT / "src/hunkwise" / folder).glob("*.py")
    )
    fields = re.findall(r"^    (\w+): ", (ROOT / "src/hunkwise/github/credentials.py").read_text(), re.MULTILINE)
    known = {f"HUNKWISE_GITHUB_{name.upper()}" for name in [*fields, "private_key_file"]} | set(re.findall(r"HUNKWISE_[A-Z_]+", source))
    named = {name for path in EVERYTHING for name in re.findall(r"HUNKWISE_[A-Z_]+", path.read_text())}
    assert named - known == {"HUNKWISE_DATABASE_PASSWORD"}, "which only the compose file itself reads"


def test_probes_ask_for_what_is_answered() -> None:
    """The paths of the probes are routes of the web process."""
    routes = set(re.findall(r'Route\("(/\w+)"', (ROOT / "src/hunkwise/service/web.py").read_text()))
    (web,) = deployments()["web"]["containers"]
    asked = {web[probe]["httpGet"]["path"] for probe in ("startupProbe", "livenessProbe", "readinessProbe")}
    assert asked | {"/readyz"} <= routes


def test_the_image_runs_without_rights_and_takes_only_what_it_needs() -> None:
    """A numeric user (a cluster can check it), packages by digest, and nothing of the checkout but the package."""
    text = (ROOT / "Dockerfile").read_text()
    assert re.findall(r"^USER (.*)$", text, re.MULTILINE) == ["10001:10001"]
    assert "--require-hashes" in text
    assert "ADD " not in text
    kept = [line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")]
    copied = {word for line in re.findall(r"^COPY ([^-].*) \S+$", text, re.MULTILINE) for word in line.split()}
    assert copied == set(kept)
