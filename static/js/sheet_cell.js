// One cell of the score sheet: what its fields say, and what it says of itself.

export function fieldsOf(cell) {
  const fields = {};
  for (const field of cell.querySelectorAll("[data-field]")) {
    fields[field.dataset.field] = field.value;
  }
  if (cell.matches("[data-cell]")) {
    fields.answer = answerOf(cell);
  }
  return fields;
}

export function answerOf(cell) {
  const typed = cell.querySelector("[data-typed]");
  return typed?.value.trim() || (cell.querySelector("[data-rating]:checked")?.value ?? "");
}

export function fill(cell, fields) {
  for (const field of cell.querySelectorAll("[data-field]")) {
    const text = fields[field.dataset.field] ?? "";
    if (field.value !== text) {
      field.value = text;
    }
  }
  if (cell.matches("[data-cell]")) {
    answer(cell, fields.answer ?? "");
  }
}

export function answer(cell, value) {
  const typed = cell.querySelector("[data-typed]");
  const radio = [...cell.querySelectorAll("input[type=radio]")].find((each) => each.value === value);
  if (radio) {
    radio.checked = true;
  }
  if (typed) {
    typed.value = radio ? "" : value;
    if (!radio) {
      cell.querySelectorAll("input[type=radio]").forEach((each) => { each.checked = false; });
    }
  }
  review(cell);
}

// Whether it is answered, and whether its rating still lacks a reason.
export function review(cell) {
  const value = answerOf(cell);
  cell.classList.toggle("is-answered", value !== "");
  const needed = JSON.parse(cell.dataset.reasonsAt).includes(value);
  const note = cell.querySelector("[data-field=comment]");
  const reason = cell.querySelector("[data-reason-needed]");
  reason.hidden = !needed || note.value.trim() !== "";
  note.toggleAttribute("aria-required", needed);
  if (needed) {
    note.setAttribute("aria-required", "true");
  }
}

// Both values side by side, and a button for each.
export function showConflict(cell, entry, texts, resolve) {
  const place = cell.querySelector("[data-conflict]");
  place.replaceChildren();
  place.hidden = !entry?.there;
  if (!entry?.there) {
    return;
  }
  for (const [heading, fields, button, keepOurs] of [
    [texts.yours, entry.fields, texts.keep_yours, true],
    [texts.theirs, entry.there.fields, texts.take_theirs, false],
  ]) {
    place.append(version(heading, different(fields, entry), button, texts, () => resolve(keepOurs)));
  }
}

function different(fields, entry) {
  const names = Object.keys(fields).filter((name) => entry.fields[name] !== entry.there.fields[name]);
  return names.map((name) => [name, fields[name]]);
}

function version(heading, lines, label, texts, choose) {
  const part = document.createElement("div");
  const title = document.createElement("p");
  title.className = "conflict__heading";
  title.textContent = heading;
  const list = document.createElement("dl");
  for (const [name, text] of lines) {
    const term = document.createElement("dt");
    const shown = document.createElement("dd");
    term.textContent = texts[name];
    shown.textContent = (name === "answer" && texts[text]) || text || texts.nothing;
    list.append(term, shown);
  }
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button";
  button.textContent = label;
  button.addEventListener("click", choose);
  part.append(title, list, button);
  return part;
}
