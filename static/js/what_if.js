// What if: every move is sent to the server, which knows how the other weights follow, and its answer is shown.

const form = document.querySelector("[data-what-if]");
const groups = new Map([...form.querySelectorAll("[data-group]")].map((row) => [row.dataset.group, parts(row)]));
const summary = document.querySelector("[data-summary]");
const results = document.querySelector("[data-results]");
const lost = form.querySelector("[data-lost]");
const query = document.querySelector("[data-query]");
const WAIT = 60;

let before = weights();
let now = before;
let moved = null;
let timer = null;
let asking = null;
let dragging = false;

function parts(row) {
  return {
    slider: row.querySelector("[data-slider]"),
    field: row.querySelector("[data-weight]"),
    exact: row.querySelector("input[type=hidden]"),
    error: row.querySelector(".slide__error"),
  };
}

function weights() {
  return new Map([...groups].map(([id, group]) => [id, group.exact.value]));
}

// One group is moved at a time. As long as it is the same one, all is worked out from where it
// began, so that there and back again is where it was.
function move(id) {
  if (id !== moved) {
    before = now;
    moved = id;
  }
  later();
}

function later() {
  asking?.abort(); // an answer to what stood there before must not overwrite what stands there now
  clearTimeout(timer);
  timer = setTimeout(ask, WAIT);
}

function asked() {
  const values = new URLSearchParams();
  for (const [name, value] of new FormData(form)) {
    if (!name.startsWith("w-") && !name.startsWith("p-")) {
      values.append(name, value);
    }
  }
  for (const [id, value] of before) {
    values.append(`p-${id}`, value);
  }
  if (moved !== null) {
    values.append(`w-${moved}`, groups.get(moved).field.value);
  }
  return values;
}

async function ask() {
  const mine = new AbortController();
  asking = mine;
  results.setAttribute("aria-busy", "true");
  try {
    const address = `${form.dataset.whatIf}?${asked()}`;
    const response = await fetch(address, { signal: mine.signal, headers: { Accept: "application/json" } });
    if (!response.ok) {
      throw new Error(String(response.status));
    }
    show(await response.json());
  } catch {
    if (!mine.signal.aborted) {
      lost.hidden = false;
    }
  }
  if (asking === mine) {
    results.removeAttribute("aria-busy");
  }
}

function show(answer) {
  lost.hidden = true;
  now = new Map(Object.entries(answer.weights).map(([id, weight]) => [id, weight.exact]));
  for (const [id, weight] of Object.entries(answer.weights)) {
    fill(id, weight);
    tell(groups.get(id).field, groups.get(id).error, answer.wrong[`w-${id}`]);
  }
  for (const error of form.querySelectorAll(".field .field__error")) {
    const field = document.getElementById(error.id.replace(/-error$/, ""));
    tell(field, error, answer.wrong[field.name]);
  }
  if (summary.innerHTML !== answer.summary) {
    summary.innerHTML = answer.summary;
  }
  results.innerHTML = answer.results;
  if (query) {
    query.value = answer.query;
  }
  history.replaceState(null, "", answer.query ? `?${answer.query}` : location.pathname);
}

function fill(id, weight) {
  const { slider, field, exact } = groups.get(id);
  exact.value = weight.exact;
  if (document.activeElement !== field) {
    field.value = weight.shown;
  }
  if (!dragging || id !== moved) {
    slider.value = weight.shown;
  }
  slider.setAttribute("aria-valuetext", `${weight.shown} %`);
}

function tell(field, error, wrong) {
  error.textContent = wrong ?? "";
  if (wrong) {
    field.setAttribute("aria-invalid", "true");
    field.setAttribute("aria-describedby", error.id);
  } else {
    field.removeAttribute("aria-invalid");
    field.removeAttribute("aria-describedby");
  }
}

for (const [id, { slider, field }] of groups) {
  slider.hidden = false;
  slider.value = field.value;
  slider.setAttribute("aria-valuetext", `${field.value} %`);
  slider.addEventListener("input", (event) => {
    event.stopPropagation();
    dragging = true;
    field.value = slider.value;
    move(id);
  });
  slider.addEventListener("change", () => {
    dragging = false;
    later();
  });
  field.addEventListener("input", (event) => {
    event.stopPropagation();
    move(id);
  });
  // Left alone, a field says what it got: it may have asked for more than was to be had.
  field.addEventListener("change", later);
}

form.addEventListener("input", () => {
  before = now;
  moved = null;
  later();
});
