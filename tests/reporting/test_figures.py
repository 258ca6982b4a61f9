import pytest

from reporting.figures import Timing, ninetieth_percentile, sha256_of


def test_a_timing_gives_mean_median_and_ninetieth_percentile():
    timing = Timing.of("log", "To log", [(case, case) for case in range(1, 12)], not_yet=[90])

    assert (timing.mean, timing.median, timing.ninetieth) == (6.0, 6, 10.0)
    assert timing.done.count == 11
    assert timing.not_yet.cases == (90,)


def test_a_timing_of_nothing_has_no_numbers_instead_of_noughts():
    timing = Timing.of("log", "To log", [], not_yet=[])

    assert (timing.mean, timing.median, timing.ninetieth) == (None, None, None)


@pytest.mark.parametrize(("lengths", "expected"), [([7], 7.0), ([0, 10], 9.0), ([1, 2, 3, 4], 3.7)])
def test_the_ninetieth_percentile_interpolates_between_ranks(lengths, expected):
    assert ninetieth_percentile(lengths) == pytest.approx(expected)


def test_the_hash_does_not_depend_on_the_order_of_keys():
    assert sha256_of({"a": 1, "b": 2}) == sha256_of({"b": 2, "a": 1})
    assert sha256_of({"a": 1, "b": 2}) != sha256_of({"a": 1, "b": 3})
