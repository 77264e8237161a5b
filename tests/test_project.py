"""What the project as a whole promises: packaging, pinned dependencies, no traces of a machine, untouched documents."""

from __future__ import annotations

import ast
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ["corpus", "index", "graph", "assistant", "webapp"]
LOCKS = ["requirements-build.lock", "requirements.lock", "requirements-dev.lock"]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
DOCUMENTS = ROOT / "corpus" / "documents"
CATALOGUE = json.loads((DOCUMENTS / "catalogue.json").read_text("utf-8"))

COMES_WITH_FLASK = {"jinja2", "markupsafe", "werkzeug"}
MACHINE_PATH = re.compile(r"(?<![\w.])/(?:work|root|home|Users)/|\.\./shared")
HOST = re.compile(r"://|\b[a-z0-9-]+\.(?:com|org|net|cn|io|dev|local|internal)\b|index-url|find-links|trusted-host")
COPYLEFT = re.compile(r"\bA?GPL", re.IGNORECASE)


def canonical(name: str) -> str:
    """The name of a distribution as PEP 503 compares it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def requirement_name(requirement: str) -> str:
    """The distribution that a requirement such as `flask>=3.1` is about."""
    return canonical(re.split(r"[^\w.-]", requirement, maxsplit=1)[0])


def locked_requirements(lock: str) -> list[str]:
    """The requirements of a lock file, each on one line with its hashes, comments left out."""
    lines = [line for line in (ROOT / lock).read_text("utf-8").splitlines() if not line.lstrip().startswith("#")]
    return [entry for entry in "\n".join(lines).replace("\\\n", " ").splitlines() if entry.strip()]


def locked_names(*locks: str) -> set[str]:
    """The distributions that the lock files pin."""
    return {requirement_name(entry) for lock in locks for entry in locked_requirements(lock)}


def licence_rows() -> list[dict[str, str]]:
    """The rows of docs/licences.md: section, package, licence."""
    rows, section = [], ""
    for line in (ROOT / "docs" / "licences.md").read_text("utf-8").splitlines():
        if line.startswith("## "):
            section = line.removeprefix("## ")
        elif match := re.fullmatch(r"\| ([a-z][\w-]*) \| ([^|]+) \| [^|]+ \|", line):
            rows.append({"section": section, "package": match[1], "licence": match[2]})
    return rows


def project_files() -> list[Path]:
    """All files that git keeps or would keep."""
    if not (ROOT / ".git").exists() or shutil.which("git") is None:
        pytest.skip("not a git checkout")
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout.decode().split("\0")
    return [ROOT / name for name in names if name and (ROOT / name).is_file()]


def third_party_imports(package: str) -> set[str]:
    """The top-level modules from outside the project and the standard library that a package imports."""
    found = set()
    for path in (ROOT / package).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                found |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                found.add(node.module.partition(".")[0])
    return found - set(sys.stdlib_module_names) - set(PACKAGES)


def test_packages_are_named_one_by_one() -> None:
    """The distribution holds exactly the five folders, and no folder hides a package inside."""
    assert PROJECT["tool"]["setuptools"]["packages"] == PACKAGES
    assert PROJECT["project"]["name"] == "quanze"
    assert PROJECT["project"]["scripts"] == {"quanze": "webapp.cli:main"}
    nested = [path for name in PACKAGES for path in (ROOT / name).rglob("*.py") if path.parent != ROOT / name]
    assert nested == []


@pytest.mark.parametrize("package", PACKAGES)
def test_data_files_are_installed(package: str) -> None:
    """Every data file of a folder is matched by a pattern of the distribution."""
    folder = ROOT / package
    patterns = PROJECT["tool"]["setuptools"]["package-data"].get(package, [])
    matched = {path for pattern in patterns for path in folder.glob(pattern)}
    files = {path for path in folder.rglob("*") if path.is_file() and path.suffix not in (".py", ".pyc")}
    assert files - matched == set()


@pytest.mark.parametrize("package", PACKAGES)
def test_imports_are_declared(package: str) -> None:
    """What a folder imports from outside is a declared dependency, not something that happens to be installed."""
    declared = {requirement_name(entry) for entry in PROJECT["project"]["dependencies"]} | COMES_WITH_FLASK
    distributions = packages_distributions()
    undeclared = {
        module
        for module in third_party_imports(package)
        if not declared & {canonical(name) for name in distributions.get(module, [module])}
    }
    assert undeclared == set()


@pytest.mark.parametrize("lock", LOCKS)
def test_locks_pin_by_hash(lock: str) -> None:
    """Every requirement of a lock file has one exact version and its hashes."""
    entries = locked_requirements(lock)
    assert entries
    for entry in entries:
        assert re.match(r"[\w.-]+==[\w.!+]+ ", entry), entry
        assert re.search(r"--hash=sha256:[0-9a-f]{64}\b", entry), entry


@pytest.mark.parametrize("lock", LOCKS)
def test_locks_name_no_host(lock: str) -> None:
    """A lock file says what to install, not where from."""
    assert HOST.findall((ROOT / lock).read_text("utf-8")) == []


def test_locks_cover_dependencies() -> None:
    """What pyproject.toml asks for is locked, and the development lock agrees with the one for running."""
    project = PROJECT["project"]
    assert {requirement_name(entry) for entry in project["dependencies"]} <= locked_names("requirements.lock")
    development = project["optional-dependencies"]["dev"]
    assert {requirement_name(entry) for entry in development} <= locked_names("requirements-dev.lock")
    assert set(locked_requirements("requirements.lock")) <= set(locked_requirements("requirements-dev.lock"))
    assert {requirement_name(entry) for entry in PROJECT["build-system"]["requires"]} <= locked_names(LOCKS[0])


def test_licences_are_listed() -> None:
    """docs/licences.md lists each locked package once, under what it is needed for."""
    rows = licence_rows()
    running = [row["package"] for row in rows if row["section"] == "运行所需"]
    others = [row["package"] for row in rows if row["section"] != "运行所需"]
    assert sorted(running) == sorted(locked_names("requirements-build.lock", "requirements.lock"))
    assert sorted(others) == sorted(locked_names("requirements-dev.lock") - set(running))


def test_no_copyleft_at_run_time() -> None:
    """No package that runs with the product is under a licence of the GPL family."""
    assert [row for row in licence_rows() if row["section"] == "运行所需" and COPYLEFT.search(row["licence"])] == []


def test_no_machine_paths() -> None:
    """No text file of the project speaks of a folder of the machine it was written on."""
    found = []
    for path in project_files():
        try:
            text = path.read_text("utf-8")
        except UnicodeDecodeError:
            continue
        found += [f"{path.relative_to(ROOT)}: {match.group()}" for match in MACHINE_PATH.finditer(text)]
    assert found == []


def test_ci_runs_the_tests() -> None:
    """CI runs the same command as a developer."""
    script = ROOT / ".ci" / "run"
    assert os.access(script, os.X_OK)
    assert script.read_text("utf-8").splitlines()[-1] == "exec make test"


def test_catalogue_is_complete() -> None:
    """The catalogue lists each shipped document once, with a slug of its own."""
    assert sorted(entry["file"] for entry in CATALOGUE) == sorted(path.name for path in DOCUMENTS.glob("*.txt"))
    slugs = [entry["slug"] for entry in CATALOGUE]
    assert len(slugs) == len(set(slugs))
    assert all(re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", slug) for slug in slugs)


@pytest.mark.parametrize("entry", CATALOGUE, ids=lambda entry: entry["slug"])
def test_documents_are_untouched(entry: dict[str, str]) -> None:
    """A shipped document has the bytes of its catalogue entry, and holds the number and title given there."""
    raw = (DOCUMENTS / entry["file"]).read_bytes()
    assert hashlib.sha256(raw).hexdigest() == entry["sha256"]
    text = "".join(raw.decode("utf-8").split())
    assert entry["number"] in text
    assert entry["title"] in text
    assert "".join(entry["title"].split()) == entry["title"]
