r"""
title: A tuning plan
level: 2
packages:

You may train a boosted model `budget` times. Which settings do you try, in which order? Write
`tune_plan(budget)`. It returns a list of trials, each a dictionary of six settings:

- `"learning_rate"`, `"max_trees"`: the same in every trial, 0.1 and 2000. Early stopping finds how
  many trees a trial needs, so 2000 is only a ceiling.
- `"early_stopping"`: `True`.
- `"depth"` and `"subsample"`: what you tune.
- `"judged_on"`: `"validation"`. The test rows are for the one model that you choose.

The order of the trials:

1. The start: depth 3, subsample 1.0.
2. The other depths, one trial each, in the order of `DEPTHS`, with subsample 1.0.
3. The subsamples, one trial each, in the order of `SHARES`. Their depth is the string `"best"`: the
   depth that validation liked best so far, which you cannot know yet.

With a small budget the plan ends early: return the first `budget` trials. A budget larger than the
number of trials returns them all. Raise `ValueError` if `budget` is smaller than 1.
"""

# %% setup
DEPTHS = [2, 4, 6, 8]
SHARES = [0.75, 0.5]


# %% starter
def tune_plan(budget):
    """Return the trials to run, in order, as a list of dictionaries."""
    trials = []
    return trials


# %% wrong varies-the-rounds
"""You try several numbers of trees. Early stopping answers that in every single trial."""


# fails: test_order test_budget test_rounds_are_a_ceiling
def tune_plan(budget):
    if budget < 1:
        raise ValueError(f"budget must be 1 or more, got {budget!r}")
    start = {
        "learning_rate": 0.1,
        "max_trees": 2000,
        "early_stopping": True,
        "depth": 3,
        "subsample": 1.0,
        "judged_on": "validation",
    }
    trials = [start | {"max_trees": trees} for trees in (100, 500, 2000)]
    for depth in DEPTHS:
        trials.append(start | {"depth": depth})
    for share in SHARES:
        trials.append(start | {"depth": "best", "subsample": share})
    return trials[:budget]


# %% wrong asks-the-test-set
"""Trials are compared on the test rows. The chosen model then looks better there than it is."""


# fails: test_never_the_test_rows
def tune_plan(budget):
    if budget < 1:
        raise ValueError(f"budget must be 1 or more, got {budget!r}")
    start = {
        "learning_rate": 0.1,
        "max_trees": 2000,
        "early_stopping": True,
        "depth": 3,
        "subsample": 1.0,
        "judged_on": "test",
    }
    trials = [start]
    for depth in DEPTHS:
        trials.append(start | {"depth": depth})
    for share in SHARES:
        trials.append(start | {"depth": "best", "subsample": share})
    return trials[:budget]


# %% wrong test-for-the-last
"""The last trial is judged on the test rows. It is a trial like the others."""


# fails: test_never_the_test_rows
def tune_plan(budget):
    if budget < 1:
        raise ValueError(f"budget must be 1 or more, got {budget!r}")
    start = {
        "learning_rate": 0.1,
        "max_trees": 2000,
        "early_stopping": True,
        "depth": 3,
        "subsample": 1.0,
        "judged_on": "validation",
    }
    trials = [start]
    for depth in DEPTHS:
        trials.append(start | {"depth": depth})
    for share in SHARES:
        trials.append(start | {"depth": "best", "subsample": share})
    trials[-1]["judged_on"] = "test"
    return trials[:budget]


# %% wrong rate-per-depth
"""Every depth comes with another learning rate. Then the numbers of trees cannot be compared; fix
the rate first."""


# fails: test_rate_is_fixed
def tune_plan(budget):
    if budget < 1:
        raise ValueError(f"budget must be 1 or more, got {budget!r}")
    start = {
        "learning_rate": 0.1,
        "max_trees": 2000,
        "early_stopping": True,
        "depth": 3,
        "subsample": 1.0,
        "judged_on": "validation",
    }
    trials = [start]
    for depth in DEPTHS:
        trials.append(start | {"depth": depth, "learning_rate": 0.3 / depth})
    for share in SHARES:
        trials.append(start | {"depth": "best", "subsample": share})
    return trials[:budget]


# %% wrong stops-by-hand
"""Early stopping is off, so every trial trains all 2000 trees."""


# fails: test_early_stopping_is_on
def tune_plan(budget):
    if budget < 1:
        raise ValueError(f"budget must be 1 or more, got {budget!r}")
    start = {
        "learning_rate": 0.1,
        "max_trees": 2000,
        "early_stopping": False,
        "depth": 3,
        "subsample": 1.0,
        "judged_on": "validation",
    }
    trials = [start]
    for depth in DEPTHS:
        trials.append(start | {"depth": depth})
    for share in SHARES:
        trials.append(start | {"depth": "best", "subsample": share})
    return trials[:budget]


# %% wrong subsample-first
"""Subsampling is tuned before depth. Depth matters more: settle it first."""


# fails: test_order test_budget
def tune_plan(budget):
    if budget < 1:
        raise ValueError(f"budget must be 1 or more, got {budget!r}")
    start = {
        "learning_rate": 0.1,
        "max_trees": 2000,
        "early_stopping": True,
        "depth": 3,
        "subsample": 1.0,
        "judged_on": "validation",
    }
    trials = [start]
    for share in SHARES:
        trials.append(start | {"depth": "best", "subsample": share})
    for depth in DEPTHS:
        trials.append(start | {"depth": depth})
    return trials[:budget]


# %% wrong full-grid
"""Every depth meets every subsample. That multiplies the trials; go one setting at a time."""


# fails: test_order
def tune_plan(budget):
    if budget < 1:
        raise ValueError(f"budget must be 1 or more, got {budget!r}")
    start = {
        "learning_rate": 0.1,
        "max_trees": 2000,
        "early_stopping": True,
        "depth": 3,
        "subsample": 1.0,
        "judged_on": "validation",
    }
    trials = [start]
    for depth in DEPTHS:
        trials.append(start | {"depth": depth})
    for share in SHARES:
        for depth in [3, *DEPTHS]:
            trials.append(start | {"depth": depth, "subsample": share})
    return trials[:budget]


# %% wrong forgets-the-best
"""The subsamples are tried at depth 3, whatever the depths have shown."""


# fails: test_order
def tune_plan(budget):
    if budget < 1:
        raise ValueError(f"budget must be 1 or more, got {budget!r}")
    start = {
        "learning_rate": 0.1,
        "max_trees": 2000,
        "early_stopping": True,
        "depth": 3,
        "subsample": 1.0,
        "judged_on": "validation",
    }
    trials = [start]
    for depth in DEPTHS:
        trials.append(start | {"depth": depth})
    for share in SHARES:
        trials.append(start | {"subsample": share})
    return trials[:budget]


# %% wrong over-budget
"""The plan has more trials than the budget."""


# fails: test_budget
def tune_plan(budget):
    if budget < 1:
        raise ValueError(f"budget must be 1 or more, got {budget!r}")
    start = {
        "learning_rate": 0.1,
        "max_trees": 2000,
        "early_stopping": True,
        "depth": 3,
        "subsample": 1.0,
        "judged_on": "validation",
    }
    trials = [start]
    for depth in DEPTHS:
        trials.append(start | {"depth": depth})
    for share in SHARES:
        trials.append(start | {"depth": "best", "subsample": share})
    return trials


# %% wrong start-not-counted
"""The start is a trial too and uses up one of the budget."""


# fails: test_budget
def tune_plan(budget):
    if budget < 1:
        raise ValueError(f"budget must be 1 or more, got {budget!r}")
    start = {
        "learning_rate": 0.1,
        "max_trees": 2000,
        "early_stopping": True,
        "depth": 3,
        "subsample": 1.0,
        "judged_on": "validation",
    }
    trials = [start]
    for depth in DEPTHS:
        trials.append(start | {"depth": depth})
    for share in SHARES:
        trials.append(start | {"depth": "best", "subsample": share})
    return trials[: budget + 1]


# %% wrong no-budget-no-word
"""A budget below 1 must raise `ValueError`."""


# fails: test_no_budget
def tune_plan(budget):
    start = {
        "learning_rate": 0.1,
        "max_trees": 2000,
        "early_stopping": True,
        "depth": 3,
        "subsample": 1.0,
        "judged_on": "validation",
    }
    trials = [start]
    for depth in DEPTHS:
        trials.append(start | {"depth": depth})
    for share in SHARES:
        trials.append(start | {"depth": "best", "subsample": share})
    return trials[:budget]


# %% wrong one-dictionary
"""All trials are one and the same dictionary, changed again and again. Make a new one for each,
for example with `start | {...}`."""


# fails: test_order test_budget
def tune_plan(budget):
    if budget < 1:
        raise ValueError("no budget")
    trial = {
        "learning_rate": 0.1,
        "max_trees": 2000,
        "early_stopping": True,
        "depth": 3,
        "subsample": 1.0,
        "judged_on": "validation",
    }
    trials = [trial]
    for depth in DEPTHS:
        trial["depth"] = depth
        trials.append(trial)
    for share in SHARES:
        trial["depth"], trial["subsample"] = "best", share
        trials.append(trial)
    return trials[:budget]


# %% wrong other-names
"""The dictionaries lack a setting or have one too many: use the six names of the task."""


# fails: test_six_settings
def tune_plan(budget):
    if budget < 1:
        raise ValueError(f"budget must be 1 or more, got {budget!r}")
    start = {
        "learning_rate": 0.1,
        "max_trees": 2000,
        "early_stopping": True,
        "depth": 3,
        "subsample": 1.0,
        "judged_on": "validation",
        "seed": 0,
    }
    trials = [start]
    for depth in DEPTHS:
        trials.append(start | {"depth": depth})
    for share in SHARES:
        trials.append(start | {"depth": "best", "subsample": share})
    return trials[:budget]


# %% hint
"""Write the start as a dictionary. `start | {"depth": 4}` is a copy of it with another depth."""

# %% hint
"""Build the whole list, then cut it: `trials[:budget]`."""


# %% solution
def tune_plan(budget):
    """Return the trials to run, in order, as a list of dictionaries."""
    if budget < 1:
        raise ValueError(f"budget must be 1 or more, got {budget!r}")
    start = {
        "learning_rate": 0.1,
        "max_trees": 2000,
        "early_stopping": True,
        "depth": 3,
        "subsample": 1.0,
        "judged_on": "validation",
    }
    trials = [start]
    for depth in DEPTHS:
        trials.append(start | {"depth": depth})
    for share in SHARES:
        trials.append(start | {"depth": "best", "subsample": share})
    return trials[:budget]


# %% tests
def pairs(trials):
    """Depth and subsample of each trial."""
    return [(trial.get("depth"), trial.get("subsample")) for trial in trials]


def values(trials, name):
    """All values of one setting, without repetition."""
    return {trial.get(name) for trial in trials}


def test_order():
    """The start, then the depths, then the subsamples at the best depth; no trial twice."""
    depths = [(3, 1.0), (2, 1.0), (4, 1.0), (6, 1.0), (8, 1.0)]
    assert pairs(tune_plan(7)) == [*depths, ("best", 0.75), ("best", 0.5)]


def test_budget():
    """Never more trials than the budget; a small one cuts the end off, a large one adds nothing."""
    assert pairs(tune_plan(1)) == [(3, 1.0)]
    assert pairs(tune_plan(3)) == [(3, 1.0), (2, 1.0), (4, 1.0)]
    assert len(tune_plan(6)) == 6
    assert len(tune_plan(7)) == 7
    assert tune_plan(100)[:7] == tune_plan(7)


def test_early_stopping_is_on():
    """Early stopping is on in every trial."""
    assert values(tune_plan(7), "early_stopping") == {True}


def test_rounds_are_a_ceiling():
    """The number of trees is never tuned: the ceiling is 2000 in every trial."""
    assert values(tune_plan(7), "max_trees") == {2000}


def test_rate_is_fixed():
    """The learning rate is 0.1 in every trial."""
    assert values(tune_plan(7), "learning_rate") == {0.1}


def test_never_the_test_rows():
    """Every trial is judged on validation rows."""
    assert values(tune_plan(7), "judged_on") == {"validation"}


def test_six_settings():
    """Every trial has the six settings, and no others."""
    names = ["depth", "early_stopping", "judged_on", "learning_rate", "max_trees", "subsample"]
    assert [sorted(trial) for trial in tune_plan(7)] == [names] * 7


def test_no_budget():
    """A budget below 1 raises ValueError."""
    from snippets.checks import raises

    for budget in [0, -2]:
        with raises(ValueError):
            tune_plan(budget)
