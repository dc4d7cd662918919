"""Every notebook: clean storage, a run on generated data, agreement with its stored outputs."""

import copy
import hashlib
import re

import nbformat
import pooch
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from scripts import notebooks
from snippets.projects import houses
from tests.page_rules import ROOT

NOTEBOOKS = sorted((ROOT / "docs").rglob("*.ipynb"))
NUMBER = re.compile(r"(?<![\w.,])\d[\d,_]*(?:\.\d+)?(?!\w)")
every_notebook = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)


def storage_problems(notebook):
    """List what is wrong with a notebook as it is stored."""
    problems = []
    if notebook != notebooks.normalise(copy.deepcopy(notebook)):
        problems.append("metadata is not normalised: run scripts/notebooks.py refresh")
    level = 0
    for place, cell in enumerate(notebook.cells):
        where = f"cell {cell.id!r}:"
        if not re.fullmatch(r"[a-z][a-z0-9-]*[a-z]", cell.id) or len(cell.id) > 30:
            problems.append(f"{where} give the cell a readable id")
        if cell.cell_type == "code":
            problems += [f"{where} {problem}" for problem in output_problems(cell)]
            continue
        text = re.sub(r"```.*?```", "", cell.source, flags=re.DOTALL)
        for marks in re.findall(r"^(#+) ", text, re.MULTILINE):
            if (len(marks) == 1) != (level == 0):
                problems.append(f"{where} one '# ' heading, and it comes first")
            if len(marks) > level + 1:
                problems.append(f"{where} heading jumps from level {level} to {len(marks)}")
            level = len(marks)
        if place == 0 and not text.startswith("# "):
            problems.append(f"{where} the first cell begins with '# ' and the title")
    return problems


def output_problems(cell):
    problems = []
    for output in cell.outputs:
        kinds = output.get("data", {})
        if output.output_type == "error":
            problems.append(f"stores an error: {output.ename}")
        if output.get("name") == "stderr":
            problems.append(f"stores a warning: {output.text[:80]}")
        if any(kind.startswith("image/") for kind in kinds) and not cell.metadata.get("alt"):
            problems.append('image without alt text: put "alt" into the metadata of the cell')
    return problems


def unproved_numbers(notebook):
    """List numbers in prose that no output or code shows and no link in the paragraph covers."""
    shown = set()
    for cell in notebook.cells:
        if cell.cell_type == "code":
            text = f"{cell.source}\n{notebooks.shown_by(cell)}"
            shown |= {plain(number) for number in NUMBER.findall(text)}
    problems = []
    for cell in notebook.cells:
        for paragraph in cell.source.split("\n\n") if cell.cell_type == "markdown" else []:
            if "](http" in paragraph:
                continue
            for number in NUMBER.findall(re.sub(r"`[^`]*`", "", paragraph)):
                important = "." in number or len(re.sub(r"\D", "", number)) > 2
                if important and plain(number) not in shown:
                    problems.append(f"cell {cell.id!r}: no output shows {number}")
    return problems


def plain(number):
    return float(number.replace(",", "").replace("_", ""))


@every_notebook
def test_is_stored_clean(path):
    assert storage_problems(nbformat.read(path, as_version=4)) == []


@every_notebook
def test_numbers_in_prose_are_shown(path):
    assert unproved_numbers(nbformat.read(path, as_version=4)) == []


@every_notebook
def test_runs_on_generated_data(path):
    fresh = notebooks.execute(path, "twin")
    assert storage_problems(fresh) == []


@every_notebook
def test_stored_outputs_are_those_of_the_real_data(path):
    stored = nbformat.read(path, as_version=4)
    if missing := notebooks.missing_files(stored):
        pytest.skip(f"name the folder that holds {', '.join(missing)} in HANDBOOK_DATA")
    assert notebooks.differences(stored, notebooks.execute(path, "real")) == []


# --- planted faults ---------------------------------------------------------------------------


def notebook_with(*cells):
    title = new_markdown_cell("# Title", id="title")
    return notebooks.normalise(new_notebook(cells=[title, *cells]))


def printing(text, **metadata):
    output = new_output("stream", name="stdout", text=text)
    return new_code_cell("print()", id="table", outputs=[output], metadata=metadata)


def drawing(**metadata):
    output = new_output("display_data", data={"image/svg+xml": "<svg/>"})
    return new_code_cell("draw()", id="figure", outputs=[output], metadata=metadata)


def test_a_cell_that_raises_is_named(tmp_path):
    source = "def halve(number):\n    return number / 0\n\n\nhalve(1)"
    path = tmp_path / "broken.ipynb"
    nbformat.write(notebook_with(new_code_cell(source, id="halving")), path)
    with pytest.raises(notebooks.NotebookError) as error:
        notebooks.execute(path, "twin")
    assert str(error.value).startswith("broken.ipynb, cell 'halving', line 2: ZeroDivisionError")


def test_a_deprecation_warning_is_an_error(tmp_path):
    source = "import warnings\nwarnings.warn('old', FutureWarning)"
    path = tmp_path / "old.ipynb"
    nbformat.write(notebook_with(new_code_cell(source, id="warning")), path)
    with pytest.raises(notebooks.NotebookError, match="cell 'warning', line 2: FutureWarning"):
        notebooks.execute(path, "twin")


def test_storage_problems_are_found():
    assert storage_problems(notebook_with(printing("1"), drawing(alt="A line falls."))) == []
    assert "without alt text" in storage_problems(notebook_with(drawing()))[0]
    jump = new_markdown_cell("### Deep", id="jump")
    assert "jumps from level 1 to 3" in storage_problems(notebook_with(jump))[0]
    second = new_markdown_cell("# Another", id="second")
    assert "one '# ' heading" in storage_problems(notebook_with(second))[0]
    counted = notebook_with(printing("1"))
    counted.cells[1].execution_count = 7
    assert "not normalised" in storage_problems(counted)[0]
    failed = printing("")
    failed.outputs = [new_output("error", ename="KeyError", evalue="'x'", traceback=[])]
    assert "stores an error" in storage_problems(notebook_with(failed))[0]


def test_a_number_without_an_output_is_found():
    claim = new_markdown_cell("The error is 0.25, the share 3 of 10.", id="claim")
    assert unproved_numbers(notebook_with(printing("error 0.25"), claim)) == []
    assert unproved_numbers(notebook_with(printing("error 0.24"), claim)) == [
        "cell 'claim': no output shows 0.25"
    ]


@pytest.mark.parametrize(
    ("stored", "fresh", "same"),
    [
        ("error 0.115", "error 0.116", True),  # one unit of the last digit
        ("error 0.115", "error 0.117", False),
        ("RMSE 61,234", "RMSE 61,250", True),  # less than a thousandth
        ("RMSE 61,234", "RMSE 61,334", False),
        ("a  1.0\nb 10.0", "a 1.0\nb  10.0", True),  # the width of a column
        ("error 0.115", "bias 0.115", False),
        ("-0.115", "0.115", False),
    ],
)
def test_outputs_are_compared_number_by_number(stored, fresh, same):
    found = notebooks.differences(*(notebook_with(printing(text)) for text in (stored, fresh)))
    assert (found == []) == same


def test_an_image_that_vanishes_is_a_difference():
    without = drawing(alt="A line falls.")
    without.outputs = []
    stored, fresh = notebook_with(drawing(alt="A line falls.")), notebook_with(without)
    assert notebooks.differences(stored, fresh) == [
        "cell 'figure': stored '[image/svg+xml]', now ''"
    ]


def test_refresh_refuses_without_the_real_data(tmp_path, monkeypatch):
    notebook = notebook_with(printing("1"))
    notebook.metadata["handbook"] = {"files": ["prices.csv"]}
    path = tmp_path / "lab.ipynb"
    nbformat.write(notebook, path)
    monkeypatch.setenv("HANDBOOK_DATA", str(tmp_path))
    with pytest.raises(notebooks.NotebookError, match=r"prices\.csv is not at hand"):
        notebooks.refresh(path)


# --- the data files ---------------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """Make an empty data folder, and take the network away."""

    def no_network(*args, **options):
        raise OSError("network is unreachable")

    monkeypatch.setenv("HANDBOOK_DATA", str(tmp_path))
    monkeypatch.setattr(pooch.HTTPDownloader, "__call__", no_network)
    return tmp_path


def test_a_file_with_the_right_hash_is_read_without_network(folder):
    (folder / "prices.csv").write_bytes(b"price\n1\n")
    sha256 = hashlib.sha256(b"price\n1\n").hexdigest()
    path = houses.fetch("prices.csv", "https://example.org/prices.csv", sha256)
    assert path == folder / "prices.csv"


def test_a_file_with_another_hash_is_refused_and_left_alone(folder):
    (folder / houses.FILE).write_text("mine")
    with pytest.raises(houses.DataError) as error:
        houses.load_houses("real")
    for part in (str(folder / houses.FILE), "sha256 differs", houses.ADDRESS, 'source="twin"'):
        assert part in str(error.value)
    assert (folder / houses.FILE).read_text() == "mine"


def test_a_download_without_network_says_what_to_do(folder):
    with pytest.raises(houses.DataError) as error:
        houses.load_houses("real")
    for part in (houses.FILE, houses.ADDRESS, "unreachable", "HANDBOOK_DATA", 'source="twin"'):
        assert part in str(error.value)
    assert list(folder.glob("*.csv")) == []


def test_a_download_with_other_content_is_refused(folder, monkeypatch):
    def other_content(self, url, output_file, pooch_object, **options):
        with open(output_file, "w") as file:  # noqa: PTH123 - pooch hands over a file name
            file.write("changed upstream")

    monkeypatch.setattr(pooch.HTTPDownloader, "__call__", other_content)
    with pytest.raises(houses.DataError, match=r"could not be downloaded.*hash"):
        houses.load_houses("real")
    assert list(folder.glob("*.csv")) == []


def test_the_twin_needs_no_network_and_no_folder(folder):
    assert len(houses.load_houses("twin")) == 6000
    assert houses.houses_twin(seed=1).equals(houses.houses_twin(seed=1))
    assert not houses.houses_twin(seed=1).equals(houses.houses_twin(seed=2))


def test_a_twin_that_is_too_small_is_refused():
    with pytest.raises(ValueError, match="rows must be at least 100, got 5"):
        houses.houses_twin(rows=5)
