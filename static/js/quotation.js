// What a quotation comes to, while it is typed. The server works it out, as it does for every
// other page; without this file the totals appear when the form is saved.

const form = document.querySelector("form[data-price]");
const PAUSE = 300; // milliseconds without a key, before asking

let timer = 0;
let asked = 0;

function showUsed(line) {
  const kind = line.querySelector("select[name$='.kind']").selectedOptions[0];
  const used = (kind.dataset.uses ?? "").split(" ");
  for (const column of ["quantity", "minimum", "included", "overage", "per_hour"]) {
    const field = line.querySelector(`[data-column="${column}"]`);
    field.hidden = !used.includes(column);
  }
  line.querySelector("[data-formula]:not(option)").textContent = kind.dataset.formula ?? "";
}

function pairs(totals) {
  const list = document.createElement("dl");
  list.className = "facts";
  for (const [name, amount] of totals) {
    const term = document.createElement("dt");
    const value = document.createElement("dd");
    term.textContent = name;
    value.textContent = amount;
    value.className = "amount";
    list.append(term, value);
  }
  return list;
}

function show(priced) {
  for (const line of form.querySelectorAll("[data-line]")) {
    line.querySelector("[data-amount]").textContent = priced.lines[line.dataset.line] ?? "";
  }
  const steps = priced.steps.map((text) => {
    const step = document.createElement("p");
    step.className = "quiet";
    step.textContent = text;
    return step;
  });
  form.querySelector("[data-totals]").replaceChildren(
    ...(priced.totals.length ? [pairs(priced.totals)] : []),
    ...steps,
  );
  form.querySelector("[data-said]").textContent = priced.problem;
}

async function price() {
  asked += 1;
  const mine = asked;
  try {
    const answer = await fetch(form.dataset.price, {
      method: "POST",
      body: new FormData(form),
      headers: { "X-CSRFToken": form.querySelector("[name=csrf_token]").value },
    });
    if (!answer.ok) {
      throw new Error(answer.statusText);
    }
    const priced = await answer.json();
    if (mine === asked) {
      show(priced);
    }
  } catch {
    form.querySelector("[data-said]").textContent = form.dataset.failed;
  }
}

if (form) {
  form.querySelectorAll("[data-line]").forEach(showUsed);
  form.addEventListener("input", (event) => {
    const line = event.target.closest("[data-line]");
    if (line) {
      showUsed(line);
      clearTimeout(timer);
      timer = setTimeout(price, PAUSE);
    }
  });
}
