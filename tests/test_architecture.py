"""The floors of the source, read from its direct imports (ARCHITECTURE.md, "Floors").

Lazy imports and those for type checking count like any other.
"""

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[1]
SRC = ROOT / "src"

# Lowest first. A piece is a module of `newsbot` or a package with all that is in it.
FLOORS: tuple[frozenset[str], ...] = (
    frozenset(
        {
            "news",
            "errors",
            "settings",
            "chinese",
            "pinyin",
            "dates",
            "decoding",
            "figures",
            "glossary",
            "terms",
            "together",
            "witnesses",
            "wording",
        }
    ),
    frozenset(
        "article checks contradictions discovery draft evidence feed footnotes grouping kinds novelty opml "  # noqa: SIM905
        "passages patience embargo upheld "
        "polling prompts ranking readability review sources story topics".split()
    ),
    frozenset({"newsroom"}),
    frozenset(
        {
            "claims",
            "digesting",
            "editions",
            "edges",
            "gate",
            "gathering",
            "judging",
            "ledger",
            "notices",
            "proofreading",
            "rounds",
            "staff",
            "subscriptions",
            "tracking",
            "writers",
        }
    ),
    frozenset({"stages"}),
    frozenset({"pipeline", "publishing", "rechecking"}),
    frozenset({"carrying", "editing", "wiring"}),
    frozenset({"daemon", "demo", "desk"}),
    frozenset({"cli"}),
    frozenset({"__main__"}),
)
BESIDE = {
    ("settings", "errors"): "settings raise the tree's errors",
    ("terms", "chinese"): "words are matched in Simplified characters",
    ("glossary", "chinese"): "names are looked up in Simplified characters",
    ("glossary", "terms"): "a short name is told from the end of one word and the beginning of the next",
    ("glossary", "errors"): "a row that cannot be read is an error of the settings, with its file and line",
    ("wording", "chinese"): "terms are looked for in Simplified characters",
    ("wording", "errors"): "a row that cannot be read is an error of the settings, with its file and line",
    ("figures", "chinese"): "figures are read in Simplified characters",
    ("figures", "news"): "a relative date counts from the date a source states",
    ("checks", "contradictions"): "the chapters of a report are held against each other as sources are",
    ("proofreading", "gate"): "a file is held against what the gate asks, without its repairs",
    ("digesting", "editions"): "a digest is of articles as readers see them, as an edition is",
    ("editions", "proofreading"): "an edition is made from the file that readers see, read back",
    ("witnesses", "news"): "it compares sources",
    ("judging", "writers"): "the judge asks as the writers do: one repair with the fault named",
}

# What only the edges may import, and who else may import one of them.
WORLD = frozenset(
    "aiohttp alembic asyncpg fcntl ftplib http httpx httpx2 mmap multiprocessing openai "  # noqa: SIM905
    "procrastinate psycopg psycopg_pool requests shutil smtplib socket socketserver sqlalchemy sqlite3 ssl "
    "starlette subprocess tempfile urllib.request urllib3 uvicorn yarl".split()
)
WORLD_ELSEWHERE = {
    "newsbot.demo.sample_site": {"aiohttp"},  # serves the sample feeds and pages on loopback
    "newsbot.demo.scripted_model": {"aiohttp"},  # serves a scripted endpoint on loopback
    "newsbot.desk.server": {"starlette", "uvicorn"},  # serves the desk on loopback
    "newsbot.desk.preview": {"starlette", "uvicorn"},  # serves a site built with a draft in it
    "newsbot.desk.guard": {"starlette"},  # the desk is an ASGI application
    "newsbot.desk.application": {"starlette"},
    "newsbot.desk.door": {"starlette"},
    "newsbot.desk.room": {"starlette"},
    "newsbot.desk.pages": {"starlette"},
    "newsbot.desk.acts": {"starlette"},
    "newsbot.desk.published": {"starlette"},
    "newsbot.desk.lists": {"starlette"},
    "newsbot.desk.choosing": {"starlette"},
    "newsbot.desk.overview": {"starlette"},
}
HOMES = {  # an edge's library stays in that edge
    "openai": "newsbot.edges.llm.",
    "httpx2": "newsbot.edges.llm.",
    "tenacity": "newsbot.edges.",
    "sqlalchemy": "newsbot.edges.store.",
    "alembic": "newsbot.edges.store.",
    "procrastinate": "newsbot.edges.courier.",
    "psycopg": "newsbot.edges.courier.",
    "multiprocessing": "newsbot.edges.sandbox",
    "click": "newsbot.cli.",
    "apscheduler": "newsbot.daemon",
    "apprise": "newsbot.edges.notify",
    "argon2": "newsbot.edges.passwords",
    "PIL": "newsbot.edges.cards",
    "opentelemetry": "newsbot.edges.telemetry",
}
# Who else reads files: `prompts` those below the folders it is given, glossary and demo what is in the package.
READERS = {
    "newsbot.settings.loading",
    "newsbot.prompts",
    "newsbot.glossary.packaged",
    "newsbot.demo.sample_site",
    "newsbot.demo.scripted_story",
}
FILE_CALLS = frozenset(
    "chmod glob hardlink_to iterdir mkdir open read_bytes read_text rename rglob rmdir symlink_to touch unlink "  # noqa: SIM905
    "write_bytes write_text".split()
)
NAMELESS = {"utils", "util", "helpers", "helper", "common", "core", "manager", "managers", "models", "misc"}


@dataclass(frozen=True)
class Module:
    """One source file with its tree and the modules, ours and others', that it imports directly."""

    name: str
    tree: ast.Module
    imports: frozenset[str]

    @property
    def piece(self) -> str:
        """The part of `newsbot` it belongs to; empty for the package itself."""
        return [*self.name.split("."), ""][1]


@cache
def modules() -> dict[str, Module]:
    """Every module under src/, by dotted name."""
    paths = {_name(path): path for path in sorted(SRC.rglob("*.py"))}
    trees = {name: ast.parse(path.read_text(encoding="utf-8")) for name, path in paths.items()}
    return {name: Module(name, tree, frozenset(_imports(tree, set(paths)))) for name, tree in trees.items()}


def _name(path: Path) -> str:
    parts = path.relative_to(SRC).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _imports(tree: ast.Module, ours: set[str]) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute, so that a reader sees the floor"
            assert node.module is not None
            for alias in node.names:
                whole = f"{node.module}.{alias.name}"
                yield whole if whole in ours else node.module


def _floor(piece: str) -> int:
    return next(number for number, pieces in enumerate(FLOORS) if piece in pieces)


def _is(imported: str, library: str) -> bool:
    return imported == library or imported.startswith(library + ".")


def test_every_module_stands_on_exactly_one_floor() -> None:
    """A new module is not there until its floor has been chosen."""
    there = sorted({module.piece for module in modules().values()} - {""})
    assert there == sorted(piece for pieces in FLOORS for piece in pieces)


def test_imports_go_down_only_and_steps_import_no_other_step() -> None:
    """Nothing imports upwards, and nothing on one floor imports its neighbour but for the named reasons."""
    wrong = [
        f"{module.name} imports {imported}"
        for module in modules().values()
        for imported in module.imports
        if module.piece and imported.startswith("newsbot.") and not _allowed(module.piece, imported.split(".")[1])
    ]
    assert wrong == []


def _allowed(importer: str, imported: str) -> bool:
    return importer == imported or _floor(imported) < _floor(importer) or (importer, imported) in BESIDE


def test_every_named_exception_is_used() -> None:
    """An exception that nobody needs any more is taken out of the table."""
    used = {
        (module.piece, imported.split(".")[1])
        for module in modules().values()
        for imported in module.imports
        if imported.startswith("newsbot.")
    }
    assert set(BESIDE) <= used
    assert all(libraries <= _libraries(modules()[name]) for name, libraries in WORLD_ELSEWHERE.items())
    assert set(modules()) >= READERS


def _libraries(module: Module) -> set[str]:
    return {imported.split(".")[0] for imported in module.imports}


def test_the_package_itself_imports_nothing_of_ours() -> None:
    """`import newsbot` is free: every module pays only for what it names."""
    assert modules()["newsbot"].imports == frozenset()


def test_there_is_no_circle_of_imports() -> None:
    """Also inside the packages."""
    graph = {name: sorted(module.imports & set(modules())) for name, module in modules().items()}
    done: set[str] = set()

    def walk(name: str, above: tuple[str, ...]) -> None:
        assert name not in above, " → ".join((*above[above.index(name) :], name))
        if name not in done:
            for imported in graph[name]:
                walk(imported, (*above, name))
            done.add(name)

    for name in graph:
        walk(name, ())


def test_only_the_edges_import_network_files_databases_and_processes() -> None:
    """The world stands behind `edges/`; the demo's loopback servers are the one exception."""
    wrong = [
        f"{module.name} imports {imported}"
        for module in modules().values()
        if module.piece != "edges"
        for imported in module.imports
        for library in WORLD - WORLD_ELSEWHERE.get(module.name, set())
        if _is(imported, library)
    ]
    assert wrong == []


def test_only_the_edges_read_and_write_files() -> None:
    """But for prompts and templates, the demo's packaged sample, and the settings' own files."""
    wrong = [
        f"{module.name}:{node.lineno} calls {ast.unparse(node.func)}"
        for module in modules().values()
        if module.piece != "edges" and module.name not in READERS
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Call) and _touches_a_file(node.func)
    ]
    assert wrong == []


def _touches_a_file(function: ast.expr) -> bool:
    if isinstance(function, ast.Name):
        return function.id == "open"
    if not isinstance(function, ast.Attribute) or function.attr not in FILE_CALLS:
        return False
    constructor = isinstance(function.value, ast.Name) and function.value.id[:1].isupper()
    return not constructor  # `Store.open(...)` opens no file itself


def test_a_library_of_the_world_stays_in_its_edge() -> None:
    """openai in edges/llm, the database in edges/store, tenacity in the edges: one place to look, one to exchange."""
    wrong = [
        f"{module.name} imports {imported}"
        for module in modules().values()
        for imported in module.imports
        for library, home in HOMES.items()
        if _is(imported, library) and not f"{module.name}.".startswith(home)
    ]
    assert wrong == []


def test_an_untyped_library_is_imported_in_one_module() -> None:
    """Its values are turned into our own types there, so that mypy sees everything else."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    (override,) = (each for each in project["tool"]["mypy"]["overrides"] if each.get("ignore_missing_imports"))
    users: dict[str, list[str]] = {}
    for pattern in override["module"]:
        library = pattern.removesuffix(".*")
        users[library] = [
            module.name for module in modules().values() if any(_is(imported, library) for imported in module.imports)
        ]
    assert {library: names for library, names in users.items() if len(names) > 1} == {}


def test_no_step_reads_the_clock_the_environment_or_chance() -> None:
    """Below the edges everything is passed in: a rerun decides what the first run decided."""
    chance = {"random", "secrets", "uuid", "time"}
    for module in modules().values():
        if not module.piece or _floor(module.piece) > 3 or module.piece == "edges":
            continue
        assert not _libraries(module) & chance, module.name
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Attribute):
                assert node.attr not in {"now", "utcnow", "today"} or _passed_in(node), f"{module.name}:{node.lineno}"
                assert node.attr != "environ" or module.piece == "settings", f"{module.name}:{node.lineno}"


def _passed_in(node: ast.Attribute) -> bool:
    return isinstance(node.value, ast.Name) and node.value.id == "world"


def test_modules_are_named_for_the_trade() -> None:
    """A name that says nothing collects everything."""
    parts = {part for name in modules() for part in name.split(".")}
    assert not parts & NAMELESS


def test_the_document_has_the_same_floors() -> None:
    """ARCHITECTURE.md's table, lowest floor last, names the pieces of FLOORS."""
    rows = re.findall(r"^\| (\d+) \| ([^|]*) \|", (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8"), re.MULTILINE)
    told = {int(number): {name.strip("/") for name in re.findall(r"`([\w/]+)`", cells)} for number, cells in rows}
    assert told == {number: set(pieces) for number, pieces in enumerate(FLOORS, 1)}


def test_help_imports_nothing_heavy() -> None:
    """`newsbot --help` answers at once: what it runs through imports click and nothing else from outside."""
    seen = set()
    for name in ("newsbot.__main__", "newsbot.cli"):
        top = [node for node in modules()[name].tree.body if isinstance(node, ast.Import | ast.ImportFrom)]
        seen |= set(_imports(ast.Module(top, []), set(modules())))
    assert {each for each in seen if each.split(".")[0] not in sys.stdlib_module_names} == {
        "click",
        "newsbot",
        "newsbot.cli",
    }
