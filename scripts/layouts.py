"""Write the names and shapes of the tensors of every known network, so that reading a checkpoint builds none of them.

python scripts/layouts.py
"""

from __future__ import annotations

import json

from touchstone.detectors.specialists import LAYOUTS, skeleton
from touchstone.detectors.specialists.layouts import TABLE
from touchstone.vocabulary.domains import DOMAINS


def layouts() -> dict[str, dict[str, list[int]]]:
    """The backbone that the six specialists share, then what each layout holds beside it."""
    whole = {key: {n: [*t.shape] for n, t in skeleton(key).state_dict().items()} for key in LAYOUTS}
    backbone = {name: shape for name, shape in whole["bg"].items() if name.startswith("backbone.")}
    for key in DOMAINS:
        if dict(list(whole[key].items())[: len(backbone)]) != backbone:
            raise SystemExit(f"the backbone of {key} is another one; it cannot be shared")
    rest = {key: {n: s for n, s in whole[key].items() if n not in backbone} for key in DOMAINS}
    return {"backbone": backbone, **rest, "tm_legacy": whole["tm_legacy"]}


def text() -> str:
    """One line for each tensor."""
    parts = [
        f'"{key}": {{\n' + ",\n".join(f"{json.dumps(n)}: {json.dumps(s)}" for n, s in tensors.items()) + "\n}"
        for key, tensors in layouts().items()
    ]
    return "{\n" + ",\n".join(parts) + "\n}\n"


if __name__ == "__main__":
    TABLE.write_text(text())
