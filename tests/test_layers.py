"""The direction of imports, corpus ← index, graph ← assistant ← webapp, and the shape of the five folders."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
MAY_IMPORT = {
    "corpus": set(),
    "index": {"corpus"},
    "graph": {"corpus"},
    "assistant": {"corpus", "index", "graph"},
    "webapp": {"corpus", "assistant"},
}
OUTSIDE_THE_PRODUCT = {"bench", "tests"}
MAX_LINES = 600
FILES = [path for package in MAY_IMPORT for path in sorted((ROOT / package).rglob("*.py"))]


def imported_modules(source: str) -> list[str]:
    """The dotted names of all modules that `source` imports absolutely, also inside functions."""
    names: list[str] = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names.append("." * node.level + (node.module or ""))
    return names


def faults(package: str, source: str) -> list[str]:
    """What is wrong with the imports of a file of `package`, one line a fault."""
    found = []
    for name in imported_modules(source):
        top, _, inner = name.partition(".")
        if name.startswith("."):
            found.append(f"{name}: relative import")
        elif top in OUTSIDE_THE_PRODUCT:
            found.append(f"{name}: outside the product")
        elif top in MAY_IMPORT and top != package:
            if top not in MAY_IMPORT[package]:
                found.append(f"{name}: against the direction")
            elif inner:
                found.append(f"{name}: a module, not the folder")
    return found


@pytest.mark.parametrize(
    ("package", "source", "wrong"),
    [
        pytest.param("index", "from corpus import Clause", 0, id="downwards"),
        pytest.param("index", "from index.store import Store", 0, id="own module"),
        pytest.param("index", "from corpus.model import Clause", 1, id="module of another folder"),
        pytest.param("index", "import corpus.model", 1, id="module of another folder by import"),
        pytest.param("index", "def f():\n    import graph", 1, id="neighbour inside a function"),
        pytest.param("corpus", "from assistant import Knowledge", 1, id="upwards"),
        pytest.param("webapp", "import index", 1, id="past the facade"),
        pytest.param("webapp", "from tests.conftest import ROOT", 1, id="tests"),
        pytest.param("webapp", "from . import app", 1, id="relative"),
    ],
)
def test_rule_of_imports(package: str, source: str, wrong: int) -> None:
    """The rule itself tells right imports from wrong ones."""
    assert len(faults(package, source)) == wrong


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_run_one_way(path: Path) -> None:
    """A file imports its own folder's modules, and from folders below it only what they offer."""
    assert faults(path.relative_to(ROOT).parts[0], path.read_text("utf-8")) == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_files_stay_short(path: Path) -> None:
    """No file has more than 600 lines."""
    assert len(path.read_text("utf-8").splitlines()) <= MAX_LINES


@pytest.mark.parametrize("package", MAY_IMPORT)
def test_folder_says_what_it_is_for(package: str) -> None:
    """Each folder's __init__ has a docstring and lists, once, the public names that others may import."""
    tree = ast.parse((ROOT / package / "__init__.py").read_text("utf-8"))
    assert ast.get_docstring(tree)
    listed = [
        ast.literal_eval(node.value)
        for node in tree.body
        if isinstance(node, ast.Assign) and [ast.unparse(target) for target in node.targets] == ["__all__"]
    ]
    assert len(listed) == 1
    assert all(re.fullmatch(r"[A-Za-z]\w*", name) for name in listed[0])
    assert len(listed[0]) == len(set(listed[0]))


@pytest.mark.parametrize("package", MAY_IMPORT)
def test_listed_names_exist(package: str) -> None:
    """Whatever a folder lists in __all__ can be imported from it."""
    module = __import__(package)
    assert [name for name in module.__all__ if not hasattr(module, name)] == []
