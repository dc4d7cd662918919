// Judges every answer of the exercises under Pyodide and prints the verdicts.
// node tests/parity.mjs FOLDER-OF-PYODIDE SNIPPETS NAME ...
import fs from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";

const [pyodide, snippets, ...files] = process.argv.slice(2);
const { loadPyodide } = await import(pathToFileURL(path.join(pyodide, "pyodide.mjs")));
const python = await loadPyodide({ indexURL: pyodide + path.sep });
python.FS.mkdirTree("/handbook/snippets");
python.FS.writeFile("/handbook/snippets/checks.py", fs.readFileSync(path.join(snippets, "checks.py")));
python.runPython("import sys; sys.path.insert(0, '/handbook')");
const judge = python.runPython(`
import json
from snippets import checks

def judge(text, name):
    exercise = checks.parse(text, name)
    answers = {"starter": exercise.starter, "solution": exercise.solution}
    answers |= {answer.name: answer.code for answer in exercise.wrong}
    return json.dumps({key: checks.judge(exercise, code) for key, code in answers.items()})

judge`);
for (const file of files) console.log(judge(fs.readFileSync(file, "utf8"), path.basename(file, ".py")));
