"""The rules of the code that no tool checks: plain words, small modules, and where tests are."""

from __future__ import annotations

import ast
import re
import tokenize
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parent.parent
PACKAGES = ("bot", "cogs", "seeds", "storage")
MAX_LINES = 300
MAX_MODULES = 12

UNCLEAR_WORDS = re.compile(r"\b(whoever|nobody|somebody|anew|by now|in vain|mend\w*)\b", re.I)
"""Words that leave open who or when is meant."""

MODULES = [
    path.relative_to(ROOT).as_posix()
    for package in PACKAGES
    for path in sorted((ROOT / package).rglob("*.py"))
]
"""Every module of the program, relative to the root."""
TESTS = [path.relative_to(ROOT).as_posix() for path in sorted((ROOT / "tests").rglob("*.py"))]
"""Every module of the tests, relative to the root."""
FOLDERS = [path.removesuffix("/__init__.py") for path in MODULES if path.endswith("/__init__.py")]
"""Every package and sub-package, relative to the root."""


@cache
def parse(path: str) -> ast.Module:
    """Parse a module."""
    return ast.parse((ROOT / path).read_text(encoding="utf-8"))


def iter_docstrings(path: str) -> Iterator[tuple[int, str]]:
    """Yield the docstrings of a module, its definitions and its attributes with their lines."""
    for node in ast.walk(parse(path)):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            text = node.value.value
            if isinstance(text, str):
                yield node.lineno, text


def iter_comments(path: str) -> Iterator[tuple[int, str]]:
    """Yield the comments of a module with their lines."""
    with (ROOT / path).open("rb") as file:
        for token in tokenize.tokenize(file.readline):
            if token.type == tokenize.COMMENT:
                yield token.start[0], token.string


def get_name(node: ast.Name | ast.Attribute) -> str:
    """Return the last part of a dotted name."""
    return node.id if isinstance(node, ast.Name) else node.attr


def iter_skip_reasons(path: str) -> Iterator[tuple[int, str]]:
    """Yield why a module of the tests skips some, with the lines."""
    for node in ast.walk(parse(path)):
        if not isinstance(node, ast.Call):
            continue
        if isinstance(node.func, ast.Name | ast.Attribute) and "skip" in get_name(node.func):
            for value in (*node.args, *(keyword.value for keyword in node.keywords)):
                if isinstance(value, ast.Constant) and isinstance(value.value, str):
                    yield value.lineno, value.value


def test_docstrings_comments_and_skips_say_who_and_when() -> None:
    unclear = [
        f"{path}:{line}: {match[0]}"
        for path in (*MODULES, *TESTS)
        for line, text in (
            *iter_docstrings(path),
            *iter_comments(path),
            *iter_skip_reasons(path),
        )
        if (match := UNCLEAR_WORDS.search(text))
    ]

    assert unclear == []


def test_every_module_says_what_is_in_it() -> None:
    assert [path for path in MODULES if not ast.get_docstring(parse(path))] == []


def test_no_module_is_long() -> None:
    long = [
        path
        for path in (*MODULES, *TESTS)
        if len((ROOT / path).read_text(encoding="utf-8").splitlines()) > MAX_LINES
    ]

    assert long == []


def test_no_folder_has_many_modules() -> None:
    counts = Counter(
        Path(path).parent.as_posix()
        for path in (*MODULES, *TESTS)
        if not path.endswith("/__init__.py")
    )

    assert [folder for folder in counts if counts[folder] > MAX_MODULES] == []


def test_an_init_holds_a_docstring_and_a_feature_its_setup() -> None:
    inits = {one: parse(f"{one}/__init__.py").body[1:] for one in FOLDERS if "/" in one}
    features = {folder for folder in inits if re.fullmatch(r"cogs/\w+", folder)}
    crowded = [
        folder
        for folder, body in inits.items()
        if not (is_setup(body) if folder in features else body == [])
    ]

    assert crowded == []


def is_setup(body: list[ast.stmt]) -> bool:
    """Return whether statements are imports and then one function called `setup`."""
    *imports, setup = body
    return (
        all(isinstance(node, ast.ImportFrom) for node in imports)
        and isinstance(setup, ast.AsyncFunctionDef)
        and setup.name == "setup"
    )


def test_tests_are_in_the_folder_of_what_they_test() -> None:
    misplaced: list[str] = []
    for package in PACKAGES:
        folders_by_module = defaultdict[str, set[str]](set)
        for path in map(Path, MODULES):
            if path.parts[0] == package:
                folders_by_module[path.stem].add(path.parent.as_posix())
        for path in sorted((ROOT / "tests" / package).rglob("test_*.py")):
            folder = path.parent.relative_to(ROOT / "tests").as_posix()
            known = folders_by_module.get(path.stem.removeprefix("test_"), {folder})
            if folder not in known or not (ROOT / folder).is_dir():
                misplaced.append(path.relative_to(ROOT).as_posix())

    assert misplaced == []


def test_the_files_that_the_documents_name_exist() -> None:
    files = [f"/{path.relative_to(ROOT).as_posix()}" for path in ROOT.glob("[bcst]*/**/*.py")]
    named = {
        name
        for document in ("ARCHITECTURE.md", "CONTRIBUTING.md", "README.md")
        for name in re.findall(r"`([\w/]+/\w+\.py)`", (ROOT / document).read_text(encoding="utf-8"))
    }

    assert [one for one in named if not any(path.endswith(f"/{one}") for path in files)] == []
    assert named


def test_the_links_of_the_documents_lead_somewhere() -> None:
    documents = [*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")]
    broken = [
        f"{document.name}: {link}"
        for document in documents
        for link in re.findall(r"\]\(([^)\s]+)\)", read_prose(document))
        if not link.startswith("http") and not is_there(document, link)
    ]

    assert broken == []


def read_prose(document: Path) -> str:
    """Read a document without its blocks of code."""
    return re.sub(r"^ *```.*?```", "", document.read_text(encoding="utf-8"), flags=re.M | re.S)


def is_there(document: Path, link: str) -> bool:
    """Return whether the file and the heading exist that a document links to."""
    path, _, heading = link.partition("#")
    target = document.parent / path if path else document
    if not target.exists() or not heading:
        return target.exists()
    headings = re.findall(r"^#+ (.*)$", read_prose(target), re.M)
    return heading in {re.sub(r"[^\w\- ]", "", one.lower()).replace(" ", "-") for one in headings}
