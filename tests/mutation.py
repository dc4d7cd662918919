"""Small changes to a model solution, to learn whether the checks of its exercise would notice."""

import _thread
import ast
import contextlib
import copy
import threading
import time
from dataclasses import dataclass, replace

from snippets import checks

ARITHMETIC = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Div,
    ast.Mod: ast.FloorDiv,
    ast.Pow: ast.Mult,
    ast.MatMult: ast.Mult,
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
}
COMPARISONS = {
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
}
LOGIC = {ast.And: ast.Or, ast.Or: ast.And}
KEPT = (ast.Import, ast.ImportFrom, ast.FunctionDef, ast.ClassDef, ast.Pass)


@dataclass(frozen=True)
class Mutant:
    """A changed solution and where it was changed."""

    line: int
    change: str
    code: str


def mutants(source):
    r"""Yield the solution with one small change at a time.

    Examples
    --------
    >>> for mutant in mutants("def half(x):\n    return x / 2"):
    ...     print(mutant.line, mutant.change)
    2 dropped `return x / 2`
    2 `x / 2` became `x * 2`
    2 `2` became `3`
    """
    tree = ast.parse(source)
    for position, node in enumerate(_changeable(tree)):
        for number, (old, new) in enumerate(_changes(node)):
            changed = copy.deepcopy(tree)
            twin = list(_changeable(changed))[position]
            _replace(changed, twin, list(_changes(twin))[number][1])
            what = f"dropped `{_first_line(old)}`" if isinstance(new, ast.Pass) else ""
            what = what or f"`{_first_line(old)}` became `{_first_line(new)}`"
            yield Mutant(node.lineno, what, ast.unparse(ast.fix_missing_locations(changed)))


def _first_line(node):
    return ast.unparse(node).splitlines()[0]


def _changeable(node):
    """Walk over the nodes that may be changed: no docstrings, annotations or error messages."""
    if isinstance(node, (ast.expr, ast.stmt)):
        yield node
    body = getattr(node, "body", None)
    for name, value in ast.iter_fields(node):
        if name in ("annotation", "returns", "decorator_list", "bases"):
            continue
        for child in value if isinstance(value, list) else [value]:
            is_docstring = isinstance(body, list) and child is body[0] and _is_text(child)
            is_message = isinstance(node, ast.Raise) or isinstance(child, ast.JoinedStr)
            if isinstance(child, ast.AST) and not is_docstring and not is_message:
                yield from _changeable(child)


def _is_text(statement):
    constant = isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)
    return constant and isinstance(statement.value.value, str)


def _changes(node):
    """Yield pairs of what stands there and what is put in its place."""
    if isinstance(node, ast.stmt) and not isinstance(node, KEPT):
        yield node, ast.Pass()
    if isinstance(node, (ast.BinOp, ast.AugAssign)) and type(node.op) in ARITHMETIC:
        yield node, _with(node, op=ARITHMETIC[type(node.op)]())
    elif isinstance(node, ast.Compare):
        for place, operator in enumerate(node.ops):
            for other in COMPARISONS[type(operator)]:
                operators = [*node.ops[:place], other(), *node.ops[place + 1 :]]
                yield node, _with(node, ops=operators)
    elif isinstance(node, ast.BoolOp):
        yield node, _with(node, op=LOGIC[type(node.op)]())
    elif isinstance(node, ast.UnaryOp):
        yield node, node.operand
    elif isinstance(node, ast.Constant) and type(node.value) in (bool, int, float, str):
        changed = {bool: lambda v: not v, str: lambda v: v + "?"}.get(type(node.value), _add_one)
        yield node, ast.Constant(changed(node.value))
    elif isinstance(node, ast.Call):
        for place in range(len(node.args) - 1):
            arguments = list(node.args)
            arguments[place : place + 2] = reversed(arguments[place : place + 2])
            yield node, _with(node, args=arguments)


def _add_one(number):
    return number + 1


def _with(node, **fields):
    changed = copy.copy(node)
    for name, value in fields.items():
        setattr(changed, name, value)
    return changed


def _replace(tree, old, new):
    for parent in ast.walk(tree):
        for name, value in ast.iter_fields(parent):
            if value is old:
                setattr(parent, name, new)
            elif isinstance(value, list):
                value[:] = [new if child is old else child for child in value]


def add_up(results):
    """Add up the numbers of mutants and join the lists of survivors."""
    results = list(results)
    count = sum(result["count"] for result in results)
    survivors = [line for result in results for line in result["survivors"]]
    equivalent = [line for result in results for line in result["equivalent"]]
    return count, survivors, equivalent


# ---- what runs in a worker process -----------------------------------------------------------


def limit_memory():
    """Keep a mutant that fills the memory from taking the machine with it."""
    try:
        import resource
    except ImportError:  # Windows
        return
    resource.setrlimit(resource.RLIMIT_AS, (4 << 30, 4 << 30))


def examine(name):
    """Judge everything in one exercise file; return verdicts and surviving mutants."""
    exercise = checks.find(name)
    seconds = {check: _cpu_seconds(exercise, check) for check in exercise.checks}
    quick_first = replace(exercise, checks=tuple(sorted(exercise.checks, key=seconds.get)))
    limit = 0.1 + 4 * sum(seconds.values())
    changed = list(mutants(exercise.solution))
    survivors = [mutant for mutant in changed if _survives(quick_first, mutant, limit)]
    wrong = {answer.name: checks.run(exercise, answer.code) for answer in exercise.wrong}
    for verdict in wrong.values():
        verdict["advice"] = checks.recognise(exercise, verdict, lambda other: wrong[other.name])
    return {
        "solution": checks.run(exercise, exercise.solution),
        "starter": checks.run(exercise, exercise.starter),
        "wrong": wrong,
        "seconds": sum(seconds.values()),
        "mutants": len(changed),
        "survivors": [(mutant.line, mutant.change) for mutant in survivors],
    }


def _cpu_seconds(exercise, check):
    start = time.process_time()
    checks.run(replace(exercise, checks=(check,)), exercise.solution)
    return time.process_time() - start


def _survives(exercise, mutant, limit):
    try:
        with _limited(limit):
            verdict = checks.run(exercise, mutant.code, stop_early=True)
    except KeyboardInterrupt:  # an endless loop
        return False
    return not verdict["error"] and verdict["passed"] == verdict["total"]


@contextlib.contextmanager
def _limited(seconds):
    """Interrupt what uses more processor time; other programs on the machine do not count."""
    done = threading.Event()
    start = time.process_time()

    def watch():
        while not done.wait(0.02):
            if time.process_time() - start > seconds:
                _thread.interrupt_main()
                return

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        yield
    finally:
        done.set()
        watcher.join()
