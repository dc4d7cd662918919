"""The gate: no exercise gets in whose checks are weak or whose file is not well formed."""

import importlib
import multiprocessing
import shutil

import pytest

from snippets import checks
from tests.mutation import add_up, examine, limit_memory

NAMES = sorted(checks.find_all())
LONGEST_WAIT = 120  # seconds for one exercise with all its mutants
SECONDS = checks.CHECK_SECONDS / 5  # of processor time
KILL_SHARE = 0.95
EQUIVALENT_SHARE = 0.1
counted = {}


@pytest.fixture(scope="session")
def reports(request):
    """Start judging the exercises of this run in two worker processes."""
    chosen = {
        item.callspec.params["exercise"]
        for item in request.session.items
        if "exercise" in getattr(getattr(item, "callspec", None), "params", {})
    }
    with multiprocessing.get_context("spawn").Pool(2, limit_memory) as pool:
        yield {name: pool.apply_async(examine, (name,)) for name in sorted(chosen)}


@pytest.fixture(scope="module", params=NAMES)
def exercise(request):
    found = checks.find(request.param)
    for package in found.packages:
        importlib.import_module({"scikit-learn": "sklearn"}.get(package, package))
    return found


@pytest.fixture
def report(exercise, reports):
    return reports[exercise.name].get(LONGEST_WAIT)


def failed(verdict):
    return [result["name"] for result in verdict["results"] if not result["ok"]]


def test_solution_passes(report):
    assert report["solution"]["error"] == ""
    assert failed(report["solution"]) == []


def test_solution_is_judged_quickly(report):
    assert report["seconds"] <= SECONDS, "a browser takes longer still: use less data"


def test_starter_fails(report):
    assert report["starter"]["error"] == "", "the starter has to run"
    assert failed(report["starter"])


def test_wrong_answers_fail_the_checks_that_they_name(exercise, report):
    for answer in exercise.wrong:
        verdict = report["wrong"][answer.name]
        assert verdict["error"] == "", answer.name
        assert sorted(failed(verdict)) == sorted(answer.fails), answer.name


def test_wrong_answers_are_recognised(exercise, report):
    for answer in exercise.wrong:
        advice = report["wrong"][answer.name]["advice"]
        assert advice == answer.advice, f"{answer.name} is taken for another wrong answer"


def test_every_check_is_failed_by_some_wrong_answer(exercise):
    named = {name for answer in exercise.wrong for name in answer.fails}
    assert [check.name for check in exercise.checks if check.name not in named] == []


def test_checks_notice_small_changes_to_the_solution(exercise, report, record_property):
    survivors, equivalent = [], []
    for line, change in report["survivors"]:
        where = f"{exercise.file}, line {line} of the solution: {change}"
        if line in exercise.equivalent:
            equivalent.append(f"{where} ({exercise.equivalent[line]})")
        else:
            survivors.append(where)
    mutants = {"count": report["mutants"], "survivors": survivors, "equivalent": equivalent}
    counted[exercise.name] = mutants
    record_property("mutants", mutants)
    assert survivors == [], "make a check sharper, or end the line with '# equivalent: reason'"
    lines_with_survivors = {line for line, _ in report["survivors"]}
    assert set(exercise.equivalent) <= lines_with_survivors, "a mark on a line without survivors"


def test_share_of_small_changes_that_is_noticed():
    if set(counted) != set(NAMES):
        pytest.skip("only some of the exercises were run")
    count, survivors, equivalent = add_up(counted.values())
    assert 1 - len(survivors) / (count - len(equivalent)) >= KILL_SHARE
    assert len(equivalent) / count <= EQUIVALENT_SHARE


# ---- files that are refused ------------------------------------------------------------------

GOOD = '''"""
title: Half a number
level: 1
packages:

Write `half(x)`.
"""
# %% setup
factor = 2

# %% starter
def half(x):
    ...

# %% wrong doubles
"""You multiplied."""
# fails: test_half
def half(x):
    return x * factor

# %% hint
"""Divide."""

# %% solution
def half(x):
    return x / factor

# %% tests
def test_half():
    """Half of 6 is 3."""
    assert half(6) == 3
'''


def test_a_good_file_is_read():
    exercise = checks.parse(GOOD, "half")
    assert exercise.title == "Half a number"
    assert exercise.level_name == "warm-up"
    assert exercise.packages == ()
    assert exercise.prompt == "Write `half(x)`."
    assert exercise.wrong == (
        checks.WrongAnswer(
            "doubles", "You multiplied.", "def half(x):\n    return x * factor\n", ("test_half",)
        ),
    )
    assert exercise.hints == ("Divide.",)
    assert exercise.checks == (checks.Check("test_half", "Half of 6 is 3."),)


def test_mark_of_an_equivalent_line_is_not_shown():
    text = GOOD.replace("x / factor", "x / factor  # equivalent: no reason")
    exercise = checks.parse(text, "half")
    assert exercise.solution == "def half(x):\n    return x / factor\n"
    assert exercise.equivalent == {2: "no reason"}


@pytest.mark.parametrize(
    ("old", "new", "line", "problem", "remedy"),
    [
        ("# %% setup", "# %% set-up", 8, "no cell named 'set-up'", "Use setup, starter"),
        ("# %% hint", "#", 31, "No hint cell", "Add a line '# %% hint'"),
        ('    """Half of 6 is 3."""\n', "", 29, "test_half has no docstring", "Say in a docstring"),
        ("# fails: test_half\n", "", 15, "names no check", "# fails: test_a"),
        ("fails: test_half", "fails: test_halve", 15, "'test_halve', which", "mean test_half?"),
        ("wrong doubles", "wrong", 15, "needs a name", "# %% wrong <name>"),
        ("    ...\n", "    return (\n", 13, "starter cell is not valid", "Correct this line"),
        ('"""You multiplied."""\n', "", 15, "no docstring", "what to tell a reader"),
        ("level: 1", "level: easy", 2, "The level is 'easy'", "1 (warm-up)"),
        ("x / factor", "x / factor  # equivalent:", 26, "no reason", "Say why"),
        ("= 3\n", '= 3\ndef test_half():\n    """Again."""\n', 32, "two test_half", "Rename one"),
        ("title: Half a number\n", "", 2, "no title", "title: ..."),
        ("packages:\n\n", "packages:\n", 5, "'Write `half(x)`.'", "blank line"),
        ("Write `half(x)`.\n", "", 2, "prompt is missing", "what to do"),
        ('"""\ntitle', '#"""\ntitle', 7, "not valid Python", "Correct"),
        ("def test_half", "def half_test", 28, "no check", "begins with test_"),
        ("# %% solution", "# %% starter", 24, "starter cell comes after", "The order is"),
        ("# %% setup", "# %% starter\n# %% starter", 9, "second starter", "Keep one"),
    ],
)
def test_a_bad_file_is_refused_with_line_and_remedy(old, new, line, problem, remedy):
    assert old in GOOD
    with pytest.raises(checks.ExerciseError) as refusal:
        checks.parse(GOOD.replace(old, new, 1), "half", "snippets/x/exercises/half.py")
    error = refusal.value
    assert str(error).startswith(f"snippets/x/exercises/half.py:{line}: ")
    assert problem in error.problem
    assert remedy in error.remedy


@pytest.fixture
def tree(tmp_path):
    """Two stages, one exercise each."""
    for stage, name in [("data", "half"), ("algorithms", "quarter")]:
        folder = tmp_path / "snippets" / stage / "exercises"
        folder.mkdir(parents=True)
        (folder / f"{name}.py").write_text(GOOD, "utf-8")
    return tmp_path / "snippets"


def test_names_are_unique_over_all_stages(tree):
    shutil.copy(tree / "data/exercises/half.py", tree / "algorithms/exercises/half.py")
    with pytest.raises(checks.ExerciseError) as refusal:
        checks.find("half", tree)
    assert str(refusal.value) == (
        "snippets/data/exercises/half.py:1: There is an exercise 'half' in "
        "snippets/algorithms/exercises/half.py too. Rename one of the two."
    )


def test_an_unknown_name_suggests_the_nearest(tree):
    with pytest.raises(LookupError, match=r"no exercise 'halve'. Did you mean half\?"):
        checks.find("halve", tree)
    with pytest.raises(LookupError, match="The command list shows them all"):
        checks.find("zzz", tree)
