"""Every estimator written from scratch keeps scikit-learn's contract."""

import importlib
import inspect

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
