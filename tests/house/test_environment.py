"""./run and ./test on a machine that lacks something, with the machine played by shell functions."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.house.place import PROJECT

SOURCES = ("run", "pyproject.toml", "requirements.in", "requirements.txt", "requirements-test.txt")
MACHINE = """
set -euo pipefail
root=$PWD
. scripts/environment.sh
apt-get() { printf 'apt-get %s\\n' "$*"; }
choose_python() { python=a_python; }
a_python() {
    case $* in
        *ensurepip*) return "${ENSUREPIP:-0}" ;;
        *version_info*) echo 3.11 ;;
        *venv*) echo "venv made" >&2; mkdir -p .venv/bin; rm -f .venv/.*-* .venv/.unfinished; fake_python ;;
    esac
}
fake_python() {
    printf '#!/bin/sh\\necho "$@" >> calls\\n[ ! -e broken ]\\n' > .venv/bin/python
    chmod +x .venv/bin/python
}
"""


@pytest.fixture
def machine(tmp_path: Path) -> Path:
    """Return the folder of a fresh copy, its name with a space in it, with nothing set up."""
    folder = tmp_path / "开 放"
    (folder / "scripts").mkdir(parents=True)
    for name in SOURCES:
        shutil.copyfile(PROJECT / name, folder / name)
    shutil.copyfile(PROJECT / "scripts/environment.sh", folder / "scripts/environment.sh")
    return folder


def play(machine: Path, script: str) -> subprocess.CompletedProcess[str]:
    """Run `script` on the played machine."""
    return subprocess.run(["bash", "-c", MACHINE + script], cwd=machine, capture_output=True, text=True, check=False)


def calls(machine: Path) -> list[str]:
    """Return what .venv's Python was asked, pip's being there apart."""
    path = machine / "calls"
    return [line for line in path.read_text().splitlines() if "--version" not in line] if path.exists() else []


def test_without_root_the_one_line_to_run_is_named(machine: Path) -> None:
    done = play(
        machine, "id() { echo 1000; }; ENSUREPIP=1; need_venv requirements.txt; missing+=(chromium); install_missing"
    )
    assert done.returncode == 1
    assert done.stdout == ""
    lines = [line.strip() for line in done.stderr.splitlines() if "apt-get" in line]
    assert lines == ["apt-get install -y python3.11-venv chromium"]


def test_root_installs_what_is_missing(machine: Path) -> None:
    done = play(machine, "id() { echo 0; }; ENSUREPIP=1; need_venv requirements.txt; install_missing")
    assert done.returncode == 0
    assert done.stdout == ""
    assert "apt-get install" in done.stderr
    assert done.stderr.rstrip().endswith("python3.11-venv")


def test_nothing_is_asked_of_apt_where_nothing_is_missing(machine: Path) -> None:
    done = play(machine, "need_venv requirements.txt; install_missing")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_the_lock_is_installed_with_hashes_then_the_project_without_network(machine: Path) -> None:
    assert play(machine, "prepare requirements.txt").returncode == 0
    lock, project = calls(machine)
    assert "--require-hashes" in lock
    assert lock.endswith(f"-r {machine}/requirements.txt")
    assert "--no-index" in project
    assert project.endswith(f"-e {machine}")


def test_a_prepared_environment_is_left_alone_and_nothing_is_said(machine: Path) -> None:
    play(machine, "prepare requirements.txt")
    before = calls(machine)
    done = play(machine, "prepare requirements.txt")
    assert (done.stdout, done.stderr) == ("", "")
    assert calls(machine) == before


def test_the_tests_environment_serves_the_product_too(machine: Path) -> None:
    play(machine, "prepare requirements-test.txt")
    before = calls(machine)
    play(machine, "prepare requirements.txt")
    assert calls(machine) == before


def test_a_changed_lock_is_installed_into_the_same_environment(machine: Path) -> None:
    play(machine, "prepare requirements.txt")
    with (machine / "requirements.txt").open("a") as lock:
        lock.write("# newer\n")
    done = play(machine, "prepare requirements.txt")
    assert "venv made" not in done.stderr
    assert len(calls(machine)) == 4


def test_a_failed_installation_fails_and_is_started_over(machine: Path) -> None:
    (machine / "broken").touch()
    assert play(machine, "prepare requirements.txt; echo went on").stdout == ""
    (machine / "broken").unlink()
    done = play(machine, "prepare requirements.txt; echo went on")
    assert done.stdout == "went on\n"
    assert "venv made" in done.stderr


def test_a_killed_installation_is_started_over(machine: Path) -> None:
    play(machine, "pip_install() { kill -KILL $BASHPID; }; prepare requirements.txt")
    assert (machine / ".venv/.unfinished").exists()
    done = play(machine, "prepare requirements.txt")
    assert "venv made" in done.stderr
    assert not (machine / ".venv/.unfinished").exists()


def test_an_environment_that_was_moved_is_made_anew(machine: Path) -> None:
    play(machine, "prepare requirements.txt")
    moved = machine.rename(machine.with_name("moved"))
    assert "venv made" in play(moved, "prepare requirements.txt").stderr


def test_two_at_once_install_once(machine: Path) -> None:
    done = play(machine, "prepare requirements.txt & prepare requirements.txt; wait $!")
    assert done.returncode == 0
    assert len(calls(machine)) == 2
