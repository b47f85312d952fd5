"""The examination is plain data: whoever needs a small one writes it down."""

from dataclasses import fields

from touchstone.conclusions.examination import Examination, FootageExamination, examine
from touchstone.testing import footage, ranks, tables


def test_a_small_examination_is_written_down():
    small = Examination(footage=FootageExamination(real=3, fake=4))
    assert (small.scored, small.best, small.rejected, small.ensembles.together) == ((), None, None, None)
    assert small.grounds == {}


def test_everything_is_there_when_it_is_examined():
    made = tables({"cm": ranks(3), "bg": ranks(1)}, footage(120, source=lambda i: f"site {i // 2 % 3}"))
    examined = examine(made)
    assert not [field.name for field in fields(examined) if field.name.startswith("_")]
    assert list(examined.grounds) == ["cm", "bg"]
    assert examined.best is not None
    assert examined.worst is not None
    accuracy = {d.name: d.overall.accuracy.value for d in examined.detectors if d.overall is not None}
    assert (examined.best.detector, examined.worst.detector) == ("cm", "bg")
    assert (accuracy["cm"] or 0) > (accuracy["bg"] or 1)
    assert examined.ensembles.together is not None
    assert examined.ensembles.together.members == ("bg", "cm")
