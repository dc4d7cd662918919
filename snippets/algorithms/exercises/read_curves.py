r"""
title: Read learning curves
level: 3
packages: numpy

Before you pay for more data, look at the learning curves. Write `read_curves(curves)`, which gives
one piece of advice for each curve in a list. A curve is a dictionary:

- `"sizes"`: numbers of training rows, growing;
- `"train"` and `"validation"`: the mean squared errors at these sizes, two arrays;
- `"target"`: the error that the noise alone would cause, known from repeated measurements.

The advice is one of three words:

- `"done"`: at the largest size the validation error is within 20 % of the target;
- `"richer model"`: however many rows you add, the two curves would meet more than 20 % above the
  target;
- `"more data"`: the curves would meet near the target, but the validation error is not there yet.

For these models the training error approaches the meeting point from below about as fast as the
validation error does from above. The curves come from `make_curve(kind, seed)` above, in any unit:
kind `"done"`, `"variance"` (more data), `"bias"` and `"bias with a gap"` (richer model). A few
cases are hard to tell; the checks allow for that.
"""

# %% setup
import numpy as np


def make_curve(kind, seed):
    """Return a learning curve of a model with bias, with variance, or with little of both."""
    rng = np.random.default_rng(seed)
    unit = 10 ** rng.uniform(-3, 3)
    target = unit * rng.uniform(0.5, 2)
    level = target * (rng.uniform(1.4, 1.7) if kind.startswith("bias") else 1)
    wide = kind in ("variance", "bias with a gap")
    weight = rng.uniform(0.32, 0.5) if wide else rng.uniform(0.02, 0.06)
    sizes = np.array([50, 100, 200, 400])
    gap = np.minimum(weight * 400 / sizes, 0.95)
    wobble = rng.normal(1, 0.02, size=(2, 4))
    return {
        "sizes": sizes,
        "train": level * (1 - gap) * wobble[0],
        "validation": level * (1 + gap) * wobble[1],
        "target": target,
    }


# %% starter
def read_curves(curves):
    """Return "done", "richer model" or "more data" for each curve."""
    return ["more data" for curve in curves]


# %% wrong only-the-gap
"""You look at the gap alone. Two curves that lie together far above the target are not done: ask at
which level they meet, too."""


# fails: test_bias test_bias_with_a_gap test_eight
def read_curves(curves):
    advice = []
    for curve in curves:
        train, validation = curve["train"][-1], curve["validation"][-1]
        advice.append("more data" if validation > 1.4 * train else "done")
    return advice


# %% wrong more-data-for-bias
"""You ask for more data whenever the validation error is above the target. If the curves meet above
it, more rows buy nothing: such a model is too simple."""


# fails: test_bias test_bias_with_a_gap test_no_money_wasted test_eight
def read_curves(curves):
    return [
        "more data" if curve["validation"][-1] > 1.2 * curve["target"] else "done"
        for curve in curves
    ]


# %% wrong only-the-level
"""You look at the validation error alone. While the training error is far below it, the two have
not met yet, and more rows still help."""


# fails: test_variance test_eight
def read_curves(curves):
    return [
        "richer model" if curve["validation"][-1] > 1.2 * curve["target"] else "done"
        for curve in curves
    ]


# %% wrong fixed-limits
"""You compare differences with fixed numbers. The curves come in different units and with different
noise: compare ratios."""


# fails: test_done test_variance test_bias test_bias_with_a_gap test_eight
def read_curves(curves):
    advice = []
    for curve in curves:
        train, validation = curve["train"][-1], curve["validation"][-1]
        if validation - curve["target"] < 0.2:
            advice.append("done")
        elif (train + validation) / 2 - curve["target"] > 0.2:
            advice.append("richer model")
        else:
            advice.append("more data")
    return advice


# %% wrong smallest-size
"""You read the curves at their left end, where every model has a gap. The right end says what more
rows would do."""


# fails: test_done test_eight
def read_curves(curves):
    advice = []
    for curve in curves:
        train, validation = curve["train"][0], curve["validation"][0]
        if validation < 1.2 * curve["target"]:
            advice.append("done")
        elif (train + validation) / 2 > 1.2 * curve["target"]:
            advice.append("richer model")
        else:
            advice.append("more data")
    return advice


# %% hint
"""Read both curves at their last point. Where would they meet?"""

# %% hint
"""The meeting point is about half-way between the last training and the last validation error."""

# %% hint
"""Divide by the target, so that the unit drops out. First ask whether the curve is done, then
whether the meeting point is too high."""


# %% solution
def read_curves(curves):
    """Return "done", "richer model" or "more data" for each curve."""
    advice = []
    for curve in curves:
        validation = curve["validation"][-1] / curve["target"]
        meeting_point = (validation + curve["train"][-1] / curve["target"]) / 2
        if validation <= 1.2:  # equivalent: no curve lies on the limit
            advice.append("done")
        elif meeting_point > 1.2:  # equivalent: no curve lies on the limit
            advice.append("richer model")
        else:
            advice.append("more data")
    return advice


# %% tests
KINDS = {
    "done": "done",
    "variance": "more data",
    "bias": "richer model",
    "bias with a gap": "richer model",
}


def answers(kind):
    return read_curves([make_curve(kind, seed) for seed in range(100, 120)])


def test_done():
    """Curves that have met near the target: at least 18 of 20 are called done."""
    assert answers("done").count("done") >= 18


def test_variance():
    """Curves with a gap that would close near the target: at least 18 of 20 get more data."""
    assert answers("variance").count("more data") >= 18


def test_bias():
    """Curves that have met above the target: at least 18 of 20 get a richer model."""
    assert answers("bias").count("richer model") >= 18


def test_bias_with_a_gap():
    """Curves with a gap that would close above the target: at least 18 of 20 get a richer model."""
    assert answers("bias with a gap").count("richer model") >= 18


def test_no_money_wasted():
    """For curves that have met above the target, at most 2 of 20 answers are more data."""
    assert answers("bias").count("more data") <= 2


def test_eight():
    """Ten lists of eight mixed curves: at least 7 of 8 right in each."""
    for seed in range(10):
        kinds = np.random.default_rng(seed).permutation([*KINDS, *KINDS])
        curves = [make_curve(kind, 10 * seed + place) for place, kind in enumerate(kinds)]
        right = zip(read_curves(curves), kinds, strict=True)
        assert sum(answer == KINDS[kind] for answer, kind in right) >= 7
