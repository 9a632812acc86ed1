// The score sheet: saved as it is typed, filled in by keyboard. Without this file it is a form.

import { answer, fieldsOf, fill, review, showConflict } from "./sheet_cell.js";
import { focus, listen } from "./sheet_keys.js";
import { Queue } from "./sheet_queue.js";

const TYPING = 700;
const root = document.querySelector("[data-sheet]");
const texts = JSON.parse(root.dataset.texts);
const cells = new Map([...root.querySelectorAll("[data-key]")].map((cell) => [cell.dataset.key, cell]));
const status = document.querySelector("[data-status]");
const reason = root.querySelector("[data-change-reason]");

const queue = new Queue({
  base: root.dataset.base,
  prefix: `vendor-eval sheet ${root.dataset.base} ${root.dataset.evaluator} `,
  evaluator: root.dataset.evaluator,
  token: root.dataset.token,
  needsReason: reason !== null,
  reason: () => reason?.value.trim() ?? "",
  mirror(key, fields) {
    const cell = cells.get(key);
    if (cell && !cell.querySelector("textarea:focus, input[type=text]:focus")) {
      fill(cell, fields);
      count();
    }
  },
  tell(key, savedAt) {
    if (key && cells.has(key)) {
      showState(cells.get(key), queue.entries.get(key), savedAt);
    }
    sum();
  },
});

function showState(cell, entry, savedAt) {
  const place = cell.querySelector("[data-state]");
  const state = entry ? (entry.busy ? "saving" : entry.state) : "saved";
  place.dataset.state = state;
  if (state === "reason") {
    place.textContent = texts.reason_needed;
  } else if (state === "refused") {
    place.textContent = `${texts.refused}: ${entry.text}`;
  } else if (state !== "saved") {
    place.textContent = texts[state];
  } else if (savedAt) {
    place.textContent = texts.saved.replace("{time}", savedAt);
  }
  showConflict(cell, entry, texts, (keepOurs) => {
    queue.resolve(cell.dataset.key, keepOurs);
    (cell.querySelector("[data-rating]:checked") ?? cell.querySelector("[data-field], [data-rating]")).focus();
  });
}

// One line for the whole sheet; a screen reader says it when it changes.
let said = "";
function sum() {
  const waiting = queue.waiting;
  const conflicts = waiting.filter((entry) => entry.state === "conflict").length;
  const refused = waiting.filter((entry) => entry.state === "refused").length;
  let name = "all_saved";
  let number = waiting.length;
  if (queue.trouble && waiting.length > 0) {
    name = queue.trouble;
  } else if (conflicts) {
    [name, number] = ["some_conflicts", conflicts];
  } else if (waiting.some((entry) => entry.state === "reason")) {
    name = "reason_needed";
  } else if (refused) {
    [name, number] = ["some_refused", refused];
  } else if (waiting.length) {
    name = "some_waiting";
  } else if (queue.trouble === "offline" && !navigator.onLine) {
    name = "offline";
  }
  status.dataset.status = name;
  const text = (queue.keeps ? "" : `${texts.no_storage} `) + texts[name].replace("{count}", number);
  if (text !== said) {
    said = text;
    status.textContent = text;
    if (name === "signed_out") {
      const link = document.createElement("a");
      link.href = root.dataset.signIn;
      link.target = "_blank";
      link.textContent = texts.sign_in;
      status.append(" ", link);
    }
  }
}

function count() {
  const here = [...cells.values()].filter((cell) => cell.matches("[data-cell].is-answered")).length;
  for (const place of document.querySelectorAll("[data-answered]")) {
    place.textContent = here;
  }
  for (const place of document.querySelectorAll("[data-answered-all]")) {
    place.textContent = Number(place.dataset.answeredAll) + here;
  }
}

// The proposal opens at the page that is cited: the first number in the field.
function point(cell) {
  const link = cell.querySelector("[data-open-page]");
  const page = cell.querySelector("[data-field=page]").value.normalize("NFKC").match(/\d+/);
  if (link) {
    const address = new URL(link.href);
    page ? address.searchParams.set("page", page[0]) : address.searchParams.delete("page");
    link.href = address;
  }
}

function changed(cell, delay) {
  if (cell.matches("[data-cell]")) {
    review(cell);
    point(cell);
    count();
  }
  queue.edit(cell.dataset.key, fieldsOf(cell), delay);
}

function pick(cell, value, delay) {
  answer(cell, value);
  focus(cell);
  changed(cell, delay);
}

function start() {
  for (const [key, cell] of cells) {
    queue.revisions.set(key, Number(cell.dataset.revision));
  }
  root.addEventListener("input", (event) => {
    const cell = event.target.closest("[data-key]");
    if (event.target === reason) {
      sessionStorage.setItem(`${queue.prefix} reason`, reason.value);
    } else if (cell) {
      if (event.target.matches("input[type=radio]") && cell.querySelector("[data-typed]")) {
        cell.querySelector("[data-typed]").value = "";
      } else if (event.target.matches("[data-typed]")) {
        cell.querySelectorAll("input[type=radio]").forEach((each) => { each.checked = false; });
      }
      changed(cell, event.target.matches("textarea, input[type=text]") ? TYPING : 0);
    }
  });
  root.addEventListener("change", (event) => {
    if (event.target === reason) {
      for (const entry of queue.waiting.filter((each) => each.state === "reason")) {
        entry.state = "waiting";
      }
    }
    queue.flush();
  });
  root.addEventListener("submit", (event) => {
    event.preventDefault();
    queue.flush();
  });
  window.addEventListener("beforeunload", (event) => {
    if (!queue.keeps && queue.waiting.length) {
      event.preventDefault();
    }
  });
  if (reason) {
    reason.value ||= sessionStorage.getItem(`${queue.prefix} reason`) ?? "";
  }
  const dialog = document.querySelector("[data-keys]");
  document.querySelector("[data-help]")?.addEventListener("click", () => dialog.showModal());
  listen(root, {
    pick,
    clear: (cell) => pick(cell, "", 0),
    help: () => dialog.showModal(),
    scale: JSON.parse(root.dataset.scale),
  });
  document.querySelectorAll("[data-plain]").forEach((each) => { each.hidden = true; });
  document.querySelectorAll("[data-scripted]").forEach((each) => { each.hidden = false; });
  cells.forEach((cell) => cell.matches("[data-cell]") && point(cell));
  queue.start();
  count();
  const target = document.getElementById(location.hash.slice(1));
  if (target?.matches("[data-cell]")) {
    focus(target);
  }
}

start();
