#!/usr/bin/env python3
"""The handbook's exercises in a terminal, with your own editor. Needs Python and nothing else.

    python3 scripts/practice.py list             all exercises, and how far you are
    python3 scripts/practice.py next             begin the first one that you have not passed
    python3 scripts/practice.py start NAME       put an exercise into my-answers/
    python3 scripts/practice.py check [NAME]     check your answer
    python3 scripts/practice.py watch [NAME]     check it again each time you save
    python3 scripts/practice.py hint [NAME]      one hint more
    python3 scripts/practice.py solution [NAME]  a model answer

Without NAME, the answer that you saved last is meant. my-answers/ is yours: git ignores it.
"""

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from snippets import checks  # noqa: E402

ANSWERS = ROOT / "my-answers"
MEMORY_BYTES = 2 << 30
COMMAND = f"{'python' if os.name == 'nt' else 'python3'} scripts/practice.py"
JUDGE = """
import json, sys
sys.path.insert(0, sys.argv[1])
from snippets import checks
try:
    import resource
    resource.setrlimit(resource.RLIMIT_AS, (int(sys.argv[5]),) * 2)
except (ImportError, ValueError, OSError):  # Windows; systems without such a limit
    pass
read = lambda path: open(path, encoding="utf-8-sig").read()
verdict = checks.judge(checks.find(sys.argv[2]), read(sys.argv[3]))
open(sys.argv[4], "w", encoding="utf-8").write(json.dumps(verdict))
"""


def main(arguments=None):
    """Dispatch the command line."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="replace")
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    commands = [list_all, start_next, start, check, watch, hint, solution]
    names = {"list_all": "list", "start_next": "next"}
    by_name = {names.get(command.__name__, command.__name__): command for command in commands}
    parser.add_argument("command", nargs="?", default="list", choices=by_name, metavar="COMMAND")
    parser.add_argument("name", nargs="?", metavar="NAME")
    parser.add_argument("--yes", action="store_true", help="do not ask")
    options = parser.parse_args(arguments)
    try:
        sys.exit(by_name[options.command](options))
    except (LookupError, checks.ExerciseError) as error:
        sys.exit(str(error))
    except KeyboardInterrupt:
        sys.exit("\nStopped.")


# ---- exercises, answers and progress ---------------------------------------------------------


def reading_order():
    """Yield the title of a stage, the title of a page and the names of its exercises."""
    left = {name: path.parent.parent.name for name, path in checks.find_all().items()}
    nav = re.findall(r"[\w-]+/[\w-]+\.(?:md|ipynb)", (ROOT / "mkdocs.yml").read_text("utf-8"))
    stages = dict.fromkeys(page.split("/")[0] for page in nav)
    for stage in stages:
        stage_title = _title(ROOT / f"docs/{stage}/index.md")
        pages = [page for page in nav if page.startswith(f"{stage}/")]
        pages.sort(key=lambda page: page.endswith("/index.md"))
        for page in pages:
            text = (ROOT / "docs" / page).read_text("utf-8")
            lines = re.findall(r"^@exercise[ \t]+(\w+)", text, re.MULTILINE)
            named = [name for name in dict.fromkeys(lines) if left.pop(name, None)]
            if named:
                is_stage = page.endswith("/index.md")
                yield stage_title, "" if is_stage else _title(ROOT / "docs" / page), named
        rest = [name for name, folder in left.items() if folder == stage.replace("-", "_")]
        if rest:
            yield stage_title, "", [name for name in rest if left.pop(name)]


def _title(page):
    match = re.search(r"^title: *(.*)$", page.read_text("utf-8"), re.MULTILINE)
    return match[1].strip("\"'") if match else page.stem


def answer_path(name):
    """Return where the reader's answer to an exercise stands."""
    return ANSWERS / f"{name}.py"


def progress():
    """Read what was passed and which hints were seen."""
    try:
        return json.loads((ANSWERS / "progress.json").read_text("utf-8"))
    except (FileNotFoundError, ValueError):
        return {"passed": [], "hints": {}}


def make_folder():
    """Make the reader's folder, in which pytest knows the exercises' checks."""
    ANSWERS.mkdir(exist_ok=True)
    hook = "from scripts.answers import pytest_collect_file\n"
    (ANSWERS / "conftest.py").write_text(hook, "utf-8")


def keep(state):
    make_folder()
    (ANSWERS / "progress.json").write_text(json.dumps(state, indent=1), "utf-8")


def chosen(options):
    """Return the exercise that is named, or else the one whose answer was saved last."""
    if options.name:
        return checks.find(options.name.removesuffix(".py"))
    answers = [path for path in ANSWERS.glob("*.py") if path.stem in checks.find_all()]
    if not answers:
        sys.exit(f"Name an exercise, or begin one with: {COMMAND} next")
    return checks.find(max(answers, key=lambda path: path.stat().st_mtime).stem)


def confirmed(question, options):
    if options.yes:
        return True
    try:
        return input(f"{question} [y/N] ").strip().lower() in ("y", "yes")
    except EOFError:
        print()
        return False


# ---- commands --------------------------------------------------------------------------------


def list_all(options):
    state, stage_before, total, passed = progress(), "", 0, 0
    for stage, page, names in reading_order():
        if stage != stage_before:
            print(f"\n{stage}")
            stage_before = stage
        done = [name for name in names if name in state["passed"]]
        print(f"  {page or 'Not in a chapter yet'}: {len(done)} of {len(names)}")
        for name in names:
            mark = "x" if name in done else "." if answer_path(name).exists() else " "
            exercise = checks.find(name)
            print(f"    [{mark}] {name:28} {exercise.title} ({exercise.level_name})")
        total, passed = total + len(names), passed + len(done)
    print(f"\n{passed} of {total} passed. [x] passed, [.] begun")


def start_next(options):
    passed = progress()["passed"]
    left = [name for _, _, names in reading_order() for name in names if name not in passed]
    if not left:
        print("You have passed every exercise.")
        return
    options.name = left[0]
    if answer_path(options.name).exists():
        print(f"You have begun {options.name}: {_shown(answer_path(options.name))}")
        print(f"To check it: {COMMAND} check {options.name}")
    else:
        start(options)


def start(options):
    exercise = chosen(options)
    path = answer_path(exercise.name)
    question = f"{_shown(path)} holds your work. Replace it by the starter?"
    if path.exists() and not confirmed(question, options):
        print("Left as it was.")
        return
    about = f"{exercise.title} ({exercise.level_name})\n\n{exercise.prompt}"
    comment = "".join(f"# {line}".rstrip() + "\n" for line in about.splitlines())
    parts = [comment, exercise.setup, exercise.starter]
    make_folder()
    path.write_text("\n\n".join(part.strip() for part in parts if part) + "\n", "utf-8")
    print(f"Edit {_shown(path)}, then: {COMMAND} check {exercise.name}")


def _shown(path):
    return path.relative_to(ROOT).as_posix()


def check(options):
    exercise = chosen(options)
    if not answer_path(exercise.name).exists():
        sys.exit(f"You have not begun {exercise.name}. Begin with: {COMMAND} start {exercise.name}")
    make_folder()
    verdict = judge(exercise)
    print(*lines(verdict["report"]), sep="\n")
    if "ModuleNotFoundError" in verdict.get("error", "") and exercise.packages:
        print(f"This exercise needs {', '.join(exercise.packages)}. With the handbook's libraries:")
        print(f"  python3 scripts/dev.py run python scripts/practice.py check {exercise.name}")
    passes = bool(verdict["total"]) and verdict["passed"] == verdict["total"]
    state = progress()
    if passes and exercise.name not in state["passed"]:
        keep(state | {"passed": [*state["passed"], exercise.name]})
    return 0 if passes else 1


def judge(exercise, seconds=checks.CHECK_SECONDS):
    """Judge the reader's answer in a process of its own, with limits on time and memory."""
    python = ROOT / ".venv" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    python = python if python.exists() else sys.executable
    with tempfile.TemporaryDirectory() as folder:
        result = Path(folder) / "verdict.json"
        paths = [answer_path(exercise.name), result, str(MEMORY_BYTES)]
        command = [python, "-c", JUDGE, ROOT, exercise.name, *paths]
        environment = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", **os.environ}
        try:
            ended = subprocess.run(
                [str(part) for part in command],
                stdin=subprocess.DEVNULL,
                capture_output=True,
                timeout=seconds,
                env=environment,
            )
        except subprocess.TimeoutExpired:
            return {"report": [("error", "", checks.STOPPED.format(seconds))], "total": 0}
        if result.exists():
            return json.loads(result.read_text("utf-8"))
    printed = (ended.stdout + ended.stderr).decode("utf-8", "replace").strip()[-2000:]
    lost = (
        "error",
        "Python ended before it could judge your code",
        f"exit code {ended.returncode}",
    )
    return {"report": [lost, ("detail", "printed", printed)], "total": 0}


def lines(report):
    """Lay out a report for a terminal."""
    for kind, label, text in report:
        if kind == "summary":
            yield f"\n{text}"
        elif kind == "detail":
            yield f"    {label + ':':10}" + text.replace("\n", "\n" + " " * 14)
        elif kind == "advice":
            yield f"\n{label}. {text}"
        else:
            yield f"{label}: {text}" if label else text


def watch(options, pause=0.3):
    exercise = chosen(options)
    options.name, path, saved = exercise.name, answer_path(exercise.name), None
    while True:
        if path.exists() and path.stat().st_mtime_ns != saved:
            saved = path.stat().st_mtime_ns
            print(f"\n---- {_shown(path)}, {time.strftime('%H:%M:%S')}", flush=True)
            if check(options) == 0:
                return 0
            print("Waiting for the next save (Ctrl-C ends) ...", flush=True)
        elif not path.exists():
            return check(options)
        time.sleep(pause)


def hint(options):
    exercise, state = chosen(options), progress()
    number = min(state["hints"].get(exercise.name, 0) + 1, len(exercise.hints))
    print(f"Hint {number} of {len(exercise.hints)}\n\n{exercise.hints[number - 1]}")
    keep(state | {"hints": state["hints"] | {exercise.name: number}})


def solution(options):
    exercise = chosen(options)
    question = f"You have not passed {exercise.name} yet. Show the solution?"
    if exercise.name in progress()["passed"] or confirmed(question, options):
        print(exercise.solution.strip())


if __name__ == "__main__":
    main()
