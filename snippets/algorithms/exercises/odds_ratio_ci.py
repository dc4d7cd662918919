r"""
title: An interval for an odds ratio
level: 1
packages:

A logistic regression gives a coefficient and its standard error, both on the scale of the
log-odds. There the estimate is about normal, so an interval for the **coefficient** is

$$
\text{coef} \pm z \cdot \text{se}
$$

where $z$ is the quantile of the standard normal distribution that leaves a share of
$(1 - \text{level})/2$ above it: 1.96 for the level 0.95. `statistics.NormalDist().inv_cdf(share)`
gives the value below which a `share` of the distribution lies.

Write `odds_ratio_ci(coef, se, level=0.95)`. Return the tuple
`(odds ratio, lower limit, upper limit)`, all three on the scale of the odds, for `se >= 0` and
`0 < level < 1`.
"""

# %% setup
import math
from statistics import NormalDist


# %% starter
def odds_ratio_ci(coef, se, level=0.95):
    """Odds ratio with a confidence interval."""
    return coef, coef, coef


# %% wrong interval-around-the-ratio
"""You built the interval around the odds ratio, on the odds scale, where the estimate is not about
normal: the lower limit can even be negative. Build it around the coefficient and exponentiate both
ends."""


# fails: test_ten_stops test_limits_are_positive test_no_effect test_other_levels
def odds_ratio_ci(coef, se, level=0.95):
    z = NormalDist().inv_cdf((1 + level) / 2)
    return math.exp(coef), math.exp(coef) - z * se, math.exp(coef) + z * se


# %% wrong standard-error-exponentiated
"""`exp(coef) ± z * exp(se)` exponentiates the parts one by one. Compute the two ends
`coef ± z * se` first, then take the exponential of each."""


# fails: test_ten_stops test_limits_are_positive test_no_effect test_other_levels test_no_error
def odds_ratio_ci(coef, se, level=0.95):
    z = NormalDist().inv_cdf((1 + level) / 2)
    return (
        math.exp(coef),
        math.exp(coef) - z * math.exp(se),
        math.exp(coef) + z * math.exp(se),
    )


# %% wrong level-ignored
"""1.96 is the quantile for the level 0.95 only. Compute it from `level`."""


# fails: test_other_levels
def odds_ratio_ci(coef, se, level=0.95):
    return math.exp(coef), math.exp(coef - 1.96 * se), math.exp(coef + 1.96 * se)


# %% wrong one-tail
"""`inv_cdf(level)` leaves the whole of `1 - level` above it. An interval has two ends: leave half
of it above and half below."""


# fails: test_ten_stops test_limits_are_positive test_other_levels
def odds_ratio_ci(coef, se, level=0.95):
    z = NormalDist().inv_cdf(level)
    return math.exp(coef), math.exp(coef - z * se), math.exp(coef + z * se)


# %% wrong stays-on-log-odds
"""This is the interval of the coefficient. The odds ratio and both limits are the exponentials."""


# fails: test_ten_stops test_limits_are_positive test_no_effect test_other_levels test_no_error
def odds_ratio_ci(coef, se, level=0.95):
    z = NormalDist().inv_cdf((1 + level) / 2)
    return coef, coef - z * se, coef + z * se


# %% hint
"""For the level 0.95, 2.5 % lie above $z$ and 97.5 % below: `inv_cdf(0.975)`. What is 0.975 in
terms of `level`?"""

# %% hint
"""Compute `coef - z * se` and `coef + z * se`, then `math.exp` of all three numbers."""


# %% solution
def odds_ratio_ci(coef, se, level=0.95):
    """Odds ratio with a confidence interval."""
    z = NormalDist().inv_cdf((1 + level) / 2)
    return math.exp(coef), math.exp(coef - z * se), math.exp(coef + z * se)


# %% tests
from snippets.checks import approx


def test_ten_stops():
    """The courier's ten stops: a ratio of 16, somewhere between 0.72 and 355."""
    ratio, lower, upper = odds_ratio_ci(math.log(16), math.sqrt(2.5))
    assert ratio == approx(16)
    assert lower == approx(0.7215, abs=1e-3)
    assert upper == approx(354.8, abs=0.1)


def test_limits_are_positive():
    """The limits are the exponentials of the ends, so even a wide interval stays above 0."""
    ratio, lower, upper = odds_ratio_ci(-1.0, 2.0)
    assert lower == approx(math.exp(-1 - 2 * 1.959964), rel=1e-3)
    assert upper == approx(math.exp(-1 + 2 * 1.959964), rel=1e-3)


def test_no_effect():
    """Around a ratio of 1 the limits are reciprocal: as many times below as above."""
    ratio, lower, upper = odds_ratio_ci(0.0, 0.4)
    assert ratio == approx(1)
    assert lower * upper == approx(1)


def test_other_levels():
    """The level sets the width: 0.9 and 0.5."""
    assert odds_ratio_ci(0.7, 0.3, 0.9)[2] == approx(math.exp(0.7 + 0.3 * 1.644854), rel=1e-5)
    assert odds_ratio_ci(0.7, 0.3, level=0.5)[1] == approx(math.exp(0.7 - 0.3 * 0.67449), rel=1e-5)


def test_no_error():
    """A standard error of 0 leaves no width."""
    assert odds_ratio_ci(0.5, 0.0) == approx((math.exp(0.5),) * 3)
