r"""
title: Bias and variance by simulation
level: 2
packages: numpy

Write `bias_variance(fit, predict, f, sampler, reps, rng)`. It trains one kind of model `reps`
times, each time on a fresh sample, and says how far its predictions are from the truth:

- `sampler(rng)` returns a fresh training sample `(x, y)`, two arrays;
- `fit(x, y)` returns a model, `predict(model, x)` its predictions, an array like `x`;
- `f(x)` is the true mean of `y` at `x`.

Compare predictions with the truth at the points of `GRID`, which is given above: the same for all
models, and none of them chosen by a training sample. Return a dictionary of three numbers:

- `"bias2"`: average the predictions over the models; square the distance of this average from the
  truth at each point; take the mean over the points;
- `"variance"`: at each point the variance of the predictions over the models (divide by `reps`);
  take the mean over the points;
- `"total"`: the mean over all models and points of the squared distance from the truth.

Draw one sample for each model, and nothing else, from `rng`.
"""

# %% setup
import numpy as np

GRID = np.linspace(0, 1, 21)


# %% starter
def bias_variance(fit, predict, f, sampler, reps, rng):
    """Estimate squared bias, variance and their total on GRID."""
    return {"bias2": 0.0, "variance": 0.0, "total": 0.0}


# %% wrong at-the-training-points
"""You compare at the training points, where each model has seen the noise. Predict on `GRID`."""


# fails: test_two_models_by_hand test_only_bias test_line_through_noise test_parts_add_up
def bias_variance(fit, predict, f, sampler, reps, rng):
    gaps = []
    for _ in range(reps):
        x, y = sampler(rng)
        gaps.append(predict(fit(x, y), x) - f(x))
    gaps = np.array(gaps)
    return {
        "bias2": (gaps.mean(axis=0) ** 2).mean(),
        "variance": gaps.var(axis=0).mean(),
        "total": (gaps**2).mean(),
    }


# %% wrong averaged-before-squaring
"""You average the bias over the grid and square the average. A model that is too high on the left
and too low on the right then looks unbiased. Square at each point first."""


# fails: test_only_bias test_parts_add_up
def bias_variance(fit, predict, f, sampler, reps, rng):
    predictions = np.array([predict(fit(*sampler(rng)), GRID) for _ in range(reps)])
    gaps = predictions - f(GRID)
    return {
        "bias2": gaps.mean() ** 2,
        "variance": predictions.var(axis=0).mean(),
        "total": (gaps**2).mean(),
    }


# %% wrong variance-along-the-grid
"""You take the variance along the grid: that is how curved one model is. Take it over the models,
at each point."""


# fails: test_two_models_by_hand test_only_variance test_line_through_noise test_parts_add_up
def bias_variance(fit, predict, f, sampler, reps, rng):
    predictions = np.array([predict(fit(*sampler(rng)), GRID) for _ in range(reps)])
    gaps = predictions - f(GRID)
    return {
        "bias2": (gaps.mean(axis=0) ** 2).mean(),
        "variance": predictions.var(axis=1).mean(),
        "total": (gaps**2).mean(),
    }


# %% wrong one-sample-for-all
"""You draw one sample and fit it `reps` times, so all models are the same. Draw afresh for each."""


# fails: test_two_models_by_hand test_only_variance test_line_through_noise test_one_sample_each
def bias_variance(fit, predict, f, sampler, reps, rng):
    x, y = sampler(rng)
    predictions = np.array([predict(fit(x, y), GRID) for _ in range(reps)])
    gaps = predictions - f(GRID)
    return {
        "bias2": (gaps.mean(axis=0) ** 2).mean(),
        "variance": predictions.var(axis=0).mean(),
        "total": (gaps**2).mean(),
    }


# %% wrong standard-deviation
"""You return the standard deviation. The parts add up only when both are squares."""


# fails: test_two_models_by_hand test_only_variance test_line_through_noise test_parts_add_up
def bias_variance(fit, predict, f, sampler, reps, rng):
    predictions = np.array([predict(fit(*sampler(rng)), GRID) for _ in range(reps)])
    gaps = predictions - f(GRID)
    return {
        "bias2": (gaps.mean(axis=0) ** 2).mean(),
        "variance": predictions.std(axis=0).mean(),
        "total": (gaps**2).mean(),
    }


# %% wrong total-without-bias
"""`total` measures the distance from the average prediction. It has to be the distance from the
truth `f(GRID)`."""


# fails: test_two_models_by_hand test_only_bias test_parts_add_up
def bias_variance(fit, predict, f, sampler, reps, rng):
    predictions = np.array([predict(fit(*sampler(rng)), GRID) for _ in range(reps)])
    average = predictions.mean(axis=0)
    return {
        "bias2": ((average - f(GRID)) ** 2).mean(),
        "variance": predictions.var(axis=0).mean(),
        "total": ((predictions - average) ** 2).mean(),
    }


# %% hint
"""Collect the predictions in a table with one row per model and one column per point of `GRID`."""

# %% hint
"""Over the models means `axis=0`: `predictions.mean(axis=0)` and `predictions.var(axis=0)`."""


# %% solution
def bias_variance(fit, predict, f, sampler, reps, rng):
    """Estimate squared bias, variance and their total on GRID."""
    predictions = np.array([predict(fit(*sampler(rng)), GRID) for _ in range(reps)])
    gaps = predictions - f(GRID)
    return {
        "bias2": (gaps.mean(axis=0) ** 2).mean(),
        "variance": predictions.var(axis=0).mean(),
        "total": (gaps**2).mean(),
    }


# %% tests
from snippets.checks import approx


def fit_constant(x, y):
    return y.mean()


def predict_constant(model, x):
    return np.full(len(x), float(model))


def fit_line(x, y):
    return np.polynomial.Polynomial.fit(x, y, 1)


def predict_line(model, x):
    return model(x)


def slope(x):
    return 2 * x


def noisy(f, size=10):
    def sampler(rng):
        x = rng.uniform(0, 1, size) ** 2
        return x, f(x) + rng.normal(0, 0.5, size)

    return sampler


def test_two_models_by_hand():
    """The constants 4 and 8, the truth 5: bias² 1, variance 4, total 5."""
    elsewhere = np.full(21, 2.0)
    samples = iter([(elsewhere, np.full(21, 4.0)), (elsewhere, np.full(21, 8.0))])

    def truth(x):
        return np.where(x <= 1, 5.0, 50.0)

    got = bias_variance(fit_constant, predict_constant, truth, lambda rng: next(samples), 2, None)
    assert got == approx({"bias2": 1.0, "variance": 4.0, "total": 5.0})


def test_only_bias():
    """A model that ignores its data has variance 0, and its distance from the truth is bias."""
    got = bias_variance(
        lambda x, y: 1.0, predict_constant, slope, noisy(slope), 20, np.random.default_rng(0)
    )
    expected = ((2 * GRID - 1) ** 2).mean()
    assert got == approx({"bias2": expected, "variance": 0.0, "total": expected})


def test_only_variance():
    """The mean of 10 noisy values around 0: variance 0.25 / 10 within 5 %, hardly any bias."""
    flat = noisy(np.zeros_like)
    got = bias_variance(
        fit_constant, predict_constant, np.zeros_like, flat, 4000, np.random.default_rng(1)
    )
    assert got["variance"] == approx(0.025, rel=0.05)
    assert got["bias2"] == approx(0, abs=0.001)


def test_line_through_noise():
    """A line with the right shape: total within 5 % of the expected error, computed without you."""
    rng = np.random.default_rng(2)
    expected = []
    for _ in range(3000):
        x, y = noisy(slope)(rng)
        expected.append(((fit_line(x, y)(GRID) - slope(GRID)) ** 2).mean())
    got = bias_variance(fit_line, predict_line, slope, noisy(slope), 3000, np.random.default_rng(2))
    assert got["total"] == approx(np.mean(expected), rel=0.05)
    assert got["variance"] == approx(np.mean(expected), rel=0.05)


def test_parts_add_up():
    """Squared bias and variance add up to the total, for a constant fitted to a slope."""
    got = bias_variance(
        fit_constant, predict_constant, slope, noisy(slope), 50, np.random.default_rng(3)
    )
    assert got["bias2"] + got["variance"] == approx(got["total"])
    assert got["bias2"] > 0.2


def test_one_sample_each():
    """The sampler is called once for each model, with the generator that was given."""
    calls = []

    def sampler(rng):
        calls.append(rng)
        return np.zeros(21), np.zeros(21)

    generator = np.random.default_rng(4)
    bias_variance(fit_constant, predict_constant, np.zeros_like, sampler, 7, generator)
    assert len(calls) == 7
    assert all(rng is generator for rng in calls)
