"""Templates, their filters, and the content security policy of the page."""

from __future__ import annotations

import base64
from collections.abc import Callable
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from touchstone.vocabulary.hashes import sha256_of
from touchstone.vocabulary.printable import printable

from ..artefacts import Material
from ..numbers import count, p_value, percent, score, signed, signed_score, value
from ..words import shown
from .view import view


def render(material: Material) -> str:
    """The page as text.

    The page holds everything that it needs, and its content security policy lets nothing else in: style and script are
    allowed by their hashes, pictures only as data. The templates escape all other text, because names of videos and
    reasons come from strangers.
    """
    templates = environment()
    style, script = (asset(templates, name) for name in ("style.css", "script.js"))
    policy = (
        f"default-src 'none'; img-src data:; style-src '{hashed(style)}'; script-src '{hashed(script)}'; "
        "base-uri 'none'; form-action 'none'"
    )
    return templates.get_template("page.html.j2").render(
        page=view(material), style=Markup(style), script=Markup(script), policy=policy
    )


@cache
def environment() -> Environment:
    """The templates, with the filters that they use; what they insert is escaped. They are compiled once in a process."""
    templates = Environment(
        loader=PackageLoader("touchstone.report"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_visible,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    templates.filters |= _FILTERS  # pyright: ignore[reportUnknownMemberType]
    return templates


def _visible(content: object) -> object:
    """Text of strangers with its hidden characters as escapes; markup and numbers as they are."""
    return printable(content) if type(content) is str else content


def _sentence(text: str, name: str = "") -> str:
    """The text with a capital letter at its start, unless it starts with the name of a detector, which is never changed."""
    return text if name and text.startswith(name) else text[:1].upper() + text[1:]


_FILTERS: dict[str, Callable[..., str]] = {
    "percent": percent,
    "score": score,
    "signed": signed,
    "signed_score": signed_score,
    "value": value,
    "count": count,
    "p": p_value,
    "sentence": _sentence,
    "shown": shown,
}


def asset(templates: Environment, name: str) -> str:
    """The text of a file in the folder of the templates, unchanged."""
    assert templates.loader is not None, "the environment above has one"
    return templates.loader.get_source(templates, name)[0]


def hashed(text: str) -> str:
    """The hash by which a content security policy allows a text."""
    return "sha256-" + base64.b64encode(sha256_of(text)).decode()
