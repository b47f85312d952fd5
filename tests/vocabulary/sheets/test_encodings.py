"""Text in the encodings of older spreadsheets is read, and a note says which one it was."""

from __future__ import annotations

import pytest

from touchstone.vocabulary.errors import TableError
from touchstone.vocabulary.sheets import read_sheet

TABLES = [
    ("cp1252", "cp1252", ("Vidéo", "Étiquette", "Probabilité"), "réel", "faux"),
    ("cp1252", "cp1252", ("Datei", "Klasse", "Score"), "echt", "gefälscht"),
    ("latin-1", "cp1252", ("Vídeo", "Rótulo", "Pontuação"), "autêntico", "falso"),
    ("gbk", "gb18030", ("视频", "标签", "概率"), "真实", "伪造"),
    ("shift_jis", "shift_jis", ("動画", "ラベル", "スコア"), "本物", "偽物"),
    ("cp949", "cp949", ("영상", "라벨", "점수"), "진짜", "가짜"),
    ("cp1251", "cp1251", ("Файл", "Метка", "Оценка"), "настоящее", "фейк"),
    ("cp1250", "cp1250", ("Plik", "Etykieta", "Wynik"), "prawdziwe", "fałszywe"),
]


@pytest.mark.parametrize(("encoding", "called", "names", "real", "fake"), TABLES)
def test_cells_are_those_that_were_written(tmp_path, encoding, called, names, real, fake):
    rows = [(f"v{i}.mp4", fake if i % 2 else real, f"0.{10 + i}") for i in range(20)]
    text = "".join(";".join(row) + "\n" for row in [names, *rows])
    (tmp_path / "s.csv").write_bytes(text.encode(encoding))
    sheet = read_sheet(tmp_path / "s.csv")
    assert tuple(sheet.columns) == names
    assert sheet.frame.rows() == rows
    assert any(f"were read as {called}" in note for note in sheet.notes)


def test_a_video_with_an_accent_in_an_english_table(tmp_path):
    (tmp_path / "s.csv").write_bytes("video,label,score\ncafé.mp4,fake,0.9\nb.mp4,real,0.1\n".encode("cp1252"))
    assert read_sheet(tmp_path / "s.csv").frame["video"].to_list() == ["café.mp4", "b.mp4"]


@pytest.mark.parametrize("cells", [b"\xff\xe9", b"\x81\x02\xfe", b"\xfe\xfe\xfe\x01"])
def test_bytes_that_are_no_text_are_refused(tmp_path, cells):
    (tmp_path / "s.csv").write_bytes(b"video,label,score\n" + cells + b",fake,0.9\n")
    with pytest.raises(TableError, match="row 2 holds bytes that are not UTF-8"):
        read_sheet(tmp_path / "s.csv")
