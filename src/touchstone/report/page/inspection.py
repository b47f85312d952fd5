"""The small page of an inspection: findings, components, what the files share. It holds no script."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from touchstone.conclusions.diagnosis import Finding

from ..checkpoints import CheckpointFacts, PairFacts
from .causes import causes
from .render import asset, environment, hashed


def render_inspection(
    command: str,
    when: str,
    checkpoints: Sequence[CheckpointFacts],
    pairs: Sequence[PairFacts],
    findings: Sequence[Finding],
) -> str:
    """The page as text; the template escapes all names, because they come from strangers' files."""
    templates = environment()
    style = asset(templates, "style.css")
    return templates.get_template("inspection.html.j2").render(
        command=command,
        when=when,
        checkpoints=checkpoints,
        pairs=pairs,
        causes=causes(findings),
        anchors={c.name: f"checkpoint-{number}" for number, c in enumerate(checkpoints)},
        style=Markup(style),
        policy=f"default-src 'none'; img-src data:; style-src '{hashed(style)}'; base-uri 'none'; form-action 'none'",
    )
