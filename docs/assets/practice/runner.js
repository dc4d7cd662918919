// Comes with the first press: runs code, checks answers, shows what came of it. Whatever Python
// says is shown as text or as an image, never as HTML.
import { store } from "./boot.js";

const here = new URL(".", import.meta.url);
const SECONDS = { check: 10, run: 60 };
const STOPPED = "Stopped after {} seconds. Is there a loop that never ends?";
const NO_PYTHON = "This copy of the handbook does not carry Python for the browser. To add it: python3 scripts/pyodide.py core";

const make = (tag, className, text) => {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (text) element.textContent = text;
  return element;
};

// ---- the worker ------------------------------------------------------------------------------

const tasks = new Map(); // id -> what waits for the answer
let worker = null, warm = false, lastId = 0, onOutput = null;

async function startPython() {
  const lock = await fetch(new URL("../pyodide/pyodide-lock.json", here)).catch(() => null);
  if (!lock?.ok || !(await lock.text())) throw new Error(NO_PYTHON);
  if (worker) return;
  const code = `import ${JSON.stringify(new URL("worker.js", here).href)}`;
  const address = URL.createObjectURL(new Blob([code], { type: "text/javascript" }));
  worker = new Worker(address, { type: "module", name: "Python" });
  worker.onerror = event => stopPython(event.message || "Python could not be loaded.", "crashed");
  worker.onmessage = ({ data }) => {
    const task = tasks.get(data.id);
    if (data.type === "ready") warm = true;
    else if (data.type === "broken") stopPython("Python could not be loaded: " + data.message);
    else if (data.type === "output") onOutput?.(data.parts);
    else if (data.type === "loading") say(current, `Loading ${data.what} …`);
    else if (data.type === "started") task?.started();
    else if (task) {
      tasks.delete(data.id);
      if (data.type === "done") task.done(data.result);
      else task.failed(data);
    }
  };
}

function stopPython(why, kind = "stopped") {
  worker?.terminate();
  worker = null;
  warm = false;
  for (const block of blocks.values()) block.ran = false;
  for (const task of tasks.values()) task.failed({ kind, message: why });
  tasks.clear();
}

async function ask(message, seconds, again = true) {
  await startPython();
  let timer, begun = false;
  const answer = new Promise((done, failed) => {
    const started = () => {
      begun = true;
      timer = setTimeout(() => stopPython(STOPPED.replace("{}", seconds)), seconds * 1000);
    };
    tasks.set(++lastId, { done, failed, started });
    worker.postMessage({ id: lastId, ...message });
  });
  try {
    return await answer;
  } catch (error) {
    if (error.kind === "crashed" && again && !begun) return ask(message, seconds, false);
    if (error.kind === "internal") stopPython(); // the next press begins with a fresh Python
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

// ---- blocks of code --------------------------------------------------------------------------

const blocks = new Map(); // element -> block
let current = null; // the block that is busy

function blockOf(element) {
  if (!blocks.has(element)) blocks.set(element, describe(element));
  return blocks.get(element);
}

function describe(element) {
  const root = element.closest(".exercise");
  const link = element.querySelector(".filename a")?.href.match(/\/(snippets\/\w+\/\w+)\.py#/);
  const next = element.nextElementSibling;
  return {
    element,
    key: element.dataset.practice,
    bar: element.querySelector(".practice-bar"),
    original: element.querySelector("pre code").textContent.trimEnd() + "\n",
    exercise: root && { name: root.dataset.exercise, path: root.dataset.file },
    setup: root?.querySelector(".setup pre code")?.textContent ?? "",
    packages: root?.dataset.packages.split(" ").filter(Boolean) ?? [],
    module: link ? link[1].replaceAll("/", ".") : "",
    printed: next?.matches("pre.output") ? next : null,
    label: root ? root.dataset.exercise + ".py" : link ? link[1].split("/").pop() + ".py" : "cell.py",
    editor: null,
    panel: null,
    ran: false,
  };
}

const codeOf = block => block.editor ? block.editor.get() : block.original;
const button = (block, action) => block.bar.querySelector(`[data-action=${action}]`);

function say(block, text) {
  if (block) panelOf(block).status.textContent = text;
}

function panelOf(block) {
  if (!block.panel) {
    const panel = make("div", "practice-panel");
    panel.status = make("p", "practice-status");
    panel.status.setAttribute("role", "status");
    panel.body = make("div");
    panel.append(panel.status, panel.body);
    (block.printed ?? block.element).after(panel);
    block.panel = panel;
  }
  return block.panel;
}

// ---- editing ---------------------------------------------------------------------------------

async function edit(block, code, focus) {
  if (block.editor) return block.editor.focus();
  const pre = block.element.querySelector("pre");
  const host = make("div", "practice-editor");
  const label = "Python code" + (block.exercise ? ", exercise " + block.exercise.name : "");
  const submit = () => act(block.element, block.exercise ? "check" : "run");
  const changed = () => {
    block.ran = false;
    store.set(block.key, JSON.stringify({ from: block.original, to: block.editor.get() }));
  };
  pre.after(host);
  try {
    block.editor = (await import("./editor.js")).create(host, code, label, submit, changed);
  } catch {
    block.editor = plainEditor(host, code, label, submit, changed);
  }
  pre.hidden = true;
  block.element.classList.add("practice-editing");
  const reset = button(block, "edit");
  reset.dataset.action = "reset";
  reset.textContent = "Reset";
  block.bar.append(make("span", "practice-keys", `Ctrl+Enter ${block.exercise ? "checks" : "runs"}`));
  if (focus) block.editor.focus();
}

function plainEditor(host, code, label, submit, changed) {
  const area = make("textarea");
  area.value = code;
  area.rows = code.split("\n").length + 1;
  area.spellcheck = false;
  area.setAttribute("aria-label", label);
  area.oninput = changed;
  area.onkeydown = event => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    submit();
  };
  host.append(area);
  return { get: () => area.value, set: text => { area.value = text; changed(); }, focus: () => area.focus() };
}

function restore(block) {
  const saved = JSON.parse(store.get(block.key));
  if (block.exercise || saved.from === block.original) return edit(block, saved.to, false);
  store.drop(block.key); // the page has changed since
}

function reset(block) {
  block.editor.set(block.original);
  store.drop(block.key);
  store.drop(block.key + ":passed");
  delete block.bar.dataset.passed;
  say(block, "Back to the beginning.");
  panelOf(block).body.replaceChildren();
  block.editor.focus();
}

// ---- running ---------------------------------------------------------------------------------

// A cell uses the names of the cells above it, and of the definitions that the reader has edited.
function before(block) {
  if (block.exercise || block.module) return [];
  return [...document.querySelectorAll("[data-practice]")]
    .filter(element => element.compareDocumentPosition(block.element) & Node.DOCUMENT_POSITION_FOLLOWING)
    .map(blockOf)
    .filter(other => !other.ran && !other.exercise && (!other.module || other.editor));
}

async function run(block) {
  const earlier = before(block);
  for (const [index, other] of earlier.entries()) {
    say(block, warm ? `Running the code above: ${index + 1} of ${earlier.length} …` : starting());
    const result = await runOne(other, null);
    if (!result.ok && !meantToFail(other)) {
      show(other, result, false);
      panelOf(other).scrollIntoView({ block: "nearest" });
      return "The code above raises an error: see there.";
    }
  }
  const start = performance.now();
  const body = panelOf(block).body;
  body.replaceChildren();
  const output = make("pre", "practice-output");
  output.tabIndex = 0;
  output.setAttribute("aria-label", "Output");
  body.append(output);
  const result = await runOne(block, output);
  const same = block.printed && !result.figures.length && result.ok && normal(output.textContent + result.value) === normal(block.printed.textContent);
  show(block, result, same);
  if (!result.ok && meantToFail(block)) return "Python raised an error, as above.";
  const time = ((performance.now() - start) / 1000).toFixed(2);
  if (!result.ok) return "Python raised an error.";
  return same ? `Done in ${time} s: the output above, again.` : `Done in ${time} s.`;
}

const meantToFail = block => Boolean(block.printed?.textContent.startsWith("Traceback"));
const normal = text => text.replace(/\s+/g, " ").trim();
const starting = () => warm ? "Running …" : "Starting Python (about 6 MB, once) …";

async function runOne(block, output) {
  const { label, module, packages } = block;
  onOutput = null;
  if (block.setup) await ask({ task: "run", code: block.setup, label: "setup.py", packages }, SECONDS.run);
  onOutput = output && (parts => append(output, parts));
  const result = await ask({ task: "run", code: codeOf(block), label, module, packages }, SECONDS.run);
  block.ran = result.ok || meantToFail(block);
  return result;
}

function append(output, parts) {
  for (const [kind, text] of parts) output.append(kind === "error" ? make("span", "practice-error", text) : text);
}

function show(block, result, same) {
  const body = panelOf(block).body;
  if (!body.firstChild) body.append(make("pre", "practice-output"));
  const output = body.firstChild;
  if (result.value) append(output, [["out", result.value + "\n"]]);
  if (result.error) append(output, [["error", result.error]]);
  for (const figure of result.figures) {
    const image = make("img");
    image.src = "data:image/png;base64," + figure;
    image.alt = "Figure drawn by the code above";
    body.append(image);
  }
  if (same || !output.textContent) output.remove();
}

// ---- checking --------------------------------------------------------------------------------

async function check(block) {
  panelOf(block).body.replaceChildren();
  const request = { task: "check", code: codeOf(block), exercise: block.exercise, packages: block.packages };
  const verdict = await ask(request, SECONDS.check);
  const summary = report(panelOf(block).body, verdict.report);
  if (verdict.total && verdict.passed === verdict.total) {
    store.set(block.key + ":passed", "1");
    block.bar.dataset.passed = "";
  }
  return summary;
}

// The rows come from snippets/checks.py: the terminal shows the same ones.
function report(body, rows) {
  const list = make("ul", "practice-report");
  let item = null, details = null, summary = "";
  for (const [kind, label, text] of rows) {
    if (kind === "summary") summary = text;
    else if (kind === "detail") {
      if (!details) item.append(details = make("dl"));
      const value = make("dd");
      value.append(["why"].includes(label) ? plain(make("span"), text) : make("code", "", text));
      details.append(make("dt", "", label), value);
    } else {
      item = make("li", "practice-" + kind);
      details = null;
      item.append(make("strong", "", label + (kind === "advice" ? ". " : ": ")));
      plain(item, text);
      list.append(item);
      if (kind === "error") summary = label + ".";
    }
  }
  body.replaceChildren(list);
  return summary;
}

// The little Markdown that occurs in titles and advice: `code` and *emphasis*.
function plain(parent, text) {
  for (const [piece, code, strong] of text.matchAll(/`([^`]+)`|\*+([^*\s][^*]*)\*+|[^`*]+|[`*]/g))
    parent.append(code ? make("code", "", code) : strong ? make("em", "", strong) : piece);
  return parent;
}

// ---- what the buttons do ---------------------------------------------------------------------

export async function act(element, action) {
  const block = blockOf(element);
  if (action === "restore") return restore(block);
  if (action === "edit") return edit(block, block.original, true);
  if (action === "reset") return reset(block);
  if (action === "stop") return stopPython("Stopped.");
  if (current) return;
  current = block;
  const pressed = button(block, action);
  const stop = make("button", "", "Stop");
  stop.type = "button";
  stop.dataset.action = "stop";
  pressed.after(stop);
  say(block, starting());
  try {
    say(block, await (action === "check" ? check(block) : run(block)));
  } catch (error) {
    say(block, complaint(error, block));
  }
  if (document.activeElement === stop) pressed.focus();
  stop.remove();
  current = onOutput = null;
}

function complaint(error, block) {
  if (error.kind !== "missing") return error.message;
  const terminal = block.exercise ? ` In a terminal: python3 scripts/practice.py start ${block.exercise.name}` : "";
  return `This needs ${error.message}, which this copy of the handbook does not carry.${terminal}`;
}

// Another page: its code starts with a clean slate, in the same Python.
window.document$?.subscribe(() => {
  for (const element of blocks.keys()) if (!element.isConnected) blocks.delete(element);
  if (!worker || blocks.size) return;
  if (current) stopPython("Stopped.");
  else worker.postMessage({ id: ++lastId, task: "reset" });
});

if (!document.querySelector("link[data-practice-style]")) {
  const style = make("link");
  style.rel = "stylesheet";
  style.href = new URL("runner.css", here);
  style.dataset.practiceStyle = "";
  document.head.append(style);
}
