"""Print which parts of the package import which: arrows between its wings, then between its rooms.

python scripts/arrows.py                       # both lists, with the number of imports behind each arrow
python scripts/arrows.py --mermaid             # a drawing of the wings, for a page in Markdown
python scripts/arrows.py --package ../x/src    # another source tree, for instance an older one

An arrow points from the importing to the imported part. A wing is a package or module directly inside ``touchstone``. A room
is a package or module directly inside a wing that holds rooms; each other wing is one room, and so is the ``__init__`` of a
wing. Imports inside functions, and imports for type checking only, count too.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from grimp import ImportGraph, build_graph

PACKAGE = "touchstone"
WITH_ROOMS = ("vocabulary", "footage", "detectors", "conclusions")
"""Wings that may hold rooms; in a source tree they do if they hold packages."""

Arrows = Mapping[tuple[str, str], int]


def main() -> int:
    """Print the arrows of the named source tree, or of this repository."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--package", type=Path, default=Path(__file__).parents[1] / "src", help="folder that holds touchstone/"
    )
    parser.add_argument("--mermaid", action="store_true", help="draw the wings instead")
    chosen = parser.parse_args()
    sys.path.insert(0, str(chosen.package.resolve()))
    graph = build_graph(PACKAGE, cache_dir=None)
    if chosen.mermaid:
        print(mermaid(arrows(graph, wing)))
        return 0
    halls = frozenset(name for name in WITH_ROOMS if _holds_packages(graph, name))
    for title, place in (("wings", wing), ("rooms", partial(room, halls=halls))):
        counts = arrows(graph, place)
        names = {place(module) for module in graph.modules} - {""}
        print(f"{len(names)} {title}, {len(counts)} arrows, {sum(counts.values())} imports")
        for (start, end), count in sorted(counts.items()):
            print(f"  {start:28} → {end:28} {count:4}")
    return 0


def arrows(graph: ImportGraph, place: Callable[[str], str]) -> Arrows:
    """Number of imports between different places; one module that imports another counts once."""
    counts: Counter[tuple[str, str]] = Counter()
    for module in graph.modules:
        for imported in graph.find_modules_directly_imported_by(module):
            pair = place(module), place(imported)
            if all(pair) and pair[0] != pair[1]:
                counts[pair] += 1
    return counts


def wing(module: str) -> str:
    """Name of the wing that a module is in; ``""`` for the package itself.

    >>> wing("touchstone.footage.media.video"), wing("touchstone")
    ('footage', '')
    """
    return module.split(".")[1] if "." in module else ""


def room(module: str, halls: frozenset[str]) -> str:
    """Name of the room that a module is in; ``halls`` are the wings that hold rooms.

    >>> room("touchstone.footage.media.video", frozenset({"footage"})), room("touchstone.runs.folder", frozenset({"footage"}))
    ('footage.media', 'runs')
    """
    parts = module.split(".")[1:]
    return ".".join(parts[:2] if parts and parts[0] in halls else parts[:1])


def _holds_packages(graph: ImportGraph, name: str) -> bool:
    """Whether a wing holds packages that others may import from: their names do not begin with an underscore."""
    whole = f"{PACKAGE}.{name}"
    children = graph.find_children(whole) if whole in graph.modules else set[str]()
    return any(graph.find_children(child) and not child.rpartition(".")[2].startswith("_") for child in children)


def mermaid(counts: Arrows) -> str:
    """A flow chart: one line for each arrow."""
    return "\n".join(
        ["flowchart TD", *(f"    {start} -- {count} --> {end}" for (start, end), count in sorted(counts.items()))]
    )


if __name__ == "__main__":
    sys.exit(main())
