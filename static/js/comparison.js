// Groups of the matrix open and close. Without this file everything is open, and so it is on paper.

const matrix = document.querySelector("[data-matrix]");
const key = `open groups ${location.pathname}`;

function remembered() {
  try {
    return new Set(JSON.parse(sessionStorage.getItem(key)) ?? []);
  } catch {
    return new Set();
  }
}

function remember(openers) {
  const open = openers.filter(isOpen).map((opener) => opener.getAttribute("aria-controls"));
  try {
    sessionStorage.setItem(key, JSON.stringify(open));
  } catch {
    // A browser that keeps nothing still shows everything.
  }
}

function isOpen(opener) {
  return opener.getAttribute("aria-expanded") === "true";
}

function set(opener, open) {
  opener.setAttribute("aria-expanded", String(open));
  document.getElementById(opener.getAttribute("aria-controls")).classList.toggle("is-closed", !open);
}

function buttonFor(title) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "opener";
  button.setAttribute("aria-controls", title.dataset.opens);
  button.textContent = title.textContent;
  title.replaceWith(button);
  return button;
}

function start() {
  const openers = [...matrix.querySelectorAll("[data-opens]")].map(buttonFor);
  const open = remembered();
  for (const opener of openers) {
    set(opener, open.has(opener.getAttribute("aria-controls")));
    opener.addEventListener("click", () => {
      set(opener, !isOpen(opener));
      remember(openers);
    });
  }
  const tools = document.querySelector("[data-matrix-tools]");
  tools.hidden = false;
  for (const tool of tools.querySelectorAll("[data-all]")) {
    tool.addEventListener("click", () => {
      openers.forEach((opener) => set(opener, tool.dataset.all === "open"));
      remember(openers);
    });
  }
}

if (matrix) {
  start();
}
