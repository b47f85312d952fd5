"""What many records hold, without a look at each of their members in Python."""

from touchstone.vocabulary.sheets.members import NESTING, hold_any, kinds_of, names_in


def test_names_come_in_the_order_in_which_they_are_first_seen():
    assert names_in([{"b": 1}, {"a": 1, "b": 2}, {}, {"c": 3, "a": 4}]) == ["b", "a", "c"]


def test_types_are_found_in_any_record():
    assert kinds_of([1, "a", None, 2]) == {int, str, type(None)}
    assert hold_any([{"a": 1}, {"a": 1, "b": {}}], NESTING)
    assert not hold_any([{"a": 1}, {}], NESTING)


def test_a_type_that_was_made_from_another_counts_as_it():
    class Kept(list):
        """A list of another class."""

    assert hold_any([{"a": Kept()}], list)
