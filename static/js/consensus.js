// In the meeting: arrows lead from cell to cell, letters to what can be done. Every key is a link, too.

const byKey = new Map([["ArrowLeft", "a[rel=prev]"], ["ArrowRight", "a[rel=next]"]]);
for (const link of document.querySelectorAll("a[data-key]")) {
  byKey.set(link.dataset.key, `a[data-key=${link.dataset.key}]`);
}

document.addEventListener("keydown", (event) => {
  const typing = event.target.closest?.("input, textarea, select");
  if (typing || event.ctrlKey || event.metaKey || event.altKey) {
    return;
  }
  const link = document.querySelector(byKey.get(event.key) ?? ":not(*)");
  if (link) {
    event.preventDefault();
    location.assign(link.href);
  }
});
