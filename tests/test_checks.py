"""How an answer is judged: comparing, explaining, recognising."""

import numpy as np
import pandas as pd
import pytest

from snippets import checks
from snippets.checks import approx

EXERCISE = '''"""
title: Pair
level: 1
packages:

Write `pair(x)`.
"""
# %% starter
def pair(x):
    ...

# %% wrong swapped
"""The other way round."""
# fails: test_pair
def pair(x):
    return [x + 0.1, x]

# %% hint
"""Two numbers."""

# %% solution
def pair(x):
    return [x, x + 0.1]

# %% tests
from snippets.checks import approx, at_most_steps, raises

def test_pair():
    """The number, then the number plus a tenth."""
    first = 2
    assert pair(first) == approx([2, 2.1])

def test_text():
    """Text raises TypeError."""
    with raises(TypeError):
        pair("a")

def test_short():
    """A few steps do."""
    with at_most_steps(50):
        pair(1)

def test_below():
    """The first number is below 10."""
    assert pair(9)[0] < 10, "Leave it as it is."
'''


@pytest.fixture(scope="module")
def exercise():
    return checks.parse(EXERCISE, "pair")


def failures(exercise, answer):
    return {r["name"]: r for r in checks.judge(exercise, answer)["results"] if not r["ok"]}


@pytest.mark.parametrize(
    ("got", "wanted"),
    [
        (np.array([1.0, 2.0]), [1, 2 + 1e-9]),
        ([1, 2], np.array([1.0, 2.0])),
        (np.eye(2), [[1, 0], [0, 1]]),
        (np.float64(0.3), 0.1 + 0.2),
        ((1, [2, 3]), [1, (2, 3)]),
        ({"a": np.array([1.0])}, {"a": [1]}),
        (pd.Series([1.0, 2.0]), [1, 2]),
        (pd.DataFrame({"a": [1.0]}), {"a": [1]}),
        (float("nan"), float("nan")),
        (float("inf"), float("inf")),
        (["text", None], ["text", None]),
        (np.array([[1, 2]]) == 1, [[True, False]]),
    ],
)
def test_approx_accepts(got, wanted):
    assert approx(wanted) == got
    assert got == approx(wanted)


@pytest.mark.parametrize(
    ("got", "wanted"),
    [
        (np.array([1.0, 2.0]), [1, 2.1]),
        (np.array([1.0, 2.0]), [[1, 2]]),
        (np.array([1.0]), 1.0),
        ([1, 2], [1, 2, 3]),
        (1e300, float("inf")),
        (float("nan"), 1),
        (1, float("nan")),
        (None, 1),
        ("1", 1),
        ({"a": 1}, {"a": 1, "b": 2}),
        (int, 1),
    ],
)
def test_approx_refuses(got, wanted):
    assert not approx(wanted) == got  # noqa: SIM201 - != is another operation
    assert not got == approx(wanted)  # noqa: SIM201


def test_arrays_are_equal_only_in_shape_and_values():
    assert checks.equal(np.array([1, 2]), [1, 2])
    assert not checks.equal(np.array([1, 1]), 1)
    assert not checks.equal(np.array([]), np.array([1.0]))


@pytest.mark.parametrize(
    ("got", "wanted", "why"),
    [
        (None, 1, "The call returned None: is a `return` missing?"),
        ([1], [1, 2], "2 items were expected, 1 came back."),
        (np.array([1.0, 3.0]), approx([1, 2]), "They first differ at index 1: 3.0, expected 2."),
        ("a", 1, "Expected a value of type int; a str came back."),
        ((1, 2), [1, 2], "Expected a value of type list; a tuple came back."),
        ({"a": 1, "c": 1}, {"a": 2, "b": 1}, "missing keys: ['b']; unexpected keys: ['c']; at key"),
        ({1, 2}, {2, 3}, "missing: {3}; too many: {1}"),
        ("a\nb", "a\nc", "- c\n+ b"),
        (1, 2, ""),
    ],
)
def test_explain(got, wanted, why):
    assert checks.explain(got, wanted).startswith(why)
    assert bool(checks.explain(got, wanted)) == bool(why)


def test_a_failed_check_says_what_was_called_and_what_came_back(exercise):
    result = failures(exercise, "def pair(x):\n    return [x, x]\n")["test_pair"]
    assert result["called"] == "pair(first) with first = 2"
    assert result["got"] == "[2, 2]"
    assert result["expected"] == "about [2, 2.1]"
    assert result["why"] == "They first differ at index 1: 2, expected 2.1."


def test_a_message_of_the_check_is_the_reason(exercise):
    result = failures(exercise, "def pair(x):\n    return [x + 1, x + 1.1]\n")["test_below"]
    assert (result["called"], result["got"]) == ("pair(9)[0]", "10")
    assert (result["expected"], result["why"]) == ("< 10", "Leave it as it is.")


def test_an_error_points_at_the_line_of_the_answer(exercise):
    result = failures(exercise, "def pair(x):\n    y = x\n    return y / 0\n")["test_pair"]
    assert result["got"] == "ZeroDivisionError: division by zero"
    assert result["where"] == "line 3, in pair: return y / 0"
    assert result["called"] == "pair(first) with first = 2"


def test_an_error_of_another_kind_is_no_substitute(exercise):
    result = failures(exercise, "def pair(x):\n    return [x, float(x) + 0.1]\n")["test_text"]
    assert result["got"].startswith("ValueError: could not convert")
    assert result["expected"] == "TypeError"
    assert result["called"] == 'pair("a")'


def test_a_missing_function_is_named(exercise):
    result = failures(exercise, "def couple(x):\n    return x\n")["test_pair"]
    assert "keep the name that the starter gives" in result["why"]


def test_too_many_steps(exercise):
    loop = "def pair(x):\n    for _ in range(999):\n        pass\n    return [x, x + 0.1]\n"
    assert failures(exercise, loop)["test_short"]["got"] == "no answer after 50 steps"
    catching = "def pair(x):\n    try:\n" + loop.replace("\n", "\n    ").split(":", 1)[1]
    catching += "\n    except Exception:\n        return [x, x + 0.1]\n"
    assert failures(exercise, catching)["test_short"]["got"] == "no answer after 50 steps"


@pytest.mark.parametrize(
    ("answer", "error", "where"),
    [
        ("x = (", "SyntaxError: '(' was never closed", "line 1: x = ("),
        ("a = 1\nb = a / 0", "ZeroDivisionError: division by zero", "line 2: b = a / 0"),
        ("raise SystemExit(3)", "SystemExit: 3", "line 1: raise SystemExit(3)"),
    ],
)
def test_code_that_stops_before_the_checks(exercise, answer, error, where):
    verdict = checks.judge(exercise, answer)
    assert (verdict["error"], verdict["where"]) == (error, where)
    assert verdict["results"] == []


def test_what_is_printed_is_kept_up_to_a_limit(exercise):
    verdict = checks.judge(exercise, "print('x' * 10**6)\n" + exercise.solution)
    assert verdict["printed"] == "x" * checks.PRINTED_LIMIT
    talking = exercise.solution.replace("    return", "    print('here')\n    return")
    assert checks.judge(exercise, talking)["results"][0]["printed"] == "here\n"


def test_a_known_wrong_answer_is_recognised_in_other_words(exercise):
    answer = "def pair(x):\n    tenth = 1 / 10\n    return [tenth + x, x]\n"
    assert checks.judge(exercise, answer)["advice"] == "The other way round."
    assert checks.judge(exercise, "def pair(x):\n    return [x + 0.2, x]\n")["advice"] == ""
    assert checks.judge(exercise, exercise.solution)["advice"] == ""


def test_addresses_are_not_shown():
    assert checks.show(object()) == "<object object>"
    assert checks.show(np.float64(1.5)) == "1.5"
    assert checks.show(np.array([1.5])) == "array([1.5])"
