"""A detector of which only counts are known, as rules about counts read it."""

# Numbers may be undefined here; a result that is not there fails the test by itself.
# pyright: reportArgumentType=false, reportOptionalMemberAccess=false, reportOptionalSubscript=false

from tests.conclusions.small import estimate

from touchstone.conclusions.examination.counts import CountedDetector, CountedWord


def counted(supports: CountedWord, *, bias=0.0, half=0.1):
    """50 real and 50 fake videos; what no rule reads is not defined."""
    nothing = estimate(None)
    return CountedDetector(
        name="tm",
        file="c.json",
        real_correct=30,
        real_total=50,
        fake_correct=25,
        fake_total=51,
        threshold=None,
        accuracy=estimate(0.55, n=101),
        real_accuracy=nothing,
        fake_accuracy=nothing,
        balanced_accuracy=nothing,
        bias=estimate(bias, half, n=101, method="Newcombe"),
        chance_p=0.3,
        label_p=0.3,
        supports=supports,
        statement="55% [45%, 65%], 55 of 101 right",
    )
