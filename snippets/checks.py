"""Read one exercise file and run its checks.

Only the standard library is used: the same file runs in a terminal, under pytest and under Pyodide
in the reader's browser, and gives the same verdict in all three.

An exercise is one Python file, cut into cells by ``# %%`` lines that stand in this order::

    (module docstring)   title, level (1 warm-up, 2 core, 3 stretch), packages; then the prompt
    # %% setup           optional: runs before the answer, shown read-only
    # %% starter         what the reader is given
    # %% wrong <name>    a likely wrong answer; its docstring is the advice to whoever gives it,
                         `# fails: test_a test_b` names the checks that it fails
    # %% hint            a docstring in Markdown; hints are shown one at a time
    # %% solution        the model answer; `# equivalent: reason` at the end of a line says why
                         a small change to that line cannot be told from the original
    # %% tests           functions test_*, each with a docstring that says what is checked
"""

import ast
import contextlib
import difflib
import io
import linecache
import math
import operator
import re
import sys
import traceback
from dataclasses import dataclass, field
from pathlib import Path

CELL_MARK = re.compile(r"^# %%[ \t]*(\S*)[ \t]*(.*)$", re.MULTILINE)
EQUIVALENT_MARK = re.compile(r"[ \t]*# equivalent:[ \t]*(.*)$")
CELL_ORDER = ("setup", "starter", "wrong", "hint", "solution", "tests")
HEADER_KEYS = ("title", "level", "packages")
LEVELS = {1: "warm-up", 2: "core", 3: "stretch"}
PRINTED_LIMIT = 4000
SHOWN_LIMIT = 300
TESTS_FILE = "<checks>"
CHECK_SECONDS = 10
STOPPED = "Stopped after {} seconds. Is there a loop that never ends?"
COMPARISONS = {
    "Eq": ("==", lambda got, wanted: equal(got, wanted)),
    "NotEq": ("!=", lambda got, unwanted: not equal(got, unwanted)),
    "Lt": ("<", operator.lt),
    "LtE": ("<=", operator.le),
    "Gt": (">", operator.gt),
    "GtE": (">=", operator.ge),
    "Is": ("is", operator.is_),
    "IsNot": ("is not", operator.is_not),
    "In": ("in", lambda member, group: member in group),
    "NotIn": ("not in", lambda member, group: member not in group),
}


class ExerciseError(Exception):
    """An exercise file is not well formed; says where, what and how to mend it."""

    def __init__(self, file, line, problem, remedy):
        super().__init__(file, line, problem, remedy)
        self.file, self.line, self.problem, self.remedy = file, line, problem, remedy

    def __str__(self):  # noqa: D105
        return f"{self.file}:{self.line}: {self.problem} {self.remedy}"


@dataclass(frozen=True)
class WrongAnswer:
    """A likely wrong answer, what to tell its author, and the checks that it fails."""

    name: str
    advice: str
    code: str
    fails: tuple


@dataclass(frozen=True)
class Check:
    """One test function and what it checks, in the reader's words."""

    name: str
    title: str


@dataclass(frozen=True)
class Exercise:
    """One exercise, as read from its file."""

    name: str
    title: str
    level: int
    packages: tuple
    prompt: str
    setup: str
    starter: str
    wrong: tuple
    hints: tuple
    solution: str
    tests: str
    checks: tuple
    equivalent: dict = field(default_factory=dict)  # line of the solution -> reason
    file: str = ""

    @property
    def level_name(self):
        """The level as a word."""
        return LEVELS[self.level]


# ---- reading an exercise file ----------------------------------------------------------------


@dataclass
class _Cell:
    kind: str
    name: str
    line: int
    body: str
    file: str

    def error(self, problem, remedy, line=None):
        return ExerciseError(self.file, line or self.line, problem, remedy)

    def tree(self):
        """Parse the cell, with the line numbers that it has in the file."""
        try:
            return ast.parse("\n" * self.line + self.body)
        except SyntaxError as error:
            what = f"The {self.kind} cell is not valid Python: {error.msg}."
            raise self.error(what, "Correct this line.", error.lineno) from None


def parse(text, name, file=None):
    """Read the text of an exercise file.

    Parameters
    ----------
    text : str
        The whole file.
    name : str
        The exercise's name: the file's name without ``.py``.
    file : str, optional
        How error messages name the file.

    Returns
    -------
    Exercise

    Raises
    ------
    ExerciseError
        If the file is not well formed.

    Examples
    --------
    >>> parse("# %% answer", "half")
    Traceback (most recent call last):
        ...
    snippets.checks.ExerciseError: half.py:1: There is no cell named 'answer'. \
Use setup, starter, wrong, hint, solution or tests.
    """
    file = file or f"{name}.py"
    head, cells = _cut(text, file)
    title, level, packages, prompt = _read_header(head)
    for cell in cells:
        cell.tree()  # each has to be valid Python
    only = {cell.kind: cell for cell in cells}
    checks = _read_checks(only["tests"])
    solution, equivalent = _read_solution(only["solution"])
    return Exercise(
        name=name,
        title=title,
        level=level,
        packages=packages,
        prompt=prompt,
        setup=only["setup"].body if "setup" in only else "",
        starter=only["starter"].body,
        wrong=_read_wrong_answers([cell for cell in cells if cell.kind == "wrong"], checks),
        hints=tuple(
            _docstring(cell, "Write the hint as a docstring.")
            for cell in cells
            if cell.kind == "hint"
        ),
        solution=solution,
        tests=only["tests"].body,
        checks=checks,
        equivalent=equivalent,
        file=file,
    )


def _cut(text, file):
    """Cut a file into its head and its cells; check that these are known, complete and in order."""
    marks = list(CELL_MARK.finditer(text))
    ends = [mark.start() for mark in marks[1:]] + [len(text)]
    cells = []
    for mark, end in zip(marks, ends, strict=False):
        line = text.count("\n", 0, mark.start()) + 1
        body = text[mark.end() + 1 : end].rstrip() + "\n"
        cell = _Cell(mark[1], mark[2].strip(), line, body, file)
        if cell.kind not in CELL_ORDER:
            names = ", ".join(CELL_ORDER[:-1]) + " or " + CELL_ORDER[-1]
            raise cell.error(f"There is no cell named {cell.kind!r}.", f"Use {names}.")
        if cells and CELL_ORDER.index(cell.kind) < CELL_ORDER.index(cells[-1].kind):
            problem = f"The {cell.kind} cell comes after a {cells[-1].kind} cell."
            raise cell.error(problem, f"The order is {', '.join(CELL_ORDER)}.")
        if cells and cell.kind == cells[-1].kind and cell.kind not in ("wrong", "hint"):
            raise cell.error(f"This is the second {cell.kind} cell.", "Keep one.")
        cells.append(cell)
    for kind in CELL_ORDER[1:]:
        if kind not in {cell.kind for cell in cells}:
            last = text.count("\n") or 1
            raise ExerciseError(file, last, f"No {kind} cell.", f"Add a line '# %% {kind}'.")
    return _Cell("header", "", 0, text[: marks[0].start()], file), cells


def _read_header(head):
    tree = head.tree()
    docstring = ast.get_docstring(tree)
    if not docstring:
        remedy = "Begin the file with a docstring: title, level, packages, blank line, prompt."
        raise head.error("The header is missing.", remedy, 1)
    first_line = tree.body[0].lineno + (not tree.body[0].value.value.split("\n")[0].strip())
    top, _, prompt = docstring.partition("\n\n")
    values = {}
    for line, text in enumerate(top.splitlines(), first_line):
        key, colon, value = text.partition(":")
        if not colon or key not in HEADER_KEYS:
            problem = f"The header line {text!r} is not one of title:, level:, packages:."
            raise head.error(problem, "Leave a blank line between header and prompt.", line)
        values[key] = value.strip()
    for key in HEADER_KEYS:
        if key not in values:
            raise head.error(f"The header has no {key}.", f"Add a line '{key}: ...'.", first_line)
    if not values["title"]:
        raise head.error("The title is empty.", "Give the exercise a title.", first_line)
    if values["level"] not in {str(level) for level in LEVELS}:
        problem = f"The level is {values['level']!r}."
        raise head.error(problem, "Use 1 (warm-up), 2 (core) or 3 (stretch).", first_line)
    if not prompt.strip():
        raise head.error("The prompt is missing.", "Say after the header what to do.", first_line)
    packages = tuple(values["packages"].replace(",", " ").split())
    return values["title"], int(values["level"]), packages, prompt.strip()


def _read_checks(cell):
    checks = []
    for node in cell.tree().body:
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
            title = ast.get_docstring(node)
            if not title:
                remedy = "Say in a docstring what it checks, in the reader's words."
                raise cell.error(f"{node.name} has no docstring.", remedy, node.lineno)
            if node.name in [check.name for check in checks]:
                raise cell.error(f"There are two {node.name}.", "Rename one.", node.lineno)
            checks.append(Check(node.name, " ".join(title.split())))
    if not checks:
        raise cell.error("There is no check.", "Add a function whose name begins with test_.")
    return tuple(checks)


def _read_wrong_answers(cells, checks):
    known = [check.name for check in checks]
    answers = []
    for cell in cells:
        lines = cell.body.splitlines()
        marked = [line for line in lines if line.startswith("# fails:")]
        fails = tuple(name for line in marked for name in line.removeprefix("# fails:").split())
        if not cell.name or cell.name in [answer.name for answer in answers]:
            problem = "A wrong answer needs a name of its own."
            raise cell.error(problem, "Write '# %% wrong <name>'.")
        if not fails:
            remedy = "Add a line '# fails: test_a test_b'."
            raise cell.error(f"The wrong answer {cell.name!r} names no check.", remedy)
        for name in fails:
            if name not in known:
                near = difflib.get_close_matches(name, known, 1) or known
                problem = f"The wrong answer {cell.name!r} names {name!r}, which is no check here."
                raise cell.error(problem, f"Did you mean {near[0]}?")
        advice = _docstring(cell, "Say in a docstring what to tell a reader who gives this answer.")
        after_docstring = cell.tree().body[0].end_lineno - cell.line
        code = [line for line in lines[after_docstring:] if line not in marked]
        answers.append(WrongAnswer(cell.name, advice, "\n".join(code).strip() + "\n", fails))
    return tuple(answers)


def _docstring(cell, remedy):
    docstring = ast.get_docstring(cell.tree())
    if not docstring:
        raise cell.error(f"The {cell.kind} cell has no docstring.", remedy)
    return docstring


def _read_solution(cell):
    """Take out the marks of equivalent lines; return the code, and the reasons by line."""
    lines, reasons = cell.body.splitlines(), {}
    for number, line in enumerate(lines, 1):
        mark = EQUIVALENT_MARK.search(line)
        if mark and not mark[1]:
            raise cell.error("The mark has no reason.", "Say why after it.", cell.line + number)
        if mark:
            lines[number - 1] = line[: mark.start()]
            reasons[number] = mark[1]
    return "\n".join(lines) + "\n", reasons


def find_all(root=None):
    """Return the paths of all exercise files.

    Parameters
    ----------
    root : path-like, optional
        The ``snippets`` folder; by default the one that holds this file.

    Returns
    -------
    dict
        Exercise name -> path.

    Raises
    ------
    ExerciseError
        If two files have one name.

    Examples
    --------
    >>> find_all()["fit_exponent"].parent.parent.name
    'data_structures'
    """
    paths = {}
    root = Path(root or Path(__file__).parent)
    for path in sorted(root.glob("*/exercises/*.py")):
        if path.stem in paths:
            problem = f"There is an exercise {path.stem!r} in {_label(paths[path.stem], root)} too."
            raise ExerciseError(_label(path, root), 1, problem, "Rename one of the two.")
        if path.stem != "__init__":
            paths[path.stem] = path
    return paths


def find(name, root=None):
    """Read the exercise of that name.

    Parameters
    ----------
    name : str
    root : path-like, optional
        The ``snippets`` folder; by default the one that holds this file.

    Returns
    -------
    Exercise

    Raises
    ------
    LookupError
        If there is no exercise of that name; the message suggests the nearest ones.

    Examples
    --------
    >>> find("fit_exponent").level_name
    'warm-up'
    >>> find("fit_exponant")
    Traceback (most recent call last):
        ...
    LookupError: There is no exercise 'fit_exponant'. Did you mean fit_exponent?
    """
    paths = find_all(root)
    if name not in paths:
        near = difflib.get_close_matches(name, paths, 3, 0.5)
        hint = f"Did you mean {' or '.join(near)}?" if near else "The command list shows them all."
        raise LookupError(f"There is no exercise {name!r}. {hint}")
    path = paths[name]
    root = path.parent.parent.parent
    return parse(path.read_text("utf-8"), name, _label(path, root))


def _label(path, root):
    return path.relative_to(Path(root).parent).as_posix()


# ---- what tests use --------------------------------------------------------------------------


class CheckError(AssertionError):
    """A check failed; ``got``, ``expected`` and ``why`` say how."""

    def __init__(self, got="", expected="", why=""):
        super().__init__(f"got {got}, expected {expected}")
        self.details = {"got": got, "expected": expected, "why": why}


class approx:  # noqa: N801 - named and used like pytest's
    """A value to compare with, up to a tolerance.

    Works on numbers, on nested lists, tuples and dictionaries, and on arrays of any shape.

    Parameters
    ----------
    value : object
        What is expected.
    rel, abs : float
        The larger one of ``rel * |expected number|`` and ``abs`` is the tolerance.

    Examples
    --------
    >>> 0.1 + 0.2 == approx(0.3)
    True
    >>> [0.1 + 0.2, (1, 2)] == approx([0.3, (1, 2.1)])
    False
    >>> 1002 == approx(1000, rel=0.01)
    True
    """

    __array_ufunc__ = None  # arrays and tables on the left leave the comparison to this class
    __pandas_priority__ = 5000
    __hash__ = None

    def __init__(self, value, rel=1e-6, abs=1e-9):
        self.value, self.rel, self.abs = value, rel, abs

    def __eq__(self, other):  # noqa: D105
        return self._close(plain(other), plain(self.value))

    def __repr__(self):  # noqa: D105
        return f"about {show(self.value)}"

    def _close(self, got, wanted):
        if isinstance(wanted, (list, tuple)):
            same_length = isinstance(got, (list, tuple)) and len(got) == len(wanted)
            return same_length and all(map(self._close, got, wanted))
        if isinstance(wanted, dict):
            same_keys = isinstance(got, dict) and got.keys() == wanted.keys()
            return same_keys and all(self._close(got[key], wanted[key]) for key in wanted)
        if not _is_number(got) or not _is_number(wanted):
            return got == wanted
        if math.isnan(wanted):
            return math.isnan(got)
        tolerance = max(self.abs, self.rel * abs(wanted))
        return got == wanted or abs(got - wanted) <= tolerance < math.inf


@contextlib.contextmanager
def raises(kind):
    """Expect the code inside the ``with`` block to raise an error of that kind.

    Parameters
    ----------
    kind : type

    Examples
    --------
    >>> with raises(ZeroDivisionError):
    ...     1 / 0
    >>> with raises(ValueError):
    ...     1 / 2
    Traceback (most recent call last):
        ...
    snippets.checks.CheckError: got nothing raised, expected ValueError
    """
    try:
        yield
    except kind:
        return
    except CheckError:
        raise
    except Exception as error:
        got = f"{type(error).__name__}: {error}"
        raise CheckError(got, kind.__name__, "An error was raised, but not this one.") from error
    raise CheckError("nothing raised", kind.__name__, "This call has to raise an error.")


@contextlib.contextmanager
def at_most_steps(limit):
    """Let the answer run that many lines of its own inside the ``with`` block, and no more.

    Counting lines instead of seconds gives the same verdict on every machine.

    Parameters
    ----------
    limit : int

    Examples
    --------
    >>> with at_most_steps(10):
    ...     sum(range(1000))
    499500
    """
    steps = 0
    why = "A step is one line of your code. The answer is too slow for an input of this size."
    too_slow = CheckError(f"no answer after {limit:,} steps", f"at most {limit:,} steps", why)

    def count(frame, event, _):
        nonlocal steps
        steps += event == "line"
        if steps > limit:
            raise too_slow
        return count

    def enter(frame, event, _):
        return count if frame.f_globals.get("__name__") == "answer" else None

    before = sys.gettrace()
    sys.settrace(enter)
    try:
        yield
    finally:
        sys.settrace(before)
    if steps > limit:  # the answer caught the error
        raise too_slow


# ---- comparing and explaining ----------------------------------------------------------------


def _is_number(value):
    return isinstance(value, (int, float))


def plain(value):
    """Turn arrays, series and tables, nested ones too, into lists, dictionaries and numbers.

    Parameters
    ----------
    value : object

    Returns
    -------
    object

    Examples
    --------
    >>> import array
    >>> plain((array.array("d", [1, 2]), {"a": 3}))
    ([1.0, 2.0], {'a': 3})
    """
    if isinstance(value, type):
        return value
    if callable(getattr(value, "tolist", None)):
        return value.tolist()
    if hasattr(value, "columns") and hasattr(value, "to_dict"):
        return value.to_dict("list")
    if type(value) in (list, tuple):
        return type(value)(map(plain, value))
    if type(value) is dict:
        return {key: plain(item) for key, item in value.items()}
    return value


def equal(got, wanted):
    """Compare two values; arrays are equal when their shapes and all their values are.

    Parameters
    ----------
    got, wanted : object

    Returns
    -------
    bool

    Examples
    --------
    >>> equal([1, 2], [1, 2]), equal([1, 2], (1, 2))
    (True, False)
    """
    if isinstance(got, approx):
        return got == wanted
    if isinstance(wanted, approx):
        return wanted == got
    return bool(plain(got) == plain(wanted))


def show(value, limit=SHOWN_LIMIT):
    """Write a value for the reader: on few lines, the same on every run.

    Parameters
    ----------
    value : object
    limit : int
        Longest text.

    Returns
    -------
    str

    Examples
    --------
    >>> show(list(range(1000)), limit=40)
    '[0, 1, 2, 3, 4, 5, 6, 7, 8, 9… (4,890 characters)'
    """
    if type(value) is set and value:  # its order may differ from run to run
        return _show_sorted(value)
    try:
        text = repr(value.item() if hasattr(value, "item") and _is_scalar(value) else value)
    except Exception as error:
        text = f"<{type(value).__name__} whose repr raises {type(error).__name__}>"
    text = re.sub(r" at 0x[0-9a-fA-F]+", "", text)
    return text if len(text) <= limit else f"{text[: limit - 11]}… ({len(text):,} characters)"


def _is_scalar(value):
    return getattr(value, "shape", None) == () and type(value).__name__ != "ndarray"


def explain(got, wanted):
    """Say in one sentence, or as a short comparison of lines, where two values part.

    Parameters
    ----------
    got, wanted : object

    Returns
    -------
    str
        Empty if the values themselves say it.

    Examples
    --------
    >>> explain([1, 2, 4], [1, 2, 3])
    'They first differ at index 2: 4, expected 3.'
    >>> explain(None, 3)
    'The call returned None: is a `return` missing?'
    """
    if got is None and wanted is not None:
        return "The call returned None: is a `return` missing?"
    close = equal
    if isinstance(wanted, approx):
        tolerance, wanted = wanted, wanted.value
        close = tolerance._close
    type_names = type(got).__name__, type(wanted).__name__
    got, wanted = plain(got), plain(wanted)

    def both(kinds):
        return isinstance(got, kinds) and isinstance(wanted, kinds)

    if both(str) and "\n" in got + wanted:
        lines = difflib.ndiff(wanted.splitlines(), got.splitlines())
        return "\n".join(line for line in lines if line[0] in "+-?")
    if both(dict):
        return _explain_keys(got, wanted, close)
    if both((set, frozenset)):
        parts = {"missing": wanted - got, "too many": got - wanted}
        return "; ".join(f"{word}: {_show_sorted(part)}" for word, part in parts.items() if part)
    if both((list, tuple)) and (type(got) is type(wanted) or close is not equal):
        if len(got) != len(wanted):
            return f"{len(wanted)} items were expected, {len(got)} came back."
        pairs = zip(got, wanted, strict=True)
        index = next((i for i, pair in enumerate(pairs) if not close(*pair)), None)
        if index is not None:
            there = f"{show(got[index])}, expected {show(wanted[index])}"
            return f"They first differ at index {index}: {there}."
    elif not both((int, float)) and type(got) is not type(wanted):
        return f"Expected a value of type {type_names[1]}; a {type_names[0]} came back."
    return ""


def _explain_keys(got, wanted, close):
    missing = [key for key in wanted if key not in got]
    extra = [key for key in got if key not in wanted]
    changed = [key for key in wanted if key in got and not close(got[key], wanted[key])]
    parts = []
    if missing:
        parts.append(f"missing keys: {show(missing)}")
    if extra:
        parts.append(f"unexpected keys: {show(extra)}")
    if changed:
        key = changed[0]
        parts.append(f"at key {key!r}: {show(got[key])}, expected {show(wanted[key])}")
    return "; ".join(parts)


def _show_sorted(group):
    return "{" + ", ".join(sorted(map(show, group))) + "}"


# ---- running an answer -----------------------------------------------------------------------


class _ShowBothSides(ast.NodeTransformer):
    """Turn ``assert a == b`` into a call that keeps both values, so that they can be shown."""

    def visit_Assert(self, node):
        message = node.msg or ast.Constant("")
        test = node.test
        if isinstance(test, ast.Compare) and len(test.ops) == 1:
            kind = ast.Constant(type(test.ops[0]).__name__)
            name, arguments = "__compare__", [test.left, test.comparators[0], kind, message]
        else:
            name, arguments = "__holds__", [test, message]
        call = ast.Expr(ast.Call(ast.Name(name, ast.Load()), arguments, []))
        return ast.fix_missing_locations(ast.copy_location(call, node))


def _compare(got, wanted, kind, message):
    symbol, holds = COMPARISONS[kind]
    if _is_true(holds(got, wanted)):
        return
    if kind == "Eq":
        raise CheckError(show(got), show(wanted), message or explain(got, wanted))
    raise CheckError(show(got), f"{symbol} {show(wanted)}", message)


def _holds(value, message):
    if not _is_true(value):
        raise CheckError(show(value), "something true", message)


def _is_true(value):
    return bool(value.all() if hasattr(value, "all") else value)


class _Printed(io.StringIO):
    """Keeps the beginning of what is printed; a loop that prints without end costs no memory."""

    def write(self, text):
        if self.tell() < PRINTED_LIMIT:
            super().write(text[: PRINTED_LIMIT - self.tell()])
        return len(text)


@contextlib.contextmanager
def _printed_into(record):
    printed = _Printed()
    try:
        with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
            yield
    finally:
        record["printed"] = printed.getvalue()


def run(exercise, answer, stop_early=False):
    """Run an answer and all checks of its exercise.

    Parameters
    ----------
    exercise : Exercise
    answer : str
        The reader's code.
    stop_early : bool
        Stop at the first check that fails.

    Returns
    -------
    dict
        ``error`` and ``where`` if the code stopped before the checks; ``results``: for each check
        ``name``, ``title``, ``ok`` and, if it failed, ``called``, ``got``, ``expected``, ``why``
        and ``where``; ``printed``; the counts ``passed`` and ``total``; ``advice``.

    Examples
    --------
    >>> exercise = find("fit_exponent")
    >>> verdict = run(exercise, exercise.solution)
    >>> verdict["passed"] == verdict["total"]
    True
    >>> run(exercise, "return 1 1")["error"]
    'SyntaxError: invalid syntax'
    """
    checks = exercise.checks
    verdict = {"error": "", "where": "", "results": [], "passed": 0, "total": len(checks)}
    verdict |= {"printed": "", "advice": ""}
    answer_file = f"{exercise.name}.py"
    namespace = {"__name__": "answer"}
    try:
        with _printed_into(verdict):
            _execute(exercise.setup, "<setup>", namespace)
            _execute(answer, answer_file, namespace)
    except (Exception, SystemExit) as error:
        what = error.msg if isinstance(error, SyntaxError) else error
        verdict["error"] = f"{type(error).__name__}: {what}"
        verdict["where"] = _where(error, answer_file)
        return verdict
    tree = ast.parse(exercise.tests)
    tools = {"__name__": TESTS_FILE, "__compare__": _compare, "__holds__": _holds}
    namespace = namespace | tools
    exec(compile(_ShowBothSides().visit(ast.parse(exercise.tests)), TESTS_FILE, "exec"), namespace)
    for check in checks:
        result = {"name": check.name, "title": check.title, "ok": True, "printed": ""}
        try:
            with _printed_into(result):
                namespace[check.name]()
        except (Exception, SystemExit) as error:
            result["ok"] = False
            result |= _describe(error, tree, exercise.tests, answer_file)
        verdict["results"].append(result)
        verdict["passed"] += result["ok"]
        if stop_early and not result["ok"]:
            break
    return verdict


def _execute(source, file_name, namespace):
    linecache.cache[file_name] = (len(source), None, source.splitlines(True), file_name)
    exec(compile(source, file_name, "exec", dont_inherit=True), namespace)


def _describe(error, tree, source, answer_file):
    """Say for a failed check what was called, what came back, what was expected and why."""
    if isinstance(error, CheckError):
        details = error.details
    else:
        details = {"got": f"{type(error).__name__}: {error}", "expected": "no error", "why": ""}
    frames = list(traceback.walk_tb(error.__traceback__))
    frame, line = [
        (frame, line)
        for frame, line in frames
        if frame.f_code.co_filename == TESTS_FILE and not frame.f_code.co_name.startswith("<")
    ][-1]
    if isinstance(error, NameError) and frames[-1][0] is frame:
        details["why"] = "Your code does not define it: keep the name that the starter gives."
    return details | {
        "called": _called(tree, source, line, frame.f_locals),
        "where": _where(error, answer_file),
    }


def _called(tree, source, line, variables):
    """Find the expression that a line of the tests evaluates, and the test's own values in it."""
    inside = [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.stmt) and node.lineno <= line <= node.end_lineno
    ]
    node = max(inside, key=lambda node: (node.lineno, -node.end_lineno))
    if isinstance(node, ast.With):
        node = node.body[-1]
    if isinstance(node, ast.Assert):
        node = node.test.left if isinstance(node.test, ast.Compare) else node.test
    elif isinstance(node, (ast.Assign, ast.Expr)):
        node = node.value
    names = dict.fromkeys(part.id for part in ast.walk(node) if isinstance(part, ast.Name))
    values = [
        f"{name} = {show(variables[name], 100)}"
        for name in names
        if name in variables and not callable(variables[name])
    ]
    text = " ".join(ast.get_source_segment(source, node).split())
    return text + (" with " + ", ".join(values) if values else "")


def _where(error, answer_file):
    """Name the last line of the answer that an error passed through."""
    if isinstance(error, SyntaxError) and error.filename == answer_file:
        return f"line {error.lineno}: {(error.text or '').strip()}"
    frames = traceback.extract_tb(error.__traceback__)
    for frame in reversed(frames):
        if frame.filename == answer_file and not isinstance(error, CheckError):
            inside = "" if frame.name == "<module>" else f", in {frame.name}"
            return f"line {frame.lineno}{inside}: {(frame.line or '').strip()}"
    return ""


def judge(exercise, answer):
    """Run an answer, recognise known wrong answers, and say the verdict in words.

    Parameters
    ----------
    exercise : Exercise
    answer : str

    Returns
    -------
    dict
        As from :func:`run`, with ``advice`` where the answer fails exactly as a known wrong one
        does, and ``report``: rows of kind, label and text, in the order in which they are shown.

    Examples
    --------
    >>> exercise = find("fit_exponent")
    >>> judge(exercise, exercise.solution)["report"][-1]
    ('summary', '', 'All 5 checks pass.')
    >>> verdict = judge(exercise, exercise.wrong[0].code)
    >>> verdict["advice"] == exercise.wrong[0].advice
    True
    """
    verdict = run(exercise, answer)
    verdict["advice"] = recognise(exercise, verdict, lambda wrong: run(exercise, wrong.code))
    verdict["report"] = list(_tell(verdict))
    return verdict


def recognise(exercise, verdict, judge_wrong):
    """Return the advice of the known wrong answer that fails exactly as this one does.

    Parameters
    ----------
    exercise : Exercise
    verdict : dict
        From :func:`run`.
    judge_wrong : callable
        Takes a :class:`WrongAnswer` and returns its verdict.

    Returns
    -------
    str
        Empty if no wrong answer fails like this.
    """
    fingerprint = _fingerprint(verdict)
    failed = {name for name, _, _ in fingerprint}
    for wrong in exercise.wrong:
        if failed == set(wrong.fails) and _fingerprint(judge_wrong(wrong)) == fingerprint:
            return wrong.advice
    return ""


def _fingerprint(verdict):
    """List what failed and what came back, with numbers rounded: rounding errors do not count."""
    failed = [result for result in verdict["results"] if not result["ok"]]
    return [(result["name"], rounded(result["got"]), rounded(result["why"])) for result in failed]


def rounded(text):
    """Round the numbers with a decimal point in a text to six digits.

    Parameters
    ----------
    text : str

    Returns
    -------
    str

    Examples
    --------
    >>> rounded("got 0.30000000000000004")
    'got 0.3'
    """
    return re.sub(r"\d+\.\d+(e[-+]?\d+)?", lambda number: f"{float(number[0]):.6g}", text)


def _tell(verdict):
    """Say a verdict in the words that the page and the terminal show."""
    if verdict["error"]:
        yield "error", "Your code stopped before the checks", verdict["error"]
        yield from _details({"at": verdict["where"], "printed": verdict["printed"]})
        return
    for result in verdict["results"]:
        if result["ok"]:
            yield "passes", "Passes", result["title"]
        else:
            yield "fails", "Fails", result["title"]
            labels = ("called", "got", "expected", "why")
            details = {label: result[label] for label in labels}
            yield from _details(details | {"at": result["where"], "printed": result["printed"]})
    if verdict["advice"]:
        yield "advice", "This looks familiar", verdict["advice"]
    passed, total = verdict["passed"], verdict["total"]
    share = f"All {total}" if passed == total else f"{passed} of {total}"
    yield "summary", "", f"{share} checks pass."


def _details(texts):
    for label, text in texts.items():
        if text:
            yield "detail", label, text.rstrip()
