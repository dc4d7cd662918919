"""What the page asks of Python: which imports code has, to run it, to check an answer."""

import ast
import base64
import importlib.util
import io
import json
import linecache
import sys
import traceback
import types

from snippets import checks

SHOWN_LIMIT = 4000
namespace = {}


def reset():
    """Forget the names of the page and its chapter's modules, as a reader's edits changed them."""
    namespace.clear()
    namespace["__name__"] = "__main__"
    for name in [name for name in sys.modules if name.startswith("snippets.")]:
        if name != "snippets.checks":
            del sys.modules[name]


def imports(code):
    """Name the modules of snippets and the other top-level modules that code imports."""
    try:
        tree = ast.parse(code)
    except SyntaxError:
        tree = ast.Module([], [])
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    ours = sorted(name for name in names if name.startswith("snippets."))
    others = {name.split(".")[0] for name in names} - {"snippets"}
    if "as_frame" in code:  # scikit-learn's data sets then import it themselves
        others.add("pandas")
    return json.dumps([ours, sorted(others)])


def missing(modules):
    """Name those of a JSON list of modules that cannot be imported here."""
    importlib.invalidate_caches()
    lost = [name for name in json.loads(modules) if importlib.util.find_spec(name) is None]
    return json.dumps(lost)


def run(code, label, module=""):
    """Run code among the page's names, or inside the module that it is a part of."""
    linecache.cache[label] = (len(code), None, code.splitlines(True), label)
    result = {"ok": True, "value": "", "error": "", "figures": []}
    try:
        names = vars(importlib.import_module(module)) if module else namespace
        before = dict(names)
        tree = ast.parse(code, label)
        last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
        exec(compile(tree, label, "exec"), names)
        if last:
            value = eval(compile(ast.Expression(last.value), label, "eval"), names)
            result["figures"] += picture(value)
            if value is not None and not result["figures"]:
                result["value"] = checks.show(value, SHOWN_LIMIT)
        if module:
            changed = {name for name in names if names[name] is not before.get(name)}
            namespace.update({name: names[name] for name in changed})
        result["figures"] += open_figures()
    except (Exception, SystemExit) as error:
        result.update(ok=False, error=explain(error, label))
    sys.stdout.flush()
    sys.stderr.flush()
    return json.dumps(result)


def explain(error, label):
    """Write a traceback that begins at the reader's code."""
    report = traceback.TracebackException.from_exception(error)
    frames = list(report.stack)
    first = next((i for i, frame in enumerate(frames) if frame.filename == label), len(frames))
    report.stack = traceback.StackSummary.from_list(frames[first:])
    return "".join(report.format())


def picture(value):
    """Draw a Matplotlib figure."""
    if not (hasattr(value, "savefig") and hasattr(value, "axes")):
        return []
    buffer = io.BytesIO()
    value.savefig(buffer, format="png", dpi=110, bbox_inches="tight", facecolor="white")
    return [base64.b64encode(buffer.getvalue()).decode()]


def open_figures():
    """Draw and close what pyplot holds open."""
    pyplot = sys.modules.get("matplotlib.pyplot")
    if not isinstance(pyplot, types.ModuleType):
        return []
    drawn = [image for number in pyplot.get_fignums() for image in picture(pyplot.figure(number))]
    pyplot.close("all")
    return drawn


def check(text, name, answer):
    """Judge an answer to an exercise."""
    return json.dumps(checks.judge(checks.parse(text, name), answer))


reset()
