"""Let `pytest my-answers` check a reader's answers: each check is a test, in the usual words.

`practice.py start` puts a conftest.py into my-answers/ that imports the hook from here.
"""

import functools

import pytest

from scripts import practice
from snippets import checks

judge = functools.cache(lambda name: practice.judge(checks.find(name)))


@pytest.hookimpl(wrapper=True)
def pytest_collect_file(file_path, parent):
    """Take the files in my-answers/ out of the hands of doctest, which would import them."""
    collectors = yield
    if file_path.parent != practice.ANSWERS:
        return collectors
    is_answer = file_path.stem in checks.find_all()
    return [Answer.from_parent(parent, path=file_path)] if is_answer else []


class Answer(pytest.File):
    """A reader's answer to one exercise."""

    def collect(self):
        """Yield one test for each check."""
        for check in checks.find(self.path.stem).checks:
            yield AnswerCheck.from_parent(self, name=check.name)


class AnswerCheck(pytest.Item):
    """One check of a reader's answer."""

    def runtest(self):
        """Judge the file once; fail with what the verdict says about this check."""
        verdict = judge(self.path.stem)
        results = {result["name"]: result["ok"] for result in verdict.get("results", [])}
        if not results.get(self.name):
            raise checks.CheckError(verdict["report"])

    def repr_failure(self, error):
        """Show the report that the terminal command shows."""
        if isinstance(error.value, checks.CheckError):
            return "\n".join(practice.lines(error.value.details["got"]))
        return super().repr_failure(error)

    def reportinfo(self):
        """Name the exercise and the check."""
        return self.path, None, f"{self.path.stem}: {self.name}"
