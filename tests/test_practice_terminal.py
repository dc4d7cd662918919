"""The exercises in a terminal: a reader's session, with her mistakes."""

import io
import os
import shutil
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from snippets import checks

ROOT = Path(__file__).resolve().parents[1]
EXERCISE = "fit_exponent"


@pytest.fixture
def handbook(tmp_path):
    """Copy what the command needs, so that no test touches anybody's answers."""
    wanted = ["scripts/practice.py", "mkdocs.yml", "snippets/__init__.py", "snippets/checks.py"]
    wanted += ["scripts/answers.py", "pyproject.toml"]
    wanted += [path.relative_to(ROOT) for path in ROOT.glob("snippets/*/exercises/*.py")]
    wanted += [path.relative_to(ROOT) for path in ROOT.glob("docs/*/*.md")]
    wanted += [path.relative_to(ROOT) for path in ROOT.glob("docs/*/*.ipynb")]
    for path in wanted:
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / path, tmp_path / path)
    return tmp_path


@pytest.fixture
def practice(handbook):
    def call(*arguments, answer=None, typed=""):
        if answer is not None:
            path = handbook / "my-answers" / f"{EXERCISE}.py"
            path.parent.mkdir(exist_ok=True)
            path.write_text(answer, "utf-8")
        command = [sys.executable, "scripts/practice.py", *arguments]
        return subprocess.run(
            command, cwd=handbook, input=typed, capture_output=True, text=True, encoding="utf-8"
        )

    return call


@pytest.fixture
def exercise():
    return checks.find(EXERCISE)


def test_list_shows_stages_chapters_and_progress(practice, exercise):
    before = practice("list").stdout
    assert "Linear regression, from geometry to diagnosis: 0 of 4" in before
    assert f"[ ] {EXERCISE}" in before
    practice("check", EXERCISE, answer=exercise.solution)
    practice("start", "vif")
    after = practice().stdout
    assert f"[x] {EXERCISE}" in after
    assert "[.] vif" in after
    assert f"1 of {len(checks.find_all())} passed" in after


def test_start_gives_prompt_setup_and_starter(practice, handbook):
    told = practice("start", "vif")
    assert "Edit my-answers/vif.py, then: python3 scripts/practice.py check vif" in told.stdout
    text = (handbook / "my-answers/vif.py").read_text("utf-8")
    assert text.startswith("# Variance inflation factors (core)\n#\n# ")
    assert text.index("import numpy") < text.index("def vif")
    compile(text, "vif.py", "exec")


def test_nothing_is_replaced_without_asking(practice, handbook):
    mine = handbook / "my-answers" / f"{EXERCISE}.py"
    for typed in ("", "n\n", "\n"):
        assert "Left as it was." in practice("start", EXERCISE, answer="mine", typed=typed).stdout
        assert mine.read_text() == "mine"
    practice("start", EXERCISE, typed="y\n")
    assert "def fit_exponent" in mine.read_text()


def test_check_says_what_is_wrong(practice, exercise):
    told = practice("check", EXERCISE, answer=exercise.wrong[0].code)
    assert told.returncode == 1
    for line in (
        "Passes: ",
        "Fails: ",
        "    called:   fit_exponent(sizes",
        "    got:      ",
        "    expected: ",
    ):
        assert line in told.stdout
    assert "This looks familiar. You use two points" in told.stdout
    assert "4 of 5 checks pass." in told.stdout


def test_check_without_a_name_takes_the_answer_saved_last(practice, exercise, handbook):
    practice("start", "vif")
    os.utime(handbook / "my-answers/vif.py", (1, 1))
    told = practice("check", answer=exercise.solution)
    assert told.returncode == 0
    assert "All 5 checks pass." in told.stdout


def test_check_before_start(practice):
    assert "Begin with: python3 scripts/practice.py start vif" in practice("check", "vif").stderr
    assert "Name an exercise, or begin one" in practice("check").stderr


@pytest.mark.parametrize("command", ["start", "check", "watch", "hint", "solution"])
def test_a_mistyped_name_suggests_the_nearest(practice, command):
    told = practice(command, "fit_exponant")
    assert told.returncode == 1
    assert told.stderr == "There is no exercise 'fit_exponant'. Did you mean fit_exponent?\n"


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        ("x = (", "Your code stopped before the checks: SyntaxError: '(' was never closed"),
        ("import sys; sys.exit(3)", "Your code stopped before the checks: SystemExit: 3"),
        ("import os; os._exit(4)", "Python ended before it could judge your code: exit code 4"),
        ("input()", "Your code stopped before the checks: EOFError"),
        ("import nonsense", "ModuleNotFoundError: No module named 'nonsense'"),
        pytest.param(
            "x = bytearray(3 << 30)",
            "Your code stopped before the checks: MemoryError",
            marks=pytest.mark.skipif(sys.platform != "linux", reason="no memory limit here"),
        ),
    ],
)
def test_code_that_stops(practice, answer, message):
    told = practice("check", EXERCISE, answer=answer)
    assert told.returncode == 1
    assert message in told.stdout


def test_a_loop_without_end_is_stopped(handbook, practice):
    limit = "CHECK_SECONDS = 10"
    module = handbook / "snippets/checks.py"
    assert limit in module.read_text("utf-8")
    module.write_text(module.read_text("utf-8").replace(limit, "CHECK_SECONDS = 1"), "utf-8")
    told = practice("check", EXERCISE, answer="while True: print('on and on')")
    assert told.returncode == 1
    assert "Stopped after 1 seconds. Is there a loop that never ends?" in told.stdout


def test_hints_come_one_at_a_time(practice, exercise):
    for number in (1, 2, 2):
        told = practice("hint", EXERCISE).stdout
        assert f"Hint {number} of 2" in told
        assert exercise.hints[number - 1] in told


def test_the_solution_asks_first(practice, exercise):
    assert "return products" not in practice("solution", EXERCISE, typed="\n").stdout
    assert exercise.solution.strip() in practice("solution", EXERCISE, typed="y\n").stdout
    practice("check", EXERCISE, answer=exercise.solution)
    assert practice("solution", EXERCISE).stdout.strip() == exercise.solution.strip()


def test_next_goes_through_the_reading_order(practice, handbook):
    assert "Edit my-answers/linear_regression_scratch.py" in practice("next").stdout
    assert "You have begun linear_regression_scratch" in practice("next").stdout
    names = '", "'.join(checks.find_all())
    (handbook / "my-answers/progress.json").write_text(f'{{"passed": ["{names}"], "hints": {{}}}}')
    assert practice("next").stdout == "You have passed every exercise.\n"


def test_watch_checks_again_on_save(handbook, exercise):
    mine = handbook / "my-answers" / f"{EXERCISE}.py"
    mine.parent.mkdir()
    mine.write_text(exercise.starter, "utf-8")
    command = [sys.executable, "scripts/practice.py", "watch", EXERCISE]
    with subprocess.Popen(
        command, cwd=handbook, stdout=subprocess.PIPE, text=True, encoding="utf-8"
    ) as process:
        out = io.StringIO()
        reader = threading.Thread(target=lambda: out.writelines(process.stdout))
        reader.start()
        deadline = time.monotonic() + 30
        while "Waiting for the next save" not in out.getvalue() and time.monotonic() < deadline:
            time.sleep(0.05)
        mine.write_text(exercise.solution, "utf-8")
        assert process.wait(30) == 0
        reader.join()
    assert "0 of 5 checks pass." in out.getvalue()
    assert "All 5 checks pass." in out.getvalue()


def test_it_starts_with_the_standard_library_alone(handbook):
    command = [sys.executable, "-I", "-S", "scripts/practice.py", "list"]
    told = subprocess.run(command, cwd=handbook, capture_output=True, text=True, encoding="utf-8")
    assert told.returncode == 0, told.stderr


def test_pytest_works_on_the_answers(practice, handbook, exercise):
    practice("check", EXERCISE, answer=exercise.wrong[0].code)
    command = [sys.executable, "-m", "pytest", "-q", "my-answers", "-p", "no:cacheprovider"]
    told = subprocess.run(command, cwd=handbook, capture_output=True, text=True, encoding="utf-8")
    assert "1 failed, 4 passed" in told.stdout
    assert "Fails: " in told.stdout
    assert "This looks familiar. You use two points" in told.stdout
