"""A template of the page as plain text, one line per paragraph, item and row of a table."""

import html
import re
from types import SimpleNamespace

from touchstone.conclusions.examination import Examination
from touchstone.report.page.render import environment

_TEMPLATES = environment()


def lines(markup):
    """What a reader sees: cells parted by bars, strong frames in words; no tags, nor marks that a screen reader skips."""
    markup = re.sub(r'<span aria-hidden="true">.*?</span>', "", markup)
    markup = markup.replace('<td class="told">', "<td>framed: ")
    markup = re.sub(r"\s+", " ", markup)
    markup = re.sub(r"</t[hd]>\s*(?=<t[hd])", " | ", markup)
    markup = re.sub(r"</(?:tr|caption|p|li|h\d|title|text|div)>|<title>|<br>", "\n", markup)
    text = html.unescape(re.sub(r"<[^>]*>", "", markup))
    return [line for part in text.split("\n") if (line := " ".join(part.split()))]


def page(examined: Examination, **fields):
    """A page that shows an examination, and nothing else unless ``fields`` say so."""
    material = {"examined": examined, "prescription": None, **fields.pop("material", {})}
    nothing = {
        "story": (), "detectors": (), "footage": (), "matrix": {}, "failed": (), "pictured": True, "makings": (),
        "framed": False,
    }  # fmt: skip
    nothing["limiting"] = frozenset({"data.shortcut"})
    return SimpleNamespace(**{**nothing, **fields, "material": SimpleNamespace(**material)})


def rendered(template, of):
    """The lines of a template as the page includes it."""
    start = "{% import 'macros.html.j2' as m %}{% set examined = page.material.examined %}{% set footage = examined.footage %}"
    source = f"{start}{{% include '{template}' %}}"
    return lines(_TEMPLATES.from_string(source).render(page=of))


def macro(call, **given):
    """The lines of one macro."""
    return lines(_TEMPLATES.from_string(f"{{% import 'macros.html.j2' as m %}}{{{{ m.{call} }}}}").render(**given))
