r"""
title: The bake-off, one honest table
level: 3
packages: numpy scikit-learn

Write `compare(models, X, y, folds)`, the table of the checkpoint. `models` is a dictionary from
names to estimators that are not fitted; **the first one is the baseline**. `folds` yields pairs of
row numbers, `(train, test)`; it may be a generator, which can be read only once.

For every fold, each model is cloned, fitted on the training rows and judged on the test rows by
its own method `score`. `X` and `y` reach the models as they are: a model that needs scaling comes
as a pipeline. Return a dictionary from the names, in order, to dictionaries of four numbers:

- `"mean"` and `"spread"`: mean and standard deviation (`ddof=1`) of the model's scores;
- `"difference"` and `"difference_spread"`: the same two for the differences, fold by fold, between
  the model's score and the baseline's.

Raise `ValueError` if there are fewer than two folds, or if a fold has a row in both parts; in the
second case before any model is fitted on that fold.

Then run your function on the diabetes table, with `DIABETES_MODELS` and `diabetes_folds()` below,
and set `BEST_ON_DIABETES` to the name of the model with the best mean. Predict first.
"""

# %% setup
import numpy as np
from sklearn.base import BaseEstimator, clone
from sklearn.datasets import load_diabetes
from sklearn.ensemble import GradientBoostingRegressor
from sklearn.linear_model import LinearRegression
from sklearn.model_selection import KFold
from sklearn.preprocessing import StandardScaler
from sklearn.tree import DecisionTreeRegressor

DIABETES_MODELS = {
    "linear": LinearRegression(),
    "tree": DecisionTreeRegressor(min_samples_leaf=10, random_state=0),
    "boosted trees": GradientBoostingRegressor(n_estimators=50, random_state=0),
}


def diabetes_folds():
    """Yield five pairs of row numbers, shuffled, the same on every call."""
    return KFold(5, shuffle=True, random_state=0).split(np.zeros(442))


class Witness(BaseEstimator):
    """Remembers which rows it was fitted on; its scores are written down beforehand."""

    seen = []  # one entry per call of score: name, fitted on, judged on

    def __init__(self, name="witness", scores=(0.0,)):
        self.name = name
        self.scores = scores

    def fit(self, X, y):
        rows = list(zip(X[:, 0].tolist(), y.tolist(), strict=True))
        self.rows_ = getattr(self, "rows_", []) + rows
        return self

    def score(self, X, y):
        rows = list(zip(X[:, 0].tolist(), y.tolist(), strict=True))
        Witness.seen.append((self.name, self.rows_, rows))
        return self.scores[int(X[0, 0]) % len(self.scores)]


# %% starter
def compare(models, X, y, folds):
    """Compare the models with the first of them, on the same folds."""
    table = {}
    return table


BEST_ON_DIABETES = "?"


# %% wrong fits-on-all-rows
"""You fit on all rows, so every model has seen the rows that it is judged on. The one that learns
most by heart wins."""


# fails: test_fitted_on_training_rows_only test_best_on_diabetes
# fails: test_boosted_trees_lose_on_diabetes
def compare(models, X, y, folds):
    folds = list(folds)
    if len(folds) < 2:
        raise ValueError(f"two folds or more are needed for a spread, got {len(folds)}")
    if any(set(train) & set(test) for train, test in folds):
        raise ValueError("a fold has a row in both parts")
    scores = {}
    for name, model in models.items():
        scores[name] = np.array(
            [clone(model).fit(X, y).score(X[test], y[test]) for train, test in folds]
        )
    baseline = next(iter(scores.values()))
    table = {}
    for name, values in scores.items():
        differences = values - baseline
        table[name] = {
            "mean": values.mean(),
            "spread": values.std(ddof=1),
            "difference": differences.mean(),
            "difference_spread": differences.std(ddof=1),
        }
    return table


BEST_ON_DIABETES = "linear"


# %% wrong judged-on-training-rows
"""You judge on the rows that the model was fitted on. That measures memory."""


# fails: test_means test_spreads test_differences test_differences_are_paired
# fails: test_judged_on_the_same_rows test_folds_from_a_generator test_best_on_diabetes
# fails: test_boosted_trees_lose_on_diabetes
def compare(models, X, y, folds):
    folds = list(folds)
    if len(folds) < 2:
        raise ValueError(f"two folds or more are needed for a spread, got {len(folds)}")
    if any(set(train) & set(test) for train, test in folds):
        raise ValueError("a fold has a row in both parts")
    scores = {}
    for name, model in models.items():
        scores[name] = np.array(
            [
                clone(model).fit(X[train], y[train]).score(X[train], y[train])
                for train, test in folds
            ]
        )
    baseline = next(iter(scores.values()))
    table = {}
    for name, values in scores.items():
        differences = values - baseline
        table[name] = {
            "mean": values.mean(),
            "spread": values.std(ddof=1),
            "difference": differences.mean(),
            "difference_spread": differences.std(ddof=1),
        }
    return table


BEST_ON_DIABETES = "linear"


# %% wrong other-folds-per-model
"""Every model gets folds of its own. Then a difference between two models is partly one between
two draws of folds. Use the folds that you are given, for all of them."""


# fails: test_means test_spreads test_differences test_differences_are_paired
# fails: test_fitted_on_training_rows_only test_judged_on_the_same_rows test_folds_from_a_generator
# fails: test_too_few_folds
def compare(models, X, y, folds):
    folds = list(folds)
    if len(folds) < 2:
        raise ValueError(f"two folds or more are needed for a spread, got {len(folds)}")
    if any(set(train) & set(test) for train, test in folds):
        raise ValueError("a fold has a row in both parts")
    scores = {}
    for seed, (name, model) in enumerate(models.items()):
        splitter = KFold(len(folds), shuffle=True, random_state=seed)
        parts = list(splitter.split(X))
        scores[name] = np.array(
            [clone(model).fit(X[train], y[train]).score(X[test], y[test]) for train, test in parts]
        )
    baseline = next(iter(scores.values()))
    table = {}
    for name, values in scores.items():
        differences = values - baseline
        table[name] = {
            "mean": values.mean(),
            "spread": values.std(ddof=1),
            "difference": differences.mean(),
            "difference_spread": differences.std(ddof=1),
        }
    return table


BEST_ON_DIABETES = "linear"


# %% wrong generator-read-again
"""`folds` may be a generator. The first model uses it up, and nothing is left for the second. Make
a list of it first."""


# fails: test_folds_from_a_generator test_best_on_diabetes test_boosted_trees_lose_on_diabetes
def checked(folds):
    for train, test in folds:
        if set(train) & set(test):
            raise ValueError("a fold has a row in both parts")
        yield train, test


def compare(models, X, y, folds):
    scores = {}
    for name, model in models.items():
        scores[name] = np.array(
            [
                clone(model).fit(X[train], y[train]).score(X[test], y[test])
                for train, test in checked(folds)
            ]
        )
        if len(scores[name]) < 2:
            raise ValueError(f"two folds or more are needed, got {len(scores[name])}")
    baseline = next(iter(scores.values()))
    table = {}
    for name, values in scores.items():
        differences = values - baseline
        table[name] = {
            "mean": values.mean(),
            "spread": values.std(ddof=1),
            "difference": differences.mean(),
            "difference_spread": differences.std(ddof=1),
        }
    return table


BEST_ON_DIABETES = "linear"


# %% wrong scales-first
"""You scale all rows before the folds are cut: the scaler has seen the test rows, and models that
want raw columns do not get them. Scaling belongs into the pipeline of a model."""


# fails: test_means test_spreads test_differences test_differences_are_paired
# fails: test_fitted_on_training_rows_only test_judged_on_the_same_rows test_folds_from_a_generator
# fails: test_too_few_folds
def compare(models, X, y, folds):
    folds = list(folds)
    if len(folds) < 2:
        raise ValueError(f"two folds or more are needed for a spread, got {len(folds)}")
    if any(set(train) & set(test) for train, test in folds):
        raise ValueError("a fold has a row in both parts")
    X = StandardScaler().fit_transform(X)
    scores = {}
    for name, model in models.items():
        scores[name] = np.array(
            [clone(model).fit(X[train], y[train]).score(X[test], y[test]) for train, test in folds]
        )
    baseline = next(iter(scores.values()))
    table = {}
    for name, values in scores.items():
        differences = values - baseline
        table[name] = {
            "mean": values.mean(),
            "spread": values.std(ddof=1),
            "difference": differences.mean(),
            "difference_spread": differences.std(ddof=1),
        }
    return table


BEST_ON_DIABETES = "linear"


# %% wrong scales-each-part
"""You scale the test rows by their own mean and spread. A model that needs scaling comes as a
pipeline and does this right; give all models the columns as they are."""


# fails: test_means test_spreads test_differences test_differences_are_paired
# fails: test_fitted_on_training_rows_only test_judged_on_the_same_rows test_folds_from_a_generator
# fails: test_too_few_folds
def scaled(part):
    return StandardScaler().fit_transform(part)


def compare(models, X, y, folds):
    folds = list(folds)
    if len(folds) < 2:
        raise ValueError(f"two folds or more are needed for a spread, got {len(folds)}")
    if any(set(train) & set(test) for train, test in folds):
        raise ValueError("a fold has a row in both parts")
    scores = {}
    for name, model in models.items():
        scores[name] = np.array(
            [
                clone(model).fit(scaled(X[train]), y[train]).score(scaled(X[test]), y[test])
                for train, test in folds
            ]
        )
    baseline = next(iter(scores.values()))
    table = {}
    for name, values in scores.items():
        differences = values - baseline
        table[name] = {
            "mean": values.mean(),
            "spread": values.std(ddof=1),
            "difference": differences.mean(),
            "difference_spread": differences.std(ddof=1),
        }
    return table


BEST_ON_DIABETES = "linear"


# %% wrong no-clone
"""You fit the estimators of the caller. They come back fitted, and one that builds on its last fit
carries rows from fold to fold. Clone first."""


# fails: test_fitted_on_training_rows_only test_models_stay_unfitted
def compare(models, X, y, folds):
    folds = list(folds)
    if len(folds) < 2:
        raise ValueError(f"two folds or more are needed for a spread, got {len(folds)}")
    if any(set(train) & set(test) for train, test in folds):
        raise ValueError("a fold has a row in both parts")
    scores = {}
    for name, model in models.items():
        scores[name] = np.array(
            [model.fit(X[train], y[train]).score(X[test], y[test]) for train, test in folds]
        )
    baseline = next(iter(scores.values()))
    table = {}
    for name, values in scores.items():
        differences = values - baseline
        table[name] = {
            "mean": values.mean(),
            "spread": values.std(ddof=1),
            "difference": differences.mean(),
            "difference_spread": differences.std(ddof=1),
        }
    return table


BEST_ON_DIABETES = "linear"


# %% wrong cloned-once
"""You clone once per model and fit the same clone in every fold. An estimator that builds on its
last fit then knows rows of the test part. Clone in every fold."""


# fails: test_fitted_on_training_rows_only
def compare(models, X, y, folds):
    folds = list(folds)
    if len(folds) < 2:
        raise ValueError(f"two folds or more are needed for a spread, got {len(folds)}")
    if any(set(train) & set(test) for train, test in folds):
        raise ValueError("a fold has a row in both parts")
    scores = {}
    for name, model in models.items():
        copy = clone(model)
        scores[name] = np.array(
            [copy.fit(X[train], y[train]).score(X[test], y[test]) for train, test in folds]
        )
    baseline = next(iter(scores.values()))
    table = {}
    for name, values in scores.items():
        differences = values - baseline
        table[name] = {
            "mean": values.mean(),
            "spread": values.std(ddof=1),
            "difference": differences.mean(),
            "difference_spread": differences.std(ddof=1),
        }
    return table


BEST_ON_DIABETES = "linear"


# %% wrong unpaired
"""You add the variances of two models as if they were judged on different rows. Both share the hard
and the easy folds: subtract fold by fold, then take the spread."""


# fails: test_differences_are_paired
def compare(models, X, y, folds):
    folds = list(folds)
    if len(folds) < 2:
        raise ValueError(f"two folds or more are needed for a spread, got {len(folds)}")
    if any(set(train) & set(test) for train, test in folds):
        raise ValueError("a fold has a row in both parts")
    scores = {}
    for name, model in models.items():
        scores[name] = np.array(
            [clone(model).fit(X[train], y[train]).score(X[test], y[test]) for train, test in folds]
        )
    baseline = next(iter(scores.values()))
    table = {}
    for name, values in scores.items():
        differences = values - baseline
        table[name] = {
            "mean": values.mean(),
            "spread": values.std(ddof=1),
            "difference": differences.mean(),
            "difference_spread": np.hypot(values.std(ddof=1), baseline.std(ddof=1)),
        }
    return table


BEST_ON_DIABETES = "linear"


# %% wrong difference-of-spreads
"""You subtract the two spreads. What is asked for is the spread of the differences."""


# fails: test_differences_are_paired
def compare(models, X, y, folds):
    folds = list(folds)
    if len(folds) < 2:
        raise ValueError(f"two folds or more are needed for a spread, got {len(folds)}")
    if any(set(train) & set(test) for train, test in folds):
        raise ValueError("a fold has a row in both parts")
    scores = {}
    for name, model in models.items():
        scores[name] = np.array(
            [clone(model).fit(X[train], y[train]).score(X[test], y[test]) for train, test in folds]
        )
    baseline = next(iter(scores.values()))
    table = {}
    for name, values in scores.items():
        differences = values - baseline
        table[name] = {
            "mean": values.mean(),
            "spread": values.std(ddof=1),
            "difference": differences.mean(),
            "difference_spread": values.std(ddof=1) - baseline.std(ddof=1),
        }
    return table


BEST_ON_DIABETES = "linear"


# %% wrong divides-by-n
"""`std` divides by the number of folds unless you say `ddof=1`. With few folds that understates the
spread."""


# fails: test_spreads test_differences_are_paired
def compare(models, X, y, folds):
    folds = list(folds)
    if len(folds) < 2:
        raise ValueError(f"two folds or more are needed for a spread, got {len(folds)}")
    if any(set(train) & set(test) for train, test in folds):
        raise ValueError("a fold has a row in both parts")
    scores = {}
    for name, model in models.items():
        scores[name] = np.array(
            [clone(model).fit(X[train], y[train]).score(X[test], y[test]) for train, test in folds]
        )
    baseline = next(iter(scores.values()))
    table = {}
    for name, values in scores.items():
        differences = values - baseline
        table[name] = {
            "mean": values.mean(),
            "spread": values.std(ddof=0),
            "difference": differences.mean(),
            "difference_spread": differences.std(ddof=0),
        }
    return table


BEST_ON_DIABETES = "linear"


# %% wrong standard-errors
"""You divide the spread by the root of the number of folds. Folds share most of their training
rows, so this is no standard error. Return the spread."""


# fails: test_spreads test_differences_are_paired
def compare(models, X, y, folds):
    folds = list(folds)
    if len(folds) < 2:
        raise ValueError(f"two folds or more are needed for a spread, got {len(folds)}")
    if any(set(train) & set(test) for train, test in folds):
        raise ValueError("a fold has a row in both parts")
    scores = {}
    for name, model in models.items():
        scores[name] = np.array(
            [clone(model).fit(X[train], y[train]).score(X[test], y[test]) for train, test in folds]
        )
    baseline = next(iter(scores.values()))
    table = {}
    for name, values in scores.items():
        differences = values - baseline
        table[name] = {
            "mean": values.mean(),
            "spread": values.std(ddof=1) / len(folds) ** 0.5,
            "difference": differences.mean(),
            "difference_spread": differences.std(ddof=1) / len(folds) ** 0.5,
        }
    return table


BEST_ON_DIABETES = "linear"


# %% wrong wrong-sign
"""You subtract the model from the baseline, so a better model gets a negative difference."""


# fails: test_differences test_boosted_trees_lose_on_diabetes
def compare(models, X, y, folds):
    folds = list(folds)
    if len(folds) < 2:
        raise ValueError(f"two folds or more are needed for a spread, got {len(folds)}")
    if any(set(train) & set(test) for train, test in folds):
        raise ValueError("a fold has a row in both parts")
    scores = {}
    for name, model in models.items():
        scores[name] = np.array(
            [clone(model).fit(X[train], y[train]).score(X[test], y[test]) for train, test in folds]
        )
    baseline = next(iter(scores.values()))
    table = {}
    for name, values in scores.items():
        differences = baseline - values
        table[name] = {
            "mean": values.mean(),
            "spread": values.std(ddof=1),
            "difference": differences.mean(),
            "difference_spread": differences.std(ddof=1),
        }
    return table


BEST_ON_DIABETES = "linear"


# %% wrong best-as-baseline
"""You compare with the best model. The baseline is the first one, chosen before any score was
seen."""


# fails: test_differences test_differences_are_paired
def compare(models, X, y, folds):
    folds = list(folds)
    if len(folds) < 2:
        raise ValueError(f"two folds or more are needed for a spread, got {len(folds)}")
    if any(set(train) & set(test) for train, test in folds):
        raise ValueError("a fold has a row in both parts")
    scores = {}
    for name, model in models.items():
        scores[name] = np.array(
            [clone(model).fit(X[train], y[train]).score(X[test], y[test]) for train, test in folds]
        )
    baseline = max(scores.values(), key=np.mean)
    table = {}
    for name, values in scores.items():
        differences = values - baseline
        table[name] = {
            "mean": values.mean(),
            "spread": values.std(ddof=1),
            "difference": differences.mean(),
            "difference_spread": differences.std(ddof=1),
        }
    return table


BEST_ON_DIABETES = "linear"


# %% wrong keeps-the-scores
"""A row of the table has four numbers. You added the scores themselves."""


# fails: test_row_of_the_table
def compare(models, X, y, folds):
    folds = list(folds)
    if len(folds) < 2:
        raise ValueError(f"two folds or more are needed for a spread, got {len(folds)}")
    if any(set(train) & set(test) for train, test in folds):
        raise ValueError("a fold has a row in both parts")
    scores = {}
    for name, model in models.items():
        scores[name] = np.array(
            [clone(model).fit(X[train], y[train]).score(X[test], y[test]) for train, test in folds]
        )
    baseline = next(iter(scores.values()))
    table = {}
    for name, values in scores.items():
        differences = values - baseline
        table[name] = {
            "scores": values,
            "mean": values.mean(),
            "spread": values.std(ddof=1),
            "difference": differences.mean(),
            "difference_spread": differences.std(ddof=1),
        }
    return table


BEST_ON_DIABETES = "linear"


# %% wrong one-fold-is-enough
"""One fold gives one score and no spread. Refuse it with `ValueError`."""


# fails: test_too_few_folds
def compare(models, X, y, folds):
    folds = list(folds)
    if any(set(train) & set(test) for train, test in folds):
        raise ValueError("a fold has a row in both parts")
    scores = {}
    for name, model in models.items():
        scores[name] = np.array(
            [clone(model).fit(X[train], y[train]).score(X[test], y[test]) for train, test in folds]
        )
    baseline = next(iter(scores.values()))
    table = {}
    for name, values in scores.items():
        differences = values - baseline
        table[name] = {
            "mean": values.mean(),
            "spread": values.std(ddof=1),
            "difference": differences.mean(),
            "difference_spread": differences.std(ddof=1),
        }
    return table


BEST_ON_DIABETES = "linear"


# %% wrong no-look-at-the-folds
"""A row that is in both parts makes a fold worthless, and nobody notices. Refuse it with
`ValueError`."""


# fails: test_overlapping_fold
def compare(models, X, y, folds):
    folds = list(folds)
    if len(folds) < 2:
        raise ValueError(f"two folds or more are needed for a spread, got {len(folds)}")
    scores = {}
    for name, model in models.items():
        scores[name] = np.array(
            [clone(model).fit(X[train], y[train]).score(X[test], y[test]) for train, test in folds]
        )
    baseline = next(iter(scores.values()))
    table = {}
    for name, values in scores.items():
        differences = values - baseline
        table[name] = {
            "mean": values.mean(),
            "spread": values.std(ddof=1),
            "difference": differences.mean(),
            "difference_spread": differences.std(ddof=1),
        }
    return table


BEST_ON_DIABETES = "linear"


# %% wrong what-everybody-knows
"""Boosted trees have a name for winning on tables. Look at the means of your own table: 442 rows
are few, and on these a sum of straight lines is hard to beat."""


# fails: test_best_on_diabetes
def compare(models, X, y, folds):
    folds = list(folds)
    if len(folds) < 2:
        raise ValueError(f"two folds or more are needed for a spread, got {len(folds)}")
    if any(set(train) & set(test) for train, test in folds):
        raise ValueError("a fold has a row in both parts")
    scores = {}
    for name, model in models.items():
        scores[name] = np.array(
            [clone(model).fit(X[train], y[train]).score(X[test], y[test]) for train, test in folds]
        )
    baseline = next(iter(scores.values()))
    table = {}
    for name, values in scores.items():
        differences = values - baseline
        table[name] = {
            "mean": values.mean(),
            "spread": values.std(ddof=1),
            "difference": differences.mean(),
            "difference_spread": differences.std(ddof=1),
        }
    return table


BEST_ON_DIABETES = "boosted trees"

# %% hint
"""Turn `folds` into a list before anything else: a generator is empty for the second model, and
you need its length."""

# %% hint
"""Keep all scores in one array per model, in the order of the folds. Then the differences are
`scores - baseline`, a subtraction of two arrays, and mean and spread come last."""

# %% hint
"""`clone(model).fit(X[train], y[train]).score(X[test], y[test])` is one score. Nothing else may
touch `X` or the model."""


# %% solution
def compare(models, X, y, folds):
    """Compare the models with the first of them, on the same folds."""
    folds = list(folds)
    if len(folds) < 2:
        raise ValueError(f"two folds or more are needed for a spread, got {len(folds)}")
    if any(set(train) & set(test) for train, test in folds):
        raise ValueError("a fold has a row in both parts")
    scores = {}
    for name, model in models.items():
        scores[name] = np.array(
            [clone(model).fit(X[train], y[train]).score(X[test], y[test]) for train, test in folds]
        )
    baseline = next(iter(scores.values()))
    table = {}
    for name, values in scores.items():
        differences = values - baseline
        table[name] = {
            "mean": values.mean(),
            "spread": values.std(ddof=1),
            "difference": differences.mean(),
            "difference_spread": differences.std(ddof=1),
        }
    return table


BEST_ON_DIABETES = "linear"

# %% tests
from snippets.checks import raises

NUMBERS = np.arange(6.0)
TABLE, TARGETS = np.column_stack([NUMBERS, NUMBERS**2]), NUMBERS * 10
PARTS = [([2, 3, 4, 5], [0, 1]), ([0, 1, 4, 5], [2, 3]), ([0, 1, 2, 3], [4, 5])]
FOLDS = [(np.array(train), np.array(test)) for train, test in PARTS]


def witnesses():
    Witness.seen = []
    return {
        "first": Witness("a", (0.5, 0.0, 0.75, 0.0, 0.25, 0.0)),
        "second": Witness("b", (0.75, 0.0, 0.75, 0.0, 0.75, 0.0)),
        "third": Witness("c", (0.25, 0.0, 0.75, 0.0, 0.25, 0.0)),
    }


def by_name(table, key):
    return {name: round(float(row[key]), 6) for name, row in table.items()}


def test_means():
    """The mean of the scores of each model, names in the order given."""
    table = compare(witnesses(), TABLE, TARGETS, FOLDS)
    assert list(table) == ["first", "second", "third"]
    assert by_name(table, "mean") == {"first": 0.5, "second": 0.75, "third": 0.416667}


def test_spreads():
    """The spread of the scores of each model, with `ddof=1`."""
    table = compare(witnesses(), TABLE, TARGETS, FOLDS)
    assert by_name(table, "spread") == {"first": 0.25, "second": 0.0, "third": 0.288675}


def test_differences():
    """The mean difference to the first model; a better model has a positive one."""
    table = compare(witnesses(), TABLE, TARGETS, FOLDS)
    assert by_name(table, "difference") == {"first": 0.0, "second": 0.25, "third": -0.083333}


def test_differences_are_paired():
    """The spread of the differences, taken fold by fold."""
    table = compare(witnesses(), TABLE, TARGETS, FOLDS)
    wanted = {"first": 0.0, "second": 0.25, "third": 0.144338}
    assert by_name(table, "difference_spread") == wanted


def test_row_of_the_table():
    """Every row has the four numbers and nothing else."""
    table = compare(witnesses(), TABLE, TARGETS, FOLDS)
    assert [sorted(row) for row in table.values()] == [
        ["difference", "difference_spread", "mean", "spread"]
    ] * 3


def rows_of(part):
    return [(float(row), 10.0 * row) for row in part]


def test_fitted_on_training_rows_only():
    """Every model is fitted on the training rows of the fold, and on no other."""
    compare(witnesses(), TABLE, TARGETS, FOLDS)
    fitted = [(name, rows) for name, rows, _ in Witness.seen]
    wanted = [(name, rows_of(train)) for name in "abc" for train, _ in PARTS]
    assert sorted(fitted) == sorted(wanted)


def test_judged_on_the_same_rows():
    """All models are judged on the test rows of the same folds."""
    compare(witnesses(), TABLE, TARGETS, FOLDS)
    judged = [(name, rows) for name, _, rows in Witness.seen]
    wanted = [(name, rows_of(test)) for name in "abc" for _, test in PARTS]
    assert sorted(judged) == sorted(wanted)


def test_folds_from_a_generator():
    """Folds that can be read only once serve all models."""
    table = compare(witnesses(), TABLE, TARGETS, (fold for fold in FOLDS))
    assert by_name(table, "mean") == {"first": 0.5, "second": 0.75, "third": 0.416667}


def test_models_stay_unfitted():
    """The estimators that you were given are not fitted afterwards: clones are."""
    models = witnesses()
    compare(models, TABLE, TARGETS, FOLDS)
    assert [name for name, model in models.items() if hasattr(model, "rows_")] == []


def test_too_few_folds():
    """One fold has no spread: `ValueError`. Two are enough."""
    with raises(ValueError):
        compare(witnesses(), TABLE, TARGETS, FOLDS[:1])
    table = compare(witnesses(), TABLE, TARGETS, FOLDS[:2])
    assert by_name(table, "mean") == {"first": 0.625, "second": 0.75, "third": 0.5}


def test_overlapping_fold():
    """A single row in both parts of a fold: `ValueError`, before a model is fitted on it."""
    leaking = [*FOLDS[:2], (np.array([0, 1, 2, 3, 4]), np.array([4, 5]))]
    with raises(ValueError):
        compare(witnesses(), TABLE, TARGETS, leaking)


def test_best_on_diabetes():
    """`BEST_ON_DIABETES` is the model with the best mean in your own table."""
    X, y = load_diabetes(return_X_y=True)
    table = compare(DIABETES_MODELS, X, y, diabetes_folds())
    assert BEST_ON_DIABETES == max(table, key=lambda name: table[name]["mean"])


def test_boosted_trees_lose_on_diabetes():
    """In your own table, the boosted trees are behind the linear model."""
    X, y = load_diabetes(return_X_y=True)
    table = compare(DIABETES_MODELS, X, y, diabetes_folds())
    assert table["boosted trees"]["difference"] < 0
