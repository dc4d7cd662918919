"""What every page must fulfil. A rule returns problems: ``file:line: what, and the remedy``."""

import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[1]
SECTIONS = [  # the fixed parts of a chapter; its ideas stand between the second and the third
    "You will be able to",
    "Predict first",
    "Where it breaks",
    "Exercises",
    "Quiz",
    "In an interview",
    "At work",
    "Key terms",
    "Recap",
    "Go deeper",
]
EMBED = re.compile(r'^\s*--8<-- "(?P<path>[^":]+)(?::(?P<section>[-\w]+))?"$')
MARKER = re.compile(r"--8<-- \[(start|end):([-\w]+)\]")
IMAGE = re.compile(r"!\[(?P<alt>[^\]]*)\]\((?P<src>[^)\s]+)\)")
NUMBER = re.compile(r"(?<![\w.,])\d[\d,]*(?:\.\d+)?(?:e[-+]?\d+)?(?!\w)", re.IGNORECASE)
MAX_WORDS, MAX_GAP, MAX_CODE, MAX_OUTPUT = 4500, 300, 25, 20


@dataclass
class Page:
    """A Markdown page, cut into front matter and lines; ``root`` is where snippets are found."""

    path: Path
    root: Path = ROOT

    @cached_property
    def lines(self):
        return self.path.read_text("utf-8").splitlines()

    @cached_property
    def meta(self):
        return yaml.safe_load("\n".join(self.lines[1 : self.body_start - 1])) or {}

    @cached_property
    def body_start(self):
        """Index of the first line behind the front matter."""
        if not self.lines or self.lines[0] != "---" or "---" not in self.lines[1:]:
            raise ValueError(f"{self.name}:1: no front matter; begin the page with '---' lines")
        return self.lines.index("---", 1) + 1

    @property
    def name(self):
        return self.path.relative_to(self.root).as_posix()

    @property
    def draft(self):
        return self.meta.get("status") == "draft"

    @cached_property
    def body(self):
        """(line number, text, inside a fence, inside a quiz) for every line of the body."""
        out, fence, quiz = [], None, False
        for number, line in enumerate(self.lines[self.body_start :], self.body_start + 1):
            opening = re.match(r"\s*(`{3,}|~{3,})", line)
            inside = fence is not None
            if opening and fence is None:
                fence, inside = opening[1], True
            elif opening and line.strip() == fence:
                fence = None
            if not inside and line.startswith("/// quiz"):
                quiz = True
            out.append((number, line, inside, quiz))
            if not inside and line.strip() == "///":
                quiz = False
        return out

    @cached_property
    def embeds(self):
        """(line number, path, section) for everything that the page embeds."""
        found = ((number, EMBED.match(line)) for number, line, _, _ in self.body)
        return [(number, m["path"], m["section"]) for number, m in found if m]

    def at(self, number, message):
        return f"{self.name}:{number}: {message}"


def front_matter(page):
    meta = page.meta
    problems = []
    for key, kinds in (("title", str), ("description", str)):
        if not isinstance(meta.get(key), kinds):
            problems.append(page.at(1, f"front matter needs '{key}'"))
    description = str(meta.get("description", ""))
    if "TODO" in description and not page.draft:
        problems.append(page.at(1, "write the description"))
    if not page.draft and not 50 <= len(description) <= 160:
        problems.append(page.at(1, f"description has {len(description)} characters, not 50 to 160"))
    if page.path.stem != "index":
        for key, kinds in (("minutes", int), ("hours", (int, float)), ("needs", list)):
            if not isinstance(meta.get(key), kinds):
                problems.append(page.at(1, f"front matter needs '{key}' ({kinds})"))
    return problems


def headings(page):
    problems, level = [], 1
    for number, line, fenced, _ in page.body:
        match = None if fenced else re.match(r"(#+) ", line)
        if not match:
            continue
        if len(match[1]) == 1:
            problems.append(page.at(number, "the title comes from the front matter; use '##'"))
        if len(match[1]) > level + 1:
            problems.append(
                page.at(number, f"heading jumps from level {level} to {len(match[1])}: {line}")
            )
        level = len(match[1])
    return problems


def sections(page):
    if page.draft:
        return []
    found = [
        line[3:].strip()
        for _, line, fenced, _ in page.body
        if not fenced and line.startswith("## ")
    ]
    known = [title for title in found if title in SECTIONS]
    missing = [title for title in SECTIONS if title not in found]
    if missing:
        return [page.at(1, f"sections missing: {', '.join(missing)}")]
    if known != SECTIONS:
        return [page.at(1, f"sections out of order: {known}; the order is {SECTIONS}")]
    ideas = found.index("Where it breaks") - found.index("Predict first") - 1
    return (
        []
        if ideas
        else [page.at(1, "no idea sections between 'Predict first' and 'Where it breaks'")]
    )


def images(page):
    problems = []
    for number, line, fenced, _ in page.body:
        for match in [] if fenced else IMAGE.finditer(line):
            if len(match["alt"]) < 30 or re.match(
                r"(a |the )?(plot|figure|image|chart)\b", match["alt"], re.I
            ):
                problems.append(
                    page.at(
                        number,
                        "alt text: say what a reader learns from the image, "
                        f"in a sentence; now it is {match['alt']!r}",
                    )
                )
            if not (page.path.parent / match["src"]).is_file():
                problems.append(page.at(number, f"no file {match['src']}"))
        if not fenced and re.search(r"<img(?![^>]*\balt=)", line):
            problems.append(page.at(number, "an <img> without alt text"))
    return problems


def fences(page):
    """Code comes from files; nothing is typed into a page, except a quiz question's excerpt."""
    problems, start = [], None
    for number, line, fenced, quiz in page.body:
        opening = re.match(r"\s*(`{3,}) ?(\w*)", line)
        if not opening or quiz:
            continue
        start = (number, opening[2]) if fenced and start is None else None
        if start and start[1] in ("python", "pycon", "console"):
            following = page.lines[number] if number < len(page.lines) else ""
            if not EMBED.match(following):
                problems.append(
                    page.at(
                        number,
                        f"code is typed into the page; embed a section of a file with "
                        f'--8<-- "snippets/...:section", found {following!r}',
                    )
                )
    if any(fenced for _, _, fenced, _ in page.body[-1:]) and page.lines[-1].strip() not in (
        "```",
        "~~~",
    ):
        problems.append(page.at(len(page.lines), "a fence is never closed"))
    return problems


def section_text(root, path, section):
    """Return the lines of a section as (line number, text), or raise ValueError."""
    file = root / path
    if not file.is_file():
        raise ValueError(f"no file {path}")
    lines = file.read_text("utf-8").splitlines()
    marks = {
        (m[1], m[2]): number for number, line in enumerate(lines) if (m := MARKER.search(line))
    }
    if section is None:
        return list(enumerate(lines, 1))
    if ("start", section) not in marks or ("end", section) not in marks:
        raise ValueError(f"{path} has no section {section!r} with a start and an end marker")
    first, last = marks["start", section] + 1, marks["end", section]
    return [(n + 1, lines[n]) for n in range(first, last) if not MARKER.search(lines[n])]


def embeds(page):
    problems = []
    for number, path, section in page.embeds:
        try:
            lines = section_text(page.root, path, section)
        except ValueError as error:
            problems.append(page.at(number, str(error)))
            continue
        if path.endswith(".pycon"):
            code = outputs = 0
            for _, text in [*lines, (0, ">>> ")]:
                is_code = text.startswith((">>> ", "... ", "..."))
                if is_code and outputs:
                    code = 0
                code, outputs = (code + 1, 0) if is_code else (code, outputs + bool(text.strip()))
                if code > MAX_CODE or outputs > MAX_OUTPUT:
                    problems.append(
                        page.at(
                            number,
                            f"{path}:{section}: a cell of more than {MAX_CODE} lines "
                            f"or an output of more than {MAX_OUTPUT}; cut it",
                        )
                    )
                    break
    return problems


def quizzes(page):
    problems, count, number, options = [], 0, 0, []
    for line_number, line, fenced, quiz in page.body:
        if fenced:
            continue
        if line.startswith("/// quiz"):
            count, number, options = count + 1, line_number, []
        elif quiz and (option := re.match(r"- \[([ x])\] ", line)):
            options.append([option[1] == "x", False])
        elif quiz and options and re.match(r"    - \S", line):
            options[-1][1] = True
        elif quiz and line.strip() == "///":
            right = sum(r for r, _ in options)
            if not right:
                problems.append(page.at(number, "quiz question without a right option '- [x]'"))
            if right == len(options):
                problems.append(page.at(number, "quiz question without a wrong option '- [ ]'"))
            if not all(explained for _, explained in options):
                problems.append(page.at(number, "explain every option in a line '    - why'"))
    if page.path.stem != "index" and not page.draft and not 5 <= count <= 8:
        problems.append(page.at(1, f"{count} quiz questions; a chapter has 5 to 8"))
    return problems


def key_terms(page):
    """Return {term: definition} and the problems of the definition list."""
    terms, inside, term = {}, False, None
    for number, line, fenced, _ in page.body:
        if not fenced and line.startswith("## "):
            inside = line.strip() == "## Key terms"
        elif inside and line.startswith(":   ") and term:
            terms[term] = (number, line[4:].strip())
        elif inside and line.strip() and not line.startswith((" ", ":")):
            term = line.strip()
    problems = []
    if page.path.stem != "index" and not page.draft and len(terms) < 4:
        problems.append(
            page.at(1, f"{len(terms)} key terms; write 'Term' and ':   definition' lines")
        )
    return terms, problems


def density(page):
    """Not too long, and something that runs or shows at least every so many words."""
    problems, words, gap = [], 0, 0
    exempt = False
    for number, line, fenced, quiz in page.body:
        if not fenced and line.startswith("## "):
            exempt = line[3:].strip() in SECTIONS[3:]
        shown = fenced or IMAGE.search(line) or line.startswith("@exercise")
        count = 0 if fenced else len(line.split())
        words += count
        gap = 0 if shown or exempt or quiz else gap + count
        if gap > MAX_GAP:
            problems.append(page.at(number, f"{MAX_GAP} words without a code cell or figure"))
            gap = 0
    if words > MAX_WORDS:
        problems.append(page.at(1, f"{words} words, more than {MAX_WORDS}; cut or split"))
    return problems


# --- numbers in prose -------------------------------------------------------------------------


def numbers(page):
    """Every number with three digits or a decimal point is in an output, figure or source."""
    known = _known_numbers(page)
    problems = []
    for block in _blocks(page):
        sourced = any("[^" in text or re.search(r"\]\(https?://", text) for _, text in block)
        if sourced:
            continue
        stem = {n for _, text in block for n in _values(text)} if _is_quiz(block) else set()
        right = False
        for number, text in block:
            if _is_quiz(block):
                if option := re.match(r"- \[([ x])\]", text):
                    right = option[1] == "x"
                if not option or not right:
                    continue
            for written in NUMBER.findall(_strip_links(text)):
                if _is_claim(written) and not _shown(written, known | stem):
                    problems.append(
                        page.at(
                            number,
                            f"{written} is in no output or figure of this page; print "
                            "it in a session, or name its source in the paragraph",
                        )
                    )
    return problems


def _blocks(page):
    """Yield paragraphs, and each quiz as one block, as lists of (line number, text)."""
    block, was_quiz = [], False
    for number, line, fenced, quiz in page.body:
        if block and (quiz != was_quiz or (not quiz and (fenced or not line.strip()))):
            yield block
            block = []
        was_quiz = quiz
        if not fenced and line.strip() and not line.startswith(("#", "@exercise")):
            block.append((number, line))
    if block:
        yield block


def _is_quiz(block):
    return block[0][1].startswith("/// quiz")


def _strip_links(text):
    return re.sub(r"\]\([^)]*\)|\]\[[^\]]*\]|<[^>]*>", "]", text).replace("{,}", "")


def _is_claim(written):
    return "." in written or "e" in written.lower() or sum(c.isdigit() for c in written) >= 3


def _values(text):
    return {float(found.replace(",", "")) for found in NUMBER.findall(text)}


def _known_numbers(page):
    known = set()
    for _, path, section in page.embeds:
        try:
            known |= _values("\n".join(text for _, text in section_text(page.root, path, section)))
        except ValueError:
            continue  # reported by embeds()
    for _, line, fenced, _ in page.body:
        for match in [] if fenced else IMAGE.finditer(line):
            file = page.path.parent / match["src"]
            if file.suffix == ".svg" and file.is_file():
                known |= _values(" ".join(re.findall(r">([^<>]+)</text>", file.read_text("utf-8"))))
    return known


def _shown(written, known):
    value = float(written.replace(",", ""))
    digits = len(written.partition(".")[2].lower().partition("e")[0])
    candidates = known | {
        number * 100 for number in known
    }  # a share of 0.123 may be told as 12.3 %
    if "e" in written.lower():
        return any(abs(number - value) <= 0.06 * value for number in candidates)
    return any(round(number, digits) == value for number in candidates)


RULES = [front_matter, headings, images, fences, embeds, quizzes, numbers]
CHAPTER_RULES = [sections, density, lambda page: key_terms(page)[1]]


def check(page):
    """Return all problems of a page."""
    try:
        page.body_start  # noqa: B018 - raises when there is no front matter to read
    except ValueError as error:
        return [str(error)]
    rules = RULES + ([] if page.path.stem == "index" else CHAPTER_RULES)
    return [problem for rule in rules for problem in rule(page)]
