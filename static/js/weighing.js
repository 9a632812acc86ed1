// Answers of one person, saved as they are given. The server works out what they come to; without
// this file the answers are saved with the button.

const form = document.querySelector("form[data-weighing]");
const PAUSE = 400; // milliseconds without a key, before saving

let timer = 0;
let running = Promise.resolve();
let waiting = 0;
let stopped = false;

function tell(name) {
  form.querySelector("[data-state]").textContent = name ? form.dataset[name] : "";
}

function show(found) {
  form.elements.revision.value = found.revision;
  const lines = form.querySelector("[data-lines]");
  lines.className = found.careful ? "notice notice--careful" : "";
  lines.replaceChildren(
    ...found.lines.map((text) => {
      const line = document.createElement("p");
      line.textContent = text;
      return line;
    }),
  );
  for (const cell of form.querySelectorAll("[data-weight]")) {
    cell.textContent = found.weights[cell.dataset.weight] ?? "–";
  }
  for (const field of form.querySelectorAll("[name^='a-']")) {
    const wrong = found.wrong[field.name] ?? "";
    document.getElementById(`${field.name}-said`).textContent = wrong;
    field.toggleAttribute("aria-invalid", Boolean(wrong));
    field.closest(".field")?.classList.toggle("field--wrong", Boolean(wrong));
  }
}

async function save() {
  tell("saving");
  try {
    const answer = await fetch(form.dataset.weighing, {
      method: "POST",
      body: new FormData(form),
      headers: { "X-CSRFToken": form.elements.csrf_token.value },
    });
    if (answer.status === 409) {
      stopped = true;
      tell("conflict");
      return;
    }
    if (!answer.ok) {
      throw new Error(answer.statusText);
    }
    show(await answer.json());
    tell("saved");
  } catch {
    tell("failed");
  }
}

// One at a time: each save says which revision it follows.
function saveNext() {
  waiting += 1;
  running = running.then(async () => {
    if (!stopped) {
      await save();
    }
    waiting -= 1;
  });
}

if (form) {
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(saveNext, PAUSE);
  });
  form.addEventListener("submit", async (event) => {
    clearTimeout(timer);
    if (waiting) {
      // The form must carry the revision of the last save.
      event.preventDefault();
      const pressed = event.submitter;
      await running;
      setTimeout(() => form.requestSubmit(pressed));
    }
  });
}
