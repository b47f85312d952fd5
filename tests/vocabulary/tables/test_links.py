import pytest

from touchstone.vocabulary.errors import RunError
from touchstone.vocabulary.tables import refuse_links


def test_a_folder_that_leads_elsewhere_is_refused_and_the_named_one_may_be_a_link(tmp_path):
    (tmp_path / "run" / "tables").mkdir(parents=True)
    (tmp_path / "named").symlink_to(tmp_path / "run")
    refuse_links(tmp_path / "named", ("tables", "analysis"), RunError)
    for target in (tmp_path, tmp_path / "nowhere"):
        (tmp_path / "run" / "analysis").symlink_to(target)
        with pytest.raises(
            RunError, match=r"named/analysis is a link, and nothing is written through links; remove it"
        ):
            refuse_links(tmp_path / "named", ("tables", "analysis"), RunError)
        (tmp_path / "run" / "analysis").unlink()
