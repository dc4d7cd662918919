"""Exercises and sessions in a real browser: what a reader presses, and what she sees."""

import functools
import gzip
import http.server
import json
import os
import re
import shutil
import threading
import time
from pathlib import Path

import pytest
from playwright.sync_api import expect, sync_playwright

from scripts import pyodide
from snippets import checks
from tests.conftest import SITE_URL
from tests.test_browser import find_browser
from tests.test_pyodide import stub_wheel

ROOT = Path(__file__).resolve().parents[1]
AXE = (ROOT / "tests/vendor/axe.min.js").read_text("utf-8")
BYTES_BEFORE_FIRST_PRESS = 2048
WIDE = {"width": 1280, "height": 900}
COLD = 60_000  # milliseconds that Python may take to start on a busy machine
EXERCISE = "fit_exponent"
STAGE = "data-structures/"
CHAPTER = "algorithms/linear-regression/"
CELLS = "cells/"  # a page that is planted for these tests

# A definition, a session that uses it, code that draws, code that fails.
MODULE = "snippets/algorithms/planted.py"
PLANTED = "def double(x):\n    return 2 * x\n"
CELL = '<div class="highlight"><pre><code>{}</code></pre></div>'
CELLS_PAGE = (
    f'<div class="highlight runs"><span class="filename"><a href="/x/blob/main/{MODULE}#L1-L2">'
    f"planted.py</a></span><pre><code>{PLANTED}</code></pre></div>"
    '<div class="session runs">'
    + CELL.format("from snippets.algorithms.planted import double\nx = double(4)")
    + CELL.format("x + 1")
    + '<pre class="output"><samp>9</samp></pre></div>'
    '<div class="session runs">'
    + CELL.format("dict()['gone']")
    + '<pre class="output"><samp>Traceback (most recent call last):\n    ...\nKeyError: '
    "'gone'</samp></pre>"
    + CELL.format(
        "class Figure:\n    axes = []\n    def savefig(self, buffer, **options):\n"
        "        buffer.write(b'picture')\n\nFigure()"
    )
    + CELL.format("def fail():\n    return 1 / 0\n\nfail()")
    + "</div>"
)


@pytest.fixture(scope="module")
def practice_site(site, pyodide_core, tmp_path_factory):
    """Serve the built site with Python for the browser, and return its address."""
    folder = tmp_path_factory.mktemp("served") / "site"
    shutil.copytree(site, folder, ignore=shutil.ignore_patterns("pyodide"))
    shutil.copytree(pyodide_core, folder / "assets/pyodide")
    lock = json.loads((folder / "assets/pyodide" / pyodide.LOCK).read_text("utf-8"))
    stub = stub_wheel(folder / "assets/pyodide", "stubbed")
    lock["packages"] = {"stubbed": stub["packages"]["stubbed"]}
    (folder / "assets/pyodide" / pyodide.LOCK).write_text(json.dumps(lock), "utf-8")
    runner = folder / "assets/practice/runner.js"
    short = runner.read_text("utf-8").replace("{ check: 10, run: 60 }", "{ check: 4, run: 60 }")
    runner.write_text(short, "utf-8")
    plant_cells(folder)
    handler = functools.partial(Handler, directory=str(folder))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    address = f"http://127.0.0.1:{server.server_port}/"
    for path in [folder / "sitemap.xml", *folder.rglob("*.html")]:  # for instant navigation
        path.write_text(path.read_text("utf-8").replace(SITE_URL, address), "utf-8")
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield address, folder
    server.shutdown()
    server.server_close()


class Handler(http.server.SimpleHTTPRequestHandler):
    """Serve files and say nothing."""

    extensions_map = http.server.SimpleHTTPRequestHandler.extensions_map | {
        ".mjs": "text/javascript",
        ".wasm": "application/wasm",
    }

    def log_message(self, *arguments):
        """Say nothing: the tests look at the requests from the browser's side."""


def plant_cells(folder):
    page = (folder / STAGE / "index.html").read_text("utf-8")
    article = re.compile(r"(<article[^>]*>).*(</article>)", re.DOTALL)
    content = article.sub(lambda match: match[1] + "<h1>Cells</h1>" + CELLS_PAGE + match[2], page)
    (folder / CELLS).mkdir()
    (folder / CELLS / "index.html").write_text(content, "utf-8")
    published = folder / "assets/practice"
    (published / MODULE).write_text(PLANTED, "utf-8")
    modules = json.loads((published / "snippets/modules.json").read_text("utf-8"))
    modules.append(MODULE.removesuffix(".py").replace("/", "."))
    (published / "snippets/modules.json").write_text(json.dumps(modules), "utf-8")


@pytest.fixture(scope="module")
def chromium():
    path = find_browser()
    if path is None:
        (pytest.fail if os.environ.get("CI") else pytest.skip)("no Chromium, Chrome or Edge")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=path, args=["--no-sandbox", "--disable-gpu"]
        )
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def visit(chromium, practice_site):
    """Return a function that opens a page; what the browser complains about fails the module."""
    contexts, complaints = [], []

    def open_page(address, **options):
        context = chromium.new_context(**{"viewport": WIDE, **options})
        contexts.append(context)
        page = context.new_page()
        page.asked = []
        page.on("request", lambda request: page.asked.append(request.url))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(practice_site[0] + address)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []


class Block:
    """A block of code on a page, as a reader meets it."""

    def __init__(self, page, element):
        self.page, self.element = page, element
        holder = element.locator("xpath=ancestor::*[contains(@class, 'exercise')][1]")
        self.panel = (holder if holder.count() else page).locator(".practice-panel").first
        self.status = self.panel.locator(".practice-status")

    def press(self, name):
        self.element.get_by_role("button", name=name, exact=True).click()

    def says(self, text, timeout=COLD):
        expect(self.status).to_contain_text(text, timeout=timeout)

    def shows(self, text):
        expect(self.panel).to_contain_text(text)

    def write(self, code):
        if not self.element.locator(".practice-editor").count():
            self.press("Edit")
        self.element.locator(".cm-content, textarea").fill(code)


@pytest.fixture(scope="module")
def shared(visit):
    """One page whose Python has started; starting it takes seconds."""
    return visit(STAGE)


@pytest.fixture
def exercise(shared):
    """Return an exercise as it is on the first visit, in the shared page."""
    shared.evaluate("localStorage.clear()")
    shared.set_viewport_size(WIDE)
    block = Block(shared, shared.locator(f"[data-exercise={EXERCISE}] .starter"))
    if block.element.get_by_role("button", name="Reset").count():
        block.press("Reset")
    return block


@pytest.fixture(scope="module")
def source():
    return checks.find(EXERCISE)


def cell(page, number):
    return Block(page, page.locator("[data-practice]").nth(number))


# ---- before the first press ------------------------------------------------------------------


def test_a_page_pays_little_before_the_first_press(visit, practice_site):
    page = visit(STAGE)
    expect(page.get_by_role("button", name="Check").first).to_be_visible()
    asked = [url for url in page.asked if "/assets/practice/" in url or "/assets/pyodide/" in url]
    assert sorted(url.rpartition("/")[2] for url in asked) == ["boot.js", "practice.css"]
    folder = practice_site[1] / "assets/practice"
    sizes = [
        len(gzip.compress((folder / name).read_bytes())) for name in ("boot.js", "practice.css")
    ]
    assert sum(sizes) <= BYTES_BEFORE_FIRST_PRESS


def test_buttons_move_nothing(visit):
    page = visit(CHAPTER)
    expect(page.get_by_role("button", name="Run").first).to_be_visible()
    height = page.evaluate("document.documentElement.scrollHeight")
    page.evaluate(
        "() => document.querySelectorAll('[data-practice]').forEach(block => {"
        "block.querySelector('.practice-bar').remove(); delete block.dataset.practice; })"
    )
    assert abs(page.evaluate("document.documentElement.scrollHeight") - height) < 3


def test_without_scripts_everything_is_readable(visit, source):
    page = visit(STAGE, java_script_enabled=False)
    assert page.get_by_role("button", name="Check").count() == 0
    exercise = page.locator(f"[data-exercise={EXERCISE}]")
    expect(exercise).to_contain_text("def fit_exponent")
    for details in exercise.locator("details").all():
        details.locator("summary").click()
    expect(exercise).to_contain_text("return products / squares")
    for check in source.checks:
        expect(exercise).to_contain_text(check.title)


def test_from_disk_there_are_no_buttons(chromium, practice_site):
    page = chromium.new_page()
    page.goto((practice_site[1] / STAGE / "index.html").as_uri())
    expect(page.locator(f"[data-exercise={EXERCISE}]")).to_contain_text("def fit_exponent")
    assert page.get_by_role("button", name="Check").count() == 0
    page.close()


# ---- checking --------------------------------------------------------------------------------


def test_right_wrong_looping_crashing_and_broken_answers(exercise, source):
    exercise.press("Check")
    exercise.says("0 of 5 checks pass.")
    exercise.shows("The call returned None")
    wrong = source.wrong[0]
    exercise.write(wrong.code)
    exercise.press("Check")
    exercise.says("4 of 5 checks pass.")
    exercise.shows("This looks familiar. You use two points")
    for label in ("called", "got", "expected"):
        exercise.shows(label)
    exercise.write("x = (")
    exercise.press("Check")
    exercise.says("Your code stopped before the checks.")
    exercise.shows("SyntaxError: '(' was never closed")
    exercise.write("def fit_exponent(sizes, seconds):\n    return sizes[99]\n")
    exercise.press("Check")
    exercise.shows("line 2, in fit_exponent: return sizes[99]")
    exercise.write("while True:\n    pass\n")
    exercise.press("Check")
    exercise.says(checks.STOPPED.format(4))
    exercise.write(source.solution)
    exercise.press("Check")
    exercise.says("All 5 checks pass.")
    exercise.shows("Passes: Exact powers give their exponent")


def test_the_limits_of_page_and_terminal_are_the_same():
    runner = (ROOT / "docs/assets/practice/runner.js").read_text("utf-8")
    assert f'const STOPPED = "{checks.STOPPED}"' in runner
    assert f"check: {checks.CHECK_SECONDS}," in runner


def test_edits_and_passes_are_kept_until_reset(visit, source):
    page = visit(STAGE)
    exercise = Block(page, page.locator(f"[data-exercise={EXERCISE}] .starter"))
    exercise.write(source.solution + "\n# mine\n")
    exercise.press("Check")
    exercise.says("All 5 checks pass.")
    page.reload()
    again = Block(page, page.locator(f"[data-exercise={EXERCISE}] .starter"))
    expect(again.element.locator(".cm-content")).to_contain_text("# mine")
    expect(again.element.locator("[data-passed]")).to_have_count(1)
    again.press("Reset")
    expect(again.element.locator(".cm-content")).not_to_contain_text("# mine")
    page.reload()
    expect(page.locator("[data-passed], .practice-editor")).to_have_count(0)


def test_hints_come_one_at_a_time(visit):
    page = visit(STAGE)
    exercise = page.locator(f"[data-exercise={EXERCISE}]")
    expect(exercise.get_by_text("Hint 2")).to_be_hidden()
    exercise.get_by_text("Hint 1").click()
    expect(exercise.get_by_text("Hint 2")).to_be_visible()


# ---- running ---------------------------------------------------------------------------------


def test_cells_run_in_order_and_use_edited_definitions(visit):
    page = visit(CELLS)
    last = cell(page, 2)
    last.press("Run")
    last.says("the output above, again")
    definition = cell(page, 0)
    definition.write("def double(x):\n    return 20 * x\n")
    definition.press("Run")
    expect(page.locator(".practice-status").first).to_contain_text("Done")
    cell(page, 1).press("Run")
    expect(page.locator(".practice-panel").nth(1)).to_contain_text("Done")
    last.press("Run")
    expect(page.locator(".practice-panel").nth(2)).to_contain_text("81")


def test_figures_are_shown_and_errors_point_at_the_line(visit):
    page = visit(CELLS)
    cell(page, 4).press("Run")  # after a cell whose error is meant
    image = page.locator(".practice-panel img")
    expect(image).to_have_attribute("src", "data:image/png;base64,cGljdHVyZQ==", timeout=COLD)
    cell(page, 5).press("Run")
    output = page.locator(".practice-panel").last
    expect(output).to_contain_text("ZeroDivisionError: division by zero")
    expect(output).to_contain_text('File "cell.py", line 4, in <module>')
    expect(output).not_to_contain_text("session.py")


def test_the_setup_of_an_exercise_runs_first(visit):
    page = visit(STAGE)
    block = Block(page, page.locator("[data-exercise=complexity_of] .starter"))
    block.write("f4(1024)")
    block.press("Run")
    block.says("Done in")
    block.shows("10")


def test_printing_without_end_is_cut_and_can_be_stopped(exercise):
    exercise.write("while True:\n    print('on and on')\n")
    exercise.press("Run")
    exercise.element.get_by_role("button", name="Stop").wait_for()
    output = exercise.panel.locator("pre")
    deadline = time.monotonic() + COLD / 1000
    while "more was printed" not in output.inner_text() and time.monotonic() < deadline:
        exercise.page.wait_for_timeout(100)
    assert 200_000 < len(output.inner_text()) < 210_000
    exercise.press("Stop")
    exercise.says("Stopped.")
    exercise.write("print('back')\n")
    exercise.press("Run")
    exercise.says("Done in")
    exercise.shows("back")


def test_python_survives_endless_recursion(exercise):
    exercise.write("def down(n):\n    return down(n + 1)\n\ndown(0)\n")
    exercise.press("Run")
    exercise.says("Python raised an error.")
    exercise.shows("RecursionError")
    exercise.write("print('still here')\n")
    exercise.press("Run")
    exercise.says("Done in")
    exercise.shows("still here")


def test_output_streams_while_code_runs(exercise):
    exercise.write(
        "import time\nprint('first')\ntime.sleep(0.1)\nprint('second')\nwhile True: pass\n"
    )
    exercise.press("Run")
    expect(exercise.panel.locator("pre")).to_contain_text("first", timeout=COLD)
    expect(exercise.element.get_by_role("button", name="Stop")).to_be_visible()
    exercise.press("Stop")


def test_libraries_come_when_code_imports_them(exercise):
    exercise.write("import stubbed\nstubbed.__version__\n")
    exercise.press("Run")
    exercise.says("Done in")
    exercise.shows("'0.stub'")


def test_a_library_that_this_copy_lacks_is_named(visit):
    page = visit(CHAPTER)
    vif = Block(page, page.locator("[data-exercise=vif] .starter"))
    vif.press("Check")
    vif.says("This needs numpy, which this copy of the handbook does not carry.")
    vif.says("In a terminal: python3 scripts/practice.py start vif")


def test_a_copy_without_python_says_so(visit):
    page = visit(STAGE)
    page.route("**/assets/pyodide/**", lambda route: route.fulfill(status=404))
    block = Block(page, page.locator(f"[data-exercise={EXERCISE}] .starter"))
    block.press("Check")
    block.says("does not carry Python for the browser. To add it: python3 scripts/pyodide.py core")


def test_a_text_box_stands_in_for_the_editor(visit, source):
    page = visit(STAGE)
    page.route("**/editor.js", lambda route: route.abort())
    block = Block(page, page.locator(f"[data-exercise={EXERCISE}] .starter"))
    block.write(source.solution)
    expect(block.element.locator("textarea")).to_be_focused()
    page.keyboard.press("Control+Enter")
    block.says("All 5 checks pass.")


# ---- navigation, keyboard, accessibility, safety -------------------------------------------------


def test_python_stays_between_pages_and_forgets_the_names(visit):
    page = visit(STAGE)
    block = Block(page, page.locator(f"[data-exercise={EXERCISE}] .starter"))
    block.write("kept = 1\n")
    block.press("Run")
    block.says("Done in")
    page.evaluate("window.sameDocument = true")
    page.locator(".md-nav__link", has_text="10 Jobs").first.click()
    page.wait_for_url("**/career/**")
    page.locator(".md-nav__link", has_text="8 Data structures").first.click()
    page.wait_for_url(f"**/{STAGE}**")
    assert page.evaluate("window.sameDocument") is True
    again = Block(page, page.locator(f"[data-exercise={EXERCISE}] .starter"))
    again.write("print('kept' in dir())\n")
    again.press("Run")
    again.says("Done in")
    again.shows("False")
    assert len([url for url in page.asked if url.endswith("pyodide.asm.wasm")]) == 1


def test_everything_works_by_keyboard(exercise, source):
    page = exercise.page
    edit = exercise.element.get_by_role("button", name=re.compile("Edit|Reset"))
    edit.focus()
    page.keyboard.press("Enter")
    expect(exercise.element.locator(".cm-content")).to_be_focused()
    page.keyboard.press("Control+A")
    page.keyboard.insert_text(source.solution)
    page.keyboard.press("Control+Enter")
    exercise.says("All 5 checks pass.")
    page.keyboard.press("Tab")
    expect(exercise.element.get_by_role("button", name="Check")).to_be_focused()
    page.keyboard.press("Enter")
    exercise.says("Running")
    exercise.says("All 5 checks pass.")


@pytest.mark.parametrize("scheme", ["default", "slate"])
def test_axe_finds_nothing(exercise, source, scheme):
    exercise.write(source.wrong[0].code)
    exercise.press("Check")
    exercise.says("4 of 5 checks pass.")
    page = exercise.page
    page.add_style_tag(content="*, ::before, ::after { transition: none !important; }")
    page.evaluate("scheme => document.body.dataset.mdColorScheme = scheme", scheme)
    page.evaluate(AXE)
    found = page.evaluate("axe.run('.exercise', {resultTypes: ['violations']})")
    assert [
        (rule["id"], node["html"][:200], node["failureSummary"])
        for rule in found["violations"]
        for node in rule["nodes"]
    ] == []
    assert exercise.status.get_attribute("role") == "status"


def test_on_a_phone_nothing_sticks_out(exercise, source):
    exercise.page.set_viewport_size({"width": 360, "height": 740})
    exercise.write(source.wrong[0].code)
    exercise.press("Check")
    exercise.says("4 of 5 checks pass.")
    assert exercise.page.evaluate("document.documentElement.scrollWidth") <= 360


def test_python_reaches_no_other_host(exercise, tmp_path):
    asked = []

    class Elsewhere(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)

    server = http.server.HTTPServer(("127.0.0.1", 0), Elsewhere)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}/secret"
    exercise.write(
        "from pyodide.http import open_url\n"
        f"try:\n    open_url({address!r})\nexcept Exception as error:\n    print('refused')\n"
    )
    exercise.press("Run")
    exercise.says("Done in")
    exercise.shows("refused")
    server.shutdown()
    server.server_close()
    assert asked == []
