// Python in a worker. It starts from a blob: address, so that the page's Content-Security-Policy
// binds it too, and talks to runner.js in messages.
import { loadPyodide } from "../pyodide/pyodide.mjs";

const here = new URL(".", import.meta.url);
const FLUSH_MS = 50, CHARACTERS = 200000;
const decoder = new TextDecoder();
let pending = [], sent = 0, flushed = 0;

function flush() {
  if (pending.length) postMessage({ type: "output", parts: pending });
  pending = [];
  flushed = performance.now();
}

// Output goes out in batches and stops at a limit: a loop that prints must not drown the page.
const writer = kind => bytes => {
  if (sent <= CHARACTERS) {
    const text = decoder.decode(bytes, { stream: true });
    sent += text.length;
    const full = sent > CHARACTERS;
    pending.push([kind, full ? text + "\n… more was printed; it is not shown.\n" : text]);
    if (full || performance.now() - flushed > FLUSH_MS) flush();
  }
  return bytes.length;
};

let python, session;
const packageOf = {}; // import name -> package that this copy of the handbook carries
const modules = new Set(); // of snippets/, as published
const brought = new Set(); // those that are here already

async function start() {
  const lock = json("../pyodide/pyodide-lock.json"), published = json("snippets/modules.json");
  python = await loadPyodide({ indexURL: new URL("../pyodide/", here).href, env: { MPLBACKEND: "Agg", HOME: "/home/pyodide" } });
  python.setStdout({ write: writer("out") });
  python.setStderr({ write: writer("error") });
  python.setStdin({ stdin: () => null }); // input() ends at once: nobody can type here
  for (const [name, entry] of Object.entries((await lock).packages))
    for (const module of entry.imports) packageOf[module] = name;
  for (const name of await published) modules.add(name);
  await bringModule("snippets.checks");
  python.FS.writeFile("/handbook/session.py", await text("session.py"));
  python.runPython("import sys; sys.path.insert(0, '/handbook')");
  session = python.pyimport("session"); // it and this side exchange strings only
}

async function text(path) {
  const answer = await fetch(new URL(path, here), { cache: "no-cache" });
  if (!answer.ok) throw new Error(`${path} could not be loaded.`);
  return answer.text();
}

const json = async path => JSON.parse(await text(path));

async function bringModule(name) {
  brought.add(name);
  const path = name.replaceAll(".", "/") + ".py";
  const source = await text(path);
  python.FS.mkdirTree("/handbook/" + path.slice(0, path.lastIndexOf("/")));
  python.FS.writeFile("/handbook/" + path, source);
  return source;
}

// Bring what code imports: files of the handbook, and packages that this copy of it carries.
async function bring(code, packages) {
  const libraries = new Set(), todo = [code];
  while (todo.length) {
    const [ours, others] = JSON.parse(session.imports(todo.pop()));
    for (const name of others) libraries.add(name);
    for (const name of ours)
      if (modules.has(name) && !brought.has(name)) todo.push(await bringModule(name));
  }
  const wanted = new Set(packages);
  for (const name of libraries) if (packageOf[name]) wanted.add(packageOf[name]);
  const carried = new Set(Object.values(packageOf));
  const load = [...wanted].filter(name => carried.has(name) && !(name in python.loadedPackages));
  if (load.length) {
    postMessage({ type: "loading", what: load.join(", ") });
    // loadPackage does not throw for a file that it cannot have; the next lines notice
    await python.loadPackage(load, { messageCallback() {}, errorCallback() {} });
  }
  const lost = packages.filter(name => !(name in python.loadedPackages));
  lost.push(...JSON.parse(session.missing(JSON.stringify([...libraries]))));
  if (lost.length) throw { kind: "missing", message: [...new Set(lost)].join(", ") };
}

const ready = start();
ready.then(() => postMessage({ type: "ready" }), error => postMessage({ type: "broken", message: String(error.message || error) }));

onmessage = async ({ data: { id, task, code, label, module, exercise, packages = [] } }) => {
  const answer = message => { flush(); postMessage({ id, ...message }); };
  try {
    await ready;
    sent = 0;
    if (task === "reset") { session.reset(); return answer({ type: "done" }); }
    const source = task === "check" ? await text(exercise.path) : "";
    if (module) await bring(`import ${module}`, []);
    await bring(code, packages);
    if (source) await bring(source, packages);
    postMessage({ id, type: "started" });
    const result = task === "check" ? session.check(source, exercise.name, code) : session.run(code, label, module || "");
    answer({ type: "done", result: JSON.parse(result) });
  } catch (error) {
    answer({ type: "failed", kind: error.kind || "internal", message: String(error.message || error) });
  }
};
