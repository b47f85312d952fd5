"""Tables of Markdown, and those of pandas whose columns have several levels."""

import pytest

from touchstone.vocabulary.sheets import read_sheet

ROWS = [f"v{i}.mp4,fake,0.{i}5,0.1" for i in range(1, 9)]


def read(tmp_path, lines, separator=","):
    path = tmp_path / "scores.csv"
    path.write_text("\n".join(line.replace(",", separator) for line in lines) + "\n")
    return read_sheet(path)


@pytest.mark.parametrize("around", ["| {} |", "{}", "|{}|"])
@pytest.mark.parametrize("rule", ["---", ":---:", "----:"])
def test_markdown(tmp_path, around, rule):
    lines = ["video,label,prob,x", ",".join([rule] * 4), *ROWS]
    sheet = read(tmp_path, [around.format(line.replace(",", " | ")) for line in lines])
    assert sheet.frame.columns == ["video", "label", "prob", "x"]
    assert sheet.frame.rows()[0] == ("v1.mp4", "fake", "0.15", "0.1")
    assert sheet.where(0).endswith("row 3")


@pytest.mark.parametrize(
    ("heads", "names"),
    [
        (["model,,xception,vit", "video,label,,"], ["video", "label", "p_xception", "p_vit"]),
        ([",,prob,prob", ",,mean,std", "video,label,,"], ["video", "label", "prob_mean", "prob_std"]),
        (["video,label,prob,prob", ",,mean,std"], ["video", "label", "prob_mean", "prob_std"]),
    ],
)
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_levels(tmp_path, heads, names, separator):
    sheet = read(tmp_path, [*heads, *ROWS], separator)
    assert sheet.frame.columns == names
    assert sheet.frame.height == 8
    assert sheet.where(0).endswith(f"row {len(heads) + 1}")
    assert any("which are joined" in note for note in sheet.notes)


@pytest.mark.parametrize("first", ["v0.mp4,fake,,", "v0.mp4,,,0.1", ",,,", "v0,fake,error,error"])
def test_a_first_row_that_lacks_cells_is_no_header(tmp_path, first):
    assert read(tmp_path, ["video,label,prob,x", first, *ROWS]).frame.columns == ["video", "label", "prob", "x"]
    assert read(tmp_path, ["video,prob", first.rpartition(",")[0].rpartition(",")[0], "b,0.5", "c,0.4"]).frame.columns == [
        "video", "prob",
    ]  # fmt: skip
