// Finding a criterion on a long page. Without this file every criterion still opens by its title.

const entries = [...document.querySelectorAll(".entry")];
const texts = new Map(entries.map((entry) => [entry, plain(entry.textContent)]));

// Full-width and half-width, upper and lower case are the same to a reader who searches.
function plain(text) {
  return text.normalize("NFKC").toLowerCase();
}

function filter(input, found) {
  const words = plain(input.value).split(/\s+/).filter(Boolean);
  let count = 0;
  for (const entry of entries) {
    entry.hidden = !words.every((word) => texts.get(entry).includes(word));
    count += entry.hidden ? 0 : 1;
  }
  for (const section of document.querySelectorAll("[data-section]")) {
    section.hidden = words.length > 0 && !section.querySelector(".entry:not([hidden])");
  }
  found.textContent = words.length ? found.dataset.found.replace("{count}", count) : "";
}

function openNamed() {
  const entry = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  entries.forEach((each) => each.classList.toggle("is-target", each === entry));
  if (entry?.matches("details")) {
    entry.open = true;
    entry.scrollIntoView();
  }
}

const toolbar = document.querySelector("[data-toolbar]");
if (toolbar) {
  toolbar.hidden = false;
  const input = toolbar.querySelector("[data-filter]");
  const found = toolbar.querySelector("[data-found]");
  input.addEventListener("input", () => filter(input, found));
  for (const button of toolbar.querySelectorAll("[data-all]")) {
    button.addEventListener("click", () => {
      for (const entry of entries.filter((each) => !each.hidden)) {
        entry.open = button.dataset.all === "open";
      }
    });
  }
  window.addEventListener("hashchange", openNamed);
  openNamed();
}
