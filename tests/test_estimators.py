"""Every estimator written from scratch keeps scikit-learn's contract."""

import importlib
import inspect

import pytest
from sklearn.base import BaseEstimator
from sklearn.utils.estimator_checks import parametrize_with_checks

from tests.page_rules import ROOT


def estimators():
    """Return one instance of every estimator class that a chapter's module defines."""
    found = []
    for path in sorted((ROOT / "snippets").glob("*/*.py")):
        if path.name == "__init__.py" or "BaseEstimator" not in path.read_text("utf-8"):
            continue
        module = importlib.import_module(f"snippets.{path.parent.name}.{path.stem}")
        found += [
            kind()
            for _, kind in inspect.getmembers(module, inspect.isclass)
            if issubclass(kind, BaseEstimator) and kind.__module__ == module.__name__
        ]
    return found


ESTIMATORS = estimators()


def test_linear_regression_is_among_them():
    names = [type(estimator).__module__ for estimator in ESTIMATORS]
    assert "snippets.algorithms.linear_regression" in names


@parametrize_with_checks(ESTIMATORS)
def test_contract(estimator, check):
    check(estimator)


FEATURES, TARGET = [[0.0], [1.0], [2.0], [3.0]], [0, 1, 0, 1]


@pytest.mark.parametrize(
    ("module", "model", "settings", "data", "says"),
    [
        ("linear_regression", "LinearRegression", {}, ([[0.0], [float("nan")]], [1, 2]), "NaN"),
        ("linear_regression", "LinearRegression", {}, ([["a"], ["b"]], [1, 2]), "strings|'a'"),
        ("linear_regression", "LinearRegression", {}, ([[1.0], [2.0]], [1, 2, 3]), r"\[2, 3\]"),
        ("regularization_and_bias_variance", "Ridge", {"alpha": -1}, (FEATURES, TARGET), "-1"),
        ("regularization_and_bias_variance", "Lasso", {"alpha": -2}, (FEATURES, TARGET), "-2"),
        ("logistic_regression", "LogisticRegression", {"C": -3}, (FEATURES, TARGET), "-3"),
        ("logistic_regression", "LogisticRegression", {}, (FEATURES, [7] * 4), "one class only: 7"),
        ("logistic_regression", "SoftmaxRegression", {}, (FEATURES, [7] * 4), "one class only: 7"),
        ("decision_trees", "DecisionTreeClassifier", {"max_depth": 0}, (FEATURES, TARGET), "0"),
        ("random_forests", "RandomForestClassifier", {"n_estimators": 0}, (FEATURES, TARGET), "0"),
        ("gradient_boosting", "GradientBoostingRegressor", {"learning_rate": -1},
         (FEATURES, TARGET), "-1"),
        ("k_means_and_clustering", "KMeans", {"n_clusters": 5}, (FEATURES, None), "5"),
        ("pca_and_dimensionality_reduction", "PCA", {"n_components": 9}, (FEATURES, None), "9"),
    ],
)  # fmt: skip
def test_bad_input_is_named(module, model, settings, data, says):
    estimator = getattr(importlib.import_module(f"snippets.algorithms.{module}"), model)(**settings)
    with pytest.raises(ValueError, match=says):
        estimator.fit(*data)
