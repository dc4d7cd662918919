r"""
title: Read the exponent off a doubling test
level: 1
packages:

You timed a function for inputs of growing size: `sizes[i]` items took `seconds[i]`. When the time
grows like a power of the size, `seconds = c * sizes ** p`, the exponent `p` is what you want to
know: about 1 for one loop, about 2 for a loop in a loop.

Take logarithms of both sides and the power becomes a straight line:
`log(seconds) = log(c) + p * log(sizes)`. Its slope is `p`.

Write `fit_exponent(sizes, seconds)`. It returns the slope of the **least-squares line** through
all the points but the first: the first measurement also pays for warming up (caches, imports), so
leave it out. With $x$ and $y$ the logarithms of the points that remain,

$$
p = \frac{\sum_i (x_i - \bar x)(y_i - \bar y)}{\sum_i (x_i - \bar x)^2}
$$

Raise `ValueError` when the two lists differ in length, or when fewer than three measurements are
given: a slope needs two points, and one is dropped. All sizes are positive and different from
each other, all times positive.
"""

# %% starter
import math


def fit_exponent(sizes, seconds):
    """Estimate p in seconds = c * sizes ** p, without the first measurement."""
    ...


# %% wrong two-points-only
"""You use two points and forget the rest. One measurement that is off by a tenth then moves the
exponent as far as it likes. Fit the line through *all* points after the first."""
# fails: test_noise_is_averaged_over_all_points
import math


def fit_exponent(sizes, seconds):
    if len(sizes) != len(seconds) or len(sizes) < 3:
        raise ValueError("give two lists of one length, with three measurements or more")
    return math.log(seconds[-1] / seconds[1]) / math.log(sizes[-1] / sizes[1])


# %% wrong keeps-the-warm-up
"""The first measurement is still in the fit. It carries the cost of warming up and pulls the slope
down: start from `sizes[1:]` and `seconds[1:]`."""
# fails: test_noise_is_averaged_over_all_points test_warm_up_is_left_out
import math


def fit_exponent(sizes, seconds):
    if len(sizes) != len(seconds) or len(sizes) < 3:
        raise ValueError("give two lists of one length, with three measurements or more")
    x = [math.log(size) for size in sizes]
    y = [math.log(second) for second in seconds]
    x_mean, y_mean = sum(x) / len(x), sum(y) / len(y)
    products = sum((a - x_mean) * (b - y_mean) for a, b in zip(x, y))
    return products / sum((a - x_mean) ** 2 for a in x)


# %% wrong no-logarithms
"""This is the slope of the points themselves, in seconds per item. The exponent is the slope of
their *logarithms*."""


# fails: test_exact_powers test_noise_is_averaged_over_all_points test_warm_up_is_left_out
def fit_exponent(sizes, seconds):
    if len(sizes) != len(seconds) or len(sizes) < 3:
        raise ValueError("give two lists of one length, with three measurements or more")
    x, y = sizes[1:], seconds[1:]
    x_mean, y_mean = sum(x) / len(x), sum(y) / len(y)
    products = sum((a - x_mean) * (b - y_mean) for a, b in zip(x, y))
    return products / sum((a - x_mean) ** 2 for a in x)


# %% wrong no-checks
"""The slope is right, but lists of different lengths, or two measurements, go through without a
word or stop with an error about something else. Check both before you compute."""
# fails: test_lengths_must_agree test_three_measurements_are_needed
import math


def fit_exponent(sizes, seconds):
    points = list(zip(sizes, seconds))[1:]
    x = [math.log(size) for size, _ in points]
    y = [math.log(second) for _, second in points]
    x_mean, y_mean = sum(x) / len(x), sum(y) / len(y)
    products = sum((a - x_mean) * (b - y_mean) for a, b in zip(x, y))
    return products / sum((a - x_mean) ** 2 for a in x)


# %% hint
"""Build two lists first: `x` with the logarithms of `sizes[1:]`, `y` with those of
`seconds[1:]`."""

# %% hint
"""You need the mean of each list, then two sums: one of products of deviations, one of squared
deviations of `x`. The base of the logarithm does not matter: it cancels."""

# %% solution
import math


def fit_exponent(sizes, seconds):
    """Estimate p in seconds = c * sizes ** p, without the first measurement."""
    if len(sizes) != len(seconds):
        raise ValueError("sizes and seconds differ in length")
    if len(sizes) < 3:
        raise ValueError("give three measurements or more: the first one is left out")
    x = [math.log(size) for size in sizes[1:]]
    y = [math.log(second) for second in seconds[1:]]
    x_mean = sum(x) / len(x)
    y_mean = sum(y) / len(y)  # equivalent: deviations of x sum to 0, whatever is taken from y
    products = sum((a - x_mean) * (b - y_mean) for a, b in zip(x, y))  # equivalent: the same
    squares = sum((a - x_mean) ** 2 for a in x)
    return products / squares


# %% tests
from snippets.checks import approx, raises


def test_exact_powers():
    """Exact powers give their exponent: 1, 2 and a half, also from three measurements."""
    assert fit_exponent([100, 200, 400, 800], [1, 2, 4, 8]) == approx(1)
    assert fit_exponent([10, 20, 40, 80], [3, 12, 48, 192]) == approx(2)
    assert fit_exponent([1, 4, 16], [5, 10, 20]) == approx(0.5)


def test_noise_is_averaged_over_all_points():
    """One time that is 30 % too long moves the exponent by less than 0.15: all points count."""
    sizes = [2**i for i in range(8, 16)]
    seconds = [size**2 / 1e6 for size in sizes]
    seconds[-1] *= 1.3
    assert fit_exponent(sizes, seconds) == approx(2.04055, abs=1e-4)
    seconds[1] *= 1.3
    assert fit_exponent(sizes, seconds) == approx(2, abs=1e-6)
    seconds[3] *= 1.3
    assert fit_exponent(sizes, seconds) == approx(1.98648, abs=1e-4)


def test_warm_up_is_left_out():
    """The first measurement does not count, however long it took."""
    assert fit_exponent([10, 20, 40, 80], [900, 2, 4, 8]) == approx(1)


def test_lengths_must_agree():
    """Lists of different lengths raise ValueError."""
    with raises(ValueError):
        fit_exponent([1, 2, 4, 8], [1, 2, 4])
    with raises(ValueError):
        fit_exponent([1, 2, 4], [1, 2, 4, 8])


def test_three_measurements_are_needed():
    """Two measurements raise ValueError."""
    with raises(ValueError):
        fit_exponent([1, 2], [1, 2])
