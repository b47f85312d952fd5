"""What a view says of a clip that does not show what it needs."""

from __future__ import annotations

from touchstone.vocabulary.errors import TouchstoneError


class CannotSeeError(TouchstoneError):
    """The clip lacks what the view shows: a face, a sound. Its detector abstains, with this text as the reason."""
