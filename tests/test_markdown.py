"""The handbook's Markdown: what each construct becomes, and how each mistake is refused."""

import importlib.util
import sys

import markdown
import pytest

from tests.page_rules import ROOT

HOOKS = ROOT / "scripts/hooks"


@pytest.fixture(scope="module")
def extension():
    """Import scripts/hooks/markdown_extension.py, which MkDocs loads by its path."""
    sys.path.insert(0, str(HOOKS))
    try:
        spec = importlib.util.spec_from_file_location(
            "markdown_extension", HOOKS / "markdown_extension.py"
        )
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
    finally:
        sys.path.remove(str(HOOKS))
    return module


@pytest.fixture
def convert(extension):
    """Return a function that converts Markdown with the extensions that matter here."""

    def run(text):
        return markdown.Markdown(
            extensions=[
                "pymdownx.arithmatex",
                "pymdownx.highlight",
                "pymdownx.snippets",
                "pymdownx.superfences",
                extension.Handbook(source_url="https://example.org/blob/main/"),
            ],
            extension_configs={
                "pymdownx.arithmatex": {"generic": True},
                "pymdownx.snippets": {"base_path": [str(ROOT)], "check_paths": True},
                "pymdownx.superfences": {
                    "custom_fences": [
                        {"name": "pycon", "class": "session", "format": extension.render_session}
                    ]
                },
            },
        ).convert(text)

    return run


def test_a_session_is_cells_without_prompts(convert):
    html = convert("```pycon\n>>> a = 1\n>>> print(a)  # doctest: +SKIP\n1\n>>> b = 2\n```")
    assert "&gt;&gt;&gt;" not in html
    assert "doctest" not in html
    assert html.count('class="highlight"') == 2
    assert '<pre class="output"><samp>1</samp></pre>' in html


def test_an_output_that_scrolls_can_be_reached_by_keyboard(convert):
    assert 'tabindex="0"' in convert("```pycon\n>>> 1\n" + "1" * 60 + "\n```")


@pytest.mark.parametrize("source", ["just text", ">>>print(1)"])
def test_a_session_that_does_not_parse_stops_the_build(convert, source):
    with pytest.raises(Exception, match=r"pycon fence without|does not parse"):
        convert(f"```pycon\n{source}\n```")


QUIZ = """/// quiz
How many?

- [ ] One
    - Too few.
- [x] Two `of` them
    - Yes, *two*.
///
"""


def test_a_quiz_works_without_a_script(convert):
    html = convert(QUIZ)
    assert html.count('type="radio"') == 2
    assert html.count("Not this one.") == html.count("Right.") == 1
    assert "<code>of</code>" in html.partition("quiz-right")[2].partition("quiz-why")[0]
    assert "<em>two</em>" in html.partition("quiz-right")[2].partition("quiz-why")[2]
    label = html.partition('aria-labelledby="')[2].partition('"')[0]
    assert f'class="quiz-question" id="{label}"' in html


def test_two_right_options_become_checkboxes(convert):
    assert convert(QUIZ + "").count("checkbox") == 0
    more = QUIZ.replace("///\n", "").replace("/// quiz", "") + "- [x] Both\n    - Also.\n"
    assert convert(f"/// quiz{more}///\n").count('type="checkbox"') == 3


@pytest.mark.parametrize(
    ("find", "replace", "says"),
    [
        ("[x]", "[ ]", "no right option"),
        ("- [ ] One", "- [x] One", "no wrong option"),
        ("[x] ", "", "starts with"),
        ("    - Too few.\n", "", "explain each option"),
        ("///\n", "\nafterword\n///\n", "end it with a list"),
    ],
)
def test_a_broken_quiz_stops_the_build(convert, extension, find, replace, says):
    text = QUIZ[:8] + QUIZ[8:].replace(find, replace)
    with pytest.raises(extension.HandbookError, match=says):
        convert(text)


def test_tex_becomes_mathml(convert):
    html = convert("Inline $x^2$.\n\n$$\n\\begin{pmatrix} 1 & 2 \\\\ 3 & 4 \\end{pmatrix}\n$$\n")
    assert html.count("<math") == 2
    assert html.count("<mtd") == 4
    assert '<div class="formula">' in html


def test_a_broken_formula_stops_the_build(convert, extension):
    with pytest.raises(extension.HandbookError, match=r"\\\\frac\{a"):
        convert("$$\n\\frac{a\n$$\n")


def test_an_embedded_section_links_to_its_lines(convert, extension):
    first, last = extension.section_lines("snippets/algorithms/linear_regression.py", "estimator")
    html = convert('```python\n--8<-- "snippets/algorithms/linear_regression.py:estimator"\n```')
    assert f"main/snippets/algorithms/linear_regression.py#L{first}-L{last}" in html


def test_a_missing_marker_names_the_file(convert, extension):
    with pytest.raises(extension.HandbookError, match=r"figures\.py: section 'gone' has 0"):
        convert('```python\n--8<-- "snippets/figures.py:gone"\n```')


def test_an_exercise_is_shown_whole(convert):
    html = convert("@exercise complexity_of")
    assert "Exercise" in html
    assert "complexity_of" in html


def test_an_unknown_exercise_suggests_the_nearest(convert):
    with pytest.raises(LookupError, match="complexity_of"):
        convert("@exercise complexty_of")
