// Adds buttons to code that can run here. All else comes when one of them is pressed.
const fromDisk = location.protocol === "file:";

export const store = {
  get(key) { try { return localStorage.getItem("practice:" + key); } catch { return null; } },
  set(key, value) { try { localStorage.setItem("practice:" + key, value); } catch {} },
  drop(key) { try { localStorage.removeItem("practice:" + key); } catch {} },
};

function addButtons(block, number) {
  const exercise = block.closest(".exercise");
  const key = exercise ? exercise.dataset.exercise : location.pathname + "#" + number;
  const bar = document.createElement("div");
  bar.className = "practice-bar";
  bar.setAttribute("role", "group");
  bar.setAttribute("aria-label", exercise ? "Exercise " + key : "Code " + number);
  for (const action of exercise ? ["check", "run", "edit"] : ["run", "edit"]) {
    const button = document.createElement("button");
    button.type = "button";
    button.dataset.action = action;
    button.textContent = action[0].toUpperCase() + action.slice(1);
    bar.append(button);
  }
  block.append(bar);
  block.dataset.practice = key;
  const act = async action => {
    try { (await import("./runner.js")).act(block, action); }
    catch (error) { bar.append(" This could not be loaded: " + error.message); }
  };
  bar.onclick = event => event.target.dataset.action && act(event.target.dataset.action);
  if (exercise && store.get(key + ":passed")) bar.dataset.passed = "";
  if (store.get(key)) act("restore");
}

function enhance() {
  document.querySelectorAll(".exercise.runs .starter, .session.runs > .highlight, .highlight.runs")
    .forEach((block, number) => block.dataset.practice || addButtons(block, number + 1));
}

if (window.Worker && window.WebAssembly && !fromDisk)
  window.document$ ? document$.subscribe(enhance) : enhance();
