"""How this installation of Touchstone gets packages that it lacks: from its checkout, or from the package index."""

from __future__ import annotations

import json
import shlex
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

DISTRIBUTION = "deepfake-touchstone"
"""What pip calls it; the import and the command are ``touchstone``."""

_SOURCES = Path(__file__).parents[3]


def install_line(extra: str) -> str:
    """The command that installs an extra where this Touchstone came from.

    >>> install_line("footage").startswith("pip install ")
    True
    """
    checkout = _checkout()
    if checkout is None:
        return f"pip install '{DISTRIBUTION}[{extra}]'"
    return f"pip install -e {shlex.quote(f'{checkout}[{extra}]')}"


def _checkout() -> Path | None:
    """The folder of an editable installation, or of sources that were never installed; ``None`` for a wheel."""
    try:
        origin = distribution(DISTRIBUTION).read_text("direct_url.json")
    except PackageNotFoundError:
        return _SOURCES if (_SOURCES / "pyproject.toml").is_file() else None
    stated: dict[str, Any] = json.loads(origin) if origin else {}
    if not stated.get("dir_info", {}).get("editable"):
        return None
    url: str = stated["url"]
    return Path(unquote(urlsplit(url).path))
