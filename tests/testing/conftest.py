"""Objects that packages offer, without installing one."""

from types import SimpleNamespace

import pytest

from touchstone.detectors.kinds import kinds
from touchstone.footage.corpus import all_layouts


class Offered(SimpleNamespace):
    """An entry point of another package."""

    def load(self):
        return self.what


@pytest.fixture
def offer(monkeypatch):
    """Pretends that packages are installed which offer objects."""
    offers = {}

    def forget():
        kinds.cache_clear()
        all_layouts.cache_clear()

    def add(group, what, name="twin"):
        entry = Offered(what=what, name=name, value=f"package.{name}", dist=SimpleNamespace(name="package"))
        offers.setdefault(group, []).append(entry)
        forget()

    monkeypatch.setattr("touchstone.vocabulary.plugins.entry_points", lambda group: offers.get(group, []))
    yield add
    forget()
