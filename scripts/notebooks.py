"""Run notebooks, rewrite their stored outputs from the real data, compare stored with fresh ones.

python scripts/notebooks.py refresh docs/projects/house-prices-lab.ipynb

A notebook reads HANDBOOK_SOURCE: "twin" for generated, "real" for downloaded data. Its metadata
lists under ``handbook: files:`` the real files, which are looked for in the folder HANDBOOK_DATA.
"""

import os
import re
import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

NUMBER = re.compile(r"(?<![\w.])-?\d[\d,]*(?:\.\d+)?")
ENVIRONMENT = {
    "PYTHONWARNINGS": "error::DeprecationWarning,error::FutureWarning",
    **dict.fromkeys(["OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"], "1"),
}


class NotebookError(Exception):
    """A notebook that cannot be run; the message says which, where and why."""


def missing_files(notebook):
    """List the real files that a notebook needs and HANDBOOK_DATA does not hold."""
    folder = os.environ.get("HANDBOOK_DATA")
    files = notebook.metadata.get("handbook", {}).get("files", [])
    return [name for name in files if not folder or not (Path(folder) / name).is_file()]


def execute(path, source):
    """Return the notebook, normalised, with the outputs of a run on "twin" or "real" data."""
    notebook = nbformat.read(path, as_version=4)
    place = {"metadata": {"path": str(Path(path).parent)}}
    client = NotebookClient(notebook, timeout=300, kernel_name="python3", resources=place)
    try:
        client.execute(env={**os.environ, **ENVIRONMENT, "HANDBOOK_SOURCE": source})
    except CellExecutionError as error:
        cells = [cell for cell in notebook.cells if cell.get("execution_count")]
        traceback = re.sub(r"\x1b\[[\d;]*m", "", error.traceback)
        lines = re.findall(rf"In\s?\[{cells[-1].execution_count}\], line (\d+)", traceback)
        where = f"{Path(path).name}, cell {cells[-1].id!r}, line {lines[-1] if lines else '?'}"
        raise NotebookError(f"{where}: {error.ename}: {error.evalue}") from None
    return normalise(notebook)


def normalise(notebook):
    """Drop what changes from run to run or machine to machine, and pandas' style elements."""
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    kept = {key: value for key, value in notebook.metadata.items() if key == "handbook"}
    kept.update(kernelspec=kernel, language_info={"name": "python"})
    notebook.metadata = nbformat.from_dict(kept)
    for cell in notebook.cells:
        kept = {key: value for key, value in cell.metadata.items() if key in ("alt", "tags")}
        cell.metadata = nbformat.from_dict(kept)
        if cell.cell_type == "code":
            cell.execution_count = None
        for output in cell.get("outputs", []):
            if "execution_count" in output:
                output.execution_count = None
            if "data" in output:
                output.metadata = nbformat.from_dict({})
            if table := output.get("data", {}).get("text/html"):
                output.data["text/html"] = re.sub(r"(?s)<style.*?</style>\s*", "", table)
    return notebook


def differences(stored, fresh, tolerance=1e-3):
    """List where two runs differ: in words, kinds of output, or numbers beyond the tolerance.

    A number may differ by the relative tolerance, or by one unit of its last printed digit.
    """
    found = []
    for cell, new_cell in zip(stored.cells, fresh.cells, strict=True):
        old, new = shown_by(cell), shown_by(new_cell)
        words = [" ".join(NUMBER.sub("#", text).split()) for text in (old, new)]
        if words[0] != words[1]:
            found.append(f"cell {cell.id!r}: stored {words[0]!r}, now {words[1]!r}")
            continue
        for before, after in zip(NUMBER.findall(old), NUMBER.findall(new), strict=True):
            value, new_value = (float(text.replace(",", "")) for text in (before, after))
            unit = max(10.0 ** -len(text.partition(".")[2]) for text in (before, after))
            if abs(value - new_value) > max(tolerance * abs(value), 1.01 * unit):
                found.append(f"cell {cell.id!r}: stored {before}, now {after}")
    return found


def shown_by(cell):
    """Return the outputs of a cell as one text; of an image, its kind only."""
    parts = []
    for output in cell.get("outputs", []):
        data = output.get("data") or {str(output.get("name")): output.get("text")}
        for kind, content in sorted(data.items()):
            parts.append(f"[{kind}]" if kind.startswith("image/") else f"[{kind}] {content}")
    return "\n".join(parts)


def refresh(path):
    """Rewrite the stored outputs of a notebook from the real data."""
    if missing := missing_files(nbformat.read(path, as_version=4)):
        raise NotebookError(
            f"{path}: its stored outputs come from the real data, and {', '.join(missing)} is not "
            "at hand. Name the folder that holds it in HANDBOOK_DATA."
        )
    nbformat.write(execute(path, "real"), path)
    print(f"{path}: outputs stored; read the diff")


if __name__ == "__main__":
    if sys.argv[1:2] != ["refresh"] or not sys.argv[2:]:
        sys.exit(__doc__)
    try:
        for name in sys.argv[2:]:
            refresh(name)
    except NotebookError as error:
        sys.exit(str(error))
