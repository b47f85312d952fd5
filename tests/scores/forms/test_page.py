"""The page on forms says what the tests hold."""

from tests.scores.forms.catalogue import EXAMPLES
from tests.scores.forms.page import PAGE, row, written


def test_the_page_is_that_of_the_examples():
    page = PAGE.read_text()
    assert written(page) == page, "run python -m tests.scores.forms.page"
    assert all(row(form) in page for form in EXAMPLES)


def test_there_are_at_least_sixty_forms_and_no_name_twice():
    assert len({form.name for form in EXAMPLES}) == len(EXAMPLES) >= 60
