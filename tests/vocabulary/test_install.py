"""The line that installs what is missing is true for a checkout and for a wheel."""

from __future__ import annotations

import json

import pytest

from touchstone.vocabulary import install
from touchstone.vocabulary.errors import MissingExtraError

WHEEL = "pip install 'deepfake-touchstone[footage]'"


@pytest.fixture
def installed(tmp_path, monkeypatch):
    """Puts a distribution of this name before all others; returns what writes its origin."""
    folder = tmp_path / "deepfake_touchstone-9.dist-info"
    folder.mkdir()
    (folder / "METADATA").write_text("Metadata-Version: 2.1\nName: deepfake-touchstone\nVersion: 9\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    return lambda origin: (folder / "direct_url.json").write_text(json.dumps(origin))


def test_a_checkout_is_named_wherever_one_stands(installed):
    installed({"url": "file:///home/me/my%20work/touchstone", "dir_info": {"editable": True}})
    assert install.install_line("footage") == "pip install -e '/home/me/my work/touchstone[footage]'"
    assert str(MissingExtraError("reading videos", "faces")).endswith(
        "run: pip install -e '/home/me/my work/touchstone[faces]'"
    )


@pytest.mark.parametrize(
    "origin",
    [
        {"url": "file:///tmp/deepfake_touchstone-9-py3-none-any.whl", "archive_info": {}},
        {"url": "file:///home/me/touchstone", "dir_info": {}},
    ],
)
def test_a_wheel_and_a_copy_go_by_the_name_of_the_distribution(installed, origin):
    installed(origin)
    assert install.install_line("footage") == WHEEL


def test_what_came_from_the_index_has_no_origin(installed):
    assert install.install_line("footage") == WHEEL


def test_sources_that_were_never_installed_count_as_a_checkout(tmp_path, monkeypatch):
    monkeypatch.setattr(install, "DISTRIBUTION", "no-such-distribution")
    monkeypatch.setattr(install, "_SOURCES", tmp_path)
    assert install.install_line("footage") == "pip install 'no-such-distribution[footage]'"
    (tmp_path / "pyproject.toml").touch()
    assert install.install_line("footage") == f"pip install -e '{tmp_path}[footage]'"
