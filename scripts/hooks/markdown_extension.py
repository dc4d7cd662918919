"""Markdown of the handbook: sessions, quizzes, exercises, source titles and maths.

A Python-Markdown extension that knows nothing of MkDocs, so that another site builder can use it.

* A ``pycon`` fence becomes code cells without prompts, each followed by its output.
* A ``/// quiz`` block becomes radio buttons whose explanations need no script.
* A line ``@exercise name`` becomes the exercise of that name.
* A fence that embeds a section of ``snippets/**.py`` gets a title that links to its source lines.
* TeX becomes MathML; a formula that does not parse stops the build.
"""

import doctest
import functools
import hashlib
import html
import re
from pathlib import Path
from xml.etree import ElementTree

import exercises  # scripts/hooks/exercises.py
import quickjs
from markdown.postprocessors import Postprocessor
from markdown.preprocessors import Preprocessor
from pygments.token import STANDARD_TYPES, Name, Operator, Punctuation, Whitespace
from pymdownx.blocks import BlocksExtension
from pymdownx.blocks.block import Block
from pymdownx.highlight import Highlight
from pymdownx.superfences import SuperFencesException

ROOT = Path(__file__).resolve().parents[2]

# These look like the code around them: half of all spans, for nothing.
STANDARD_TYPES.update({Name: "", Operator: "", Punctuation: "", Whitespace: ""})


class HandbookError(ValueError):
    """A mistake in a page or snippet; the message names the place and the remedy."""


# --- sessions ---------------------------------------------------------------------------------


def render_session(source, language, css_class, options, md, **kwargs):
    """Render a doctest transcript as code cells and outputs (a superfences formatter)."""
    try:
        examples = doctest.DocTestParser().get_examples(source)
    except ValueError as error:  # superfences shows the raw fence for other exceptions
        raise SuperFencesException(f"session does not parse: {error}\n{source}") from error
    if not examples:
        raise SuperFencesException(f"a pycon fence without any '>>>':\n{source}")
    parts, cell = [], ""
    for example in examples:
        cell += re.sub(r"\s*# doctest: \+.*", "", example.source)
        if example.want:
            parts += [_code(cell, md), _output(example.want)]
            cell = ""
    if cell:
        parts.append(_code(cell, md))
    return f'<div class="session">{"".join(parts)}</div>'


def render_output(source, language, css_class, options, md, **kwargs):
    """Render an output that stands alone, as notebooks have them (a superfences formatter)."""
    return _output(source)


def _code(source, md):
    return Highlight(md, use_pygments=True).highlight(source.rstrip(), "python", "highlight")


def _output(text):
    text = text.rstrip().replace("<BLANKLINE>", "")
    # Only an output that may scroll on a phone needs to be reached by keyboard.
    wide = max(map(len, text.splitlines())) > 40
    focus = ' tabindex="0" role="group" aria-label="Output"' if wide else ""
    return f'<pre class="output"{focus}><samp>{html.escape(text, quote=False)}</samp></pre>'


# --- quizzes ----------------------------------------------------------------------------------


class Quiz(Block):
    """A question, a task list of options, and under each option why it is right or wrong."""

    NAME = "quiz"
    MARK = re.compile(r"\s*\[([ x])\]\s+")

    def on_create(self, parent):
        return ElementTree.SubElement(parent, "div", {"class": "quiz"})

    def on_end(self, block):
        text = " ".join("".join(block.itertext()).split())
        start = text[:70]
        options = block.find("ul")
        if options is None or block[-1] is not options:
            raise HandbookError(
                f"quiz {start!r}: end it with a list of '- [ ]' and '- [x]' options"
            )
        identifier = "quiz-" + hashlib.sha256(text.encode()).hexdigest()[:8]
        marks = [self._mark(item, start) for item in options]
        if not any(marks):
            raise HandbookError(f"quiz {start!r}: no right option; mark it '- [x]'")
        if all(marks):
            raise HandbookError(f"quiz {start!r}: no wrong option; mark it '- [ ]'")
        kind = "radio" if sum(marks) == 1 else "checkbox"
        for item, right in zip(options, marks, strict=True):
            self._rebuild(item, right, kind, identifier, start)
        question = ElementTree.Element("div", {"class": "quiz-question", "id": identifier})
        for element in list(block)[:-1]:
            block.remove(element)
            question.append(element)
        block.insert(0, question)
        options.set("class", "quiz-options")
        block.set("role", "radiogroup" if kind == "radio" else "group")
        block.set("aria-labelledby", identifier)

    def _mark(self, item, start):
        holder = _holder(item)
        mark = self.MARK.match(holder.text or "")
        if not mark:
            raise HandbookError(f"quiz {start!r}: every option starts with '[ ] ' or '[x] '")
        holder.text = holder.text[mark.end() :]
        return mark[1] == "x"

    def _rebuild(self, item, right, kind, identifier, start):
        """Turn ``<li>text <ul><li>why</li></ul></li>`` into a label and its explanation."""
        why = item.find("ul")
        if why is None or len(why) != 1:
            raise HandbookError(f"quiz {start!r}: explain each option in one nested '- ' line")
        item.remove(why)
        holder = _holder(item)
        label = ElementTree.Element("label")
        button = ElementTree.SubElement(label, "input", {"type": kind, "name": identifier})
        if "$" in (holder.text or ""):  # browsers leave formulas out of a label's name
            button.set("aria-label", re.sub(r"[$`*]", "", holder.text).strip())
        text = ElementTree.SubElement(label, "span")
        text.text, holder.text = (holder.text or "").rstrip(), None
        for child in list(holder):
            holder.remove(child)
            text.append(child)
        if holder is not item:
            item.remove(holder)
        item.insert(0, label)
        why[0].tag = "div"
        why[0].set("class", "quiz-why")
        verdict = ElementTree.Element("strong")
        verdict.text = "Right. " if right else "Not this one. "
        inner = _holder(why[0])
        verdict.tail, inner.text = inner.text, None
        inner.insert(0, verdict)
        item.append(why[0])
        item.set("class", "quiz-right" if right else "quiz-wrong")


def _holder(item):
    """Return the paragraph of a loose list item, or the item itself when the list is tight."""
    first = item[0] if len(item) else None
    loose = first is not None and first.tag == "p" and not (item.text or "").strip()
    return first if loose else item


# --- exercises and source titles --------------------------------------------------------------


class Exercises(Preprocessor):
    """Replace ``@exercise name`` by the exercise."""

    LINE = re.compile(r"@exercise\s+(\S+)\s*$")

    def run(self, lines):
        out = []
        for line in lines:
            match = self.LINE.match(line)
            if match:
                exercise = exercises.find(match[1])
                out += ["", *exercises.to_markdown(exercise).splitlines(), ""]
            else:
                out.append(line)
        return out


class SourceTitles(Preprocessor):
    """Give a fence that embeds a section of a module its file name and lines as title."""

    FENCE = re.compile(r"(?P<indent>\s*)`{3,}\s*python\s*$")
    EMBED = re.compile(r"\s*--8<-- \"(?P<path>snippets/[\w/]+\.py):(?P<section>[-\w]+)\"$")

    def run(self, lines):
        out = list(lines)
        for number, line in enumerate(lines[:-1]):
            embed = self.EMBED.match(lines[number + 1])
            if embed and self.FENCE.match(line):
                first, last = section_lines(embed["path"], embed["section"])
                out[number] = f'{line.rstrip()} title="{embed["path"]}#L{first}-L{last}"'
        return out


def section_lines(path, section):
    """Return the first and last line number of a section of an embedded file."""
    text = (ROOT / path).read_text(encoding="utf-8").splitlines()
    marks = {
        edge: [n for n, line in enumerate(text, 1) if f"--8<-- [{edge}:{section}]" in line]
        for edge in ("start", "end")
    }
    for edge, found in marks.items():
        if len(found) != 1:
            raise HandbookError(
                f"{path}: section {section!r} has {len(found)} '[{edge}:{section}]' markers, "
                "it needs one"
            )
    return marks["start"][0] + 1, marks["end"][0] - 1


class SourceLinks(Postprocessor):
    """Link the titles made by :class:`SourceTitles` to the repository."""

    TITLE = re.compile(r'<span class="filename">(snippets/[\w/]+/)(\w+\.py)(#L\d+-L\d+)</span>')

    def __init__(self, md, source_url):
        super().__init__(md)
        self.source_url = source_url

    def run(self, text):
        def link(match):
            folder, file, lines = match.groups()
            address = f"{self.source_url}{folder}{file}{lines}"
            return f'<span class="filename"><a href="{address}">{file}</a></span>'

        return self.TITLE.sub(link, text)


# --- maths ------------------------------------------------------------------------------------


class Maths(Postprocessor):
    """Replace the TeX that arithmatex has found by MathML."""

    TEX = re.compile(
        r'<(?P<tag>span|div) class="arithmatex">\\[(\[](?P<tex>.*?)\\[)\]]</(?P=tag)>', re.DOTALL
    )

    def run(self, text):
        return self.TEX.sub(
            lambda m: to_mathml(html.unescape(m["tex"]).strip(), m["tag"] == "div"), text
        )


@functools.cache
def _temml():
    context = quickjs.Context()
    context.eval((Path(__file__).parent / "temml/temml.min.js").read_text(encoding="utf-8"))
    # normalize() flattens the string; quickjs cannot hand over a rope.
    return context.eval(
        "(tex, displayMode) => "
        "temml.renderToString(tex, {displayMode, throwOnError: true}).normalize()"
    )


@functools.cache
def to_mathml(tex, display):
    """Convert one formula; a display formula gets a box that may scroll on a phone."""
    try:
        mathml = _temml()(tex, display)
    except quickjs.JSException as error:
        reason = str(error).split("\n    at ")[0].removeprefix("ParseError:").strip()
        raise HandbookError(f"formula does not parse: {tex!r}: {reason}") from None
    mathml = mathml.replace(' style="display:block math;"', "")
    return f'<div class="formula">{mathml}</div>' if display else mathml


# --- registration -----------------------------------------------------------------------------


class Handbook(BlocksExtension):
    """All of the above."""

    def __init__(self, **options):
        self.config = {"source_url": ["", "where the repository's files can be read"]}
        super().__init__(**options)

    def extendMarkdownBlocks(self, md, block_manager):
        block_manager.register(Quiz, self.getConfigs())

    def extendMarkdown(self, md):
        super().extendMarkdown(md)
        # 32 is pymdownx.snippets: both work on the lines before it embeds anything
        md.preprocessors.register(Exercises(md), "handbook-exercises", 34)
        md.preprocessors.register(SourceTitles(md), "handbook-source-titles", 33)
        md.postprocessors.register(
            SourceLinks(md, self.getConfig("source_url")), "handbook-source-links", 1
        )
        md.postprocessors.register(Maths(md), "handbook-maths", 0)
