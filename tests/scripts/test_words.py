"""The list of avoided words: what is found where, and what is left alone."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from scripts.words import main, rules

SCRIPT = Path(__file__).parents[2] / "scripts" / "words.py"


@pytest.fixture
def found(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    """Lines that are printed for a file, without its folder."""

    def look(name: str, text: str) -> list[str]:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        code = main([str(path)])
        lines = capsys.readouterr().out.replace(f"{tmp_path}/", "").splitlines()
        assert code == int(bool(lines))
        return lines

    return look


AVOIDED = [
    "the detector ranks fakes first", "none is shown to rank", "it does not rank", "ranks with AUC 0.8", "poorly ranked videos",
    "a timid network", "written anew", "fewer than a close estimate takes", "answers that are no probability",
    "this is no signal", "a dose that is none", "what is told of it", "it cannot be told from noise", "not told from a coin",
    "all mistakes are told at once", "nothing is told", "it stands in the table", "it stood there", "gives the label away",
    "what speaks for the cause", "it speaks clearly against it", "mend the file", "it cuts at the wrong place",
    "for want of data", "it is said aloud", "in its stead", "the end thereof", "it says nothing of itself",
    "whatever the data say",
]  # fmt: skip

MEANT_OTHERWISE = [
    "the mean of ranks", "a rank correlation", "a column to rank within", "ranking of scores", "mean rank", "ranks of scores",
    "mid-ranks", "the word is `ranks`", "there is no face",
    "it has no probability", "it is no longer there", "no more than ten",
    "it is no better than chance", "the two can be told apart", "the user is told that it failed", "it stands out",
    "the numbers stand alone", "a zero stands in for it", "we understand the standard", "a long-standing fault",
    "a person away", "it speaks vowels", "amend it", "sure of itself", "therefore it holds",
]  # fmt: skip


@pytest.mark.parametrize("words", AVOIDED)
def test_an_avoided_word_is_found_on_a_page(words: str, found) -> None:
    lines = found("README.md", f"# Title\n\nFirst {words}, then more.\n")
    assert len(lines) == 1
    assert lines[0].startswith('README.md:3: "')


@pytest.mark.parametrize("words", MEANT_OTHERWISE)
def test_a_word_that_is_meant_otherwise_passes(words: str, found) -> None:
    assert found("README.md", f"First {words}, then more.\n") == []


def test_every_rule_finds_an_example() -> None:
    assert [rule.prefer for rule in rules() if not any(list(rule.finds(words)) for words in AVOIDED)] == []


def test_the_line_says_where_what_and_what_instead(found) -> None:
    assert found("README.md", "One.\n\nTwo\nanew.\n") == ['README.md:4: "anew" → again']


def test_words_that_are_broken_over_two_lines_are_found(found) -> None:
    assert found("README.md", "It gives the\nlabel away.\n") == ['README.md:1: "gives the label away" → reveals']
    assert found("README.md", "It gives.\n\nThe label away.\n") == []


def test_emphasis_does_not_hide_a_word(found) -> None:
    assert found("README.md", "They are **no** detectors.\n") != []


@pytest.mark.parametrize(
    "text",
    [
        "```\nbegin anew\n```\n",
        "1. Do this:\n\n   ```python\n   x = 'begin anew'\n   ```\n",
        "So:\n\n    begin anew\n\nDone.\n",
        "The word `begin anew` is code.\n",
        "See [the page](https://example.org/anew) or [another](#anew).\n",
        "<!-- anew -->\n",
    ],
)
def test_code_links_and_comments_of_a_page_are_left_out(text: str, found) -> None:
    assert found("README.md", text) == []


@pytest.mark.parametrize(
    ("source", "line"),
    [
        ('x = "begin anew"\n', 1),
        ("y = 1\nx = f'{y} is written anew'\n", 2),
        ("x = f'{y} ranks'\n", 1),
        ("x = f\"{y} {'begin anew' if y else str()}\"\n", 1),
        ('x = (\n    "it gives the "\n    "label away"\n)\n', 2),
        ('def f():\n    """First.\n\n    Then begin anew.\n    """\n', 4),
        ("x = 1  # begin anew\n", 1),
        ("# it gives the\n# label away\n", 1),
    ],
)
def test_strings_docstrings_and_comments_of_a_source_are_read(source: str, line: int, found) -> None:
    lines = found("source.py", source)
    assert len(lines) == 1
    assert lines[0].startswith(f'source.py:{line}: "')


@pytest.mark.parametrize(
    "source",
    [
        'word = "ranks"\n',
        'word = "anew"\n',
        "anew = timid = 1\n",
        'word: Literal["ranks", "below chance"]\n',
        'def f():\n    """What ``begin anew`` does."""\n',
        "# `begin anew` is its name\n",
    ],
)
def test_codes_and_names_of_a_source_are_left_out(source: str, found) -> None:
    assert found("source.py", source) == []


def test_the_text_of_a_template_is_read_and_its_code_is_not(found) -> None:
    code = '{# begin anew #}\n<style>p { anew }</style>\n<p class="anew">{{ anew }}</p>\n'
    page = code + '<p title="done anew">once\n<b>anew</b></p>\n'
    assert found("page.html.j2", page) == ['page.html.j2:4: "anew" → again', 'page.html.j2:5: "anew" → again']


def test_a_folder_is_searched(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("README.md", "below/b.py", "c.txt"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text('"begin anew"\n')
    assert main([str(tmp_path)]) == 1
    assert [Path(line.split(":")[0]).name for line in capsys.readouterr().out.splitlines()] == ["README.md", "b.py"]


def test_exit_codes(tmp_path: Path) -> None:
    def code(*paths: Path) -> int:
        return subprocess.run([sys.executable, SCRIPT, *paths], capture_output=True, check=False).returncode

    good, bad = tmp_path / "README.md", tmp_path / "CHANGELOG.md"
    good.write_text("Plain.\n")
    bad.write_text("Written anew.\n")
    assert code(good) == 0
    assert code(good, bad) == 1
    assert code(tmp_path / "CONTRIBUTING.md") == 2
