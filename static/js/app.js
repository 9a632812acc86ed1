// What every page shares. Nothing here is needed to use a page; it only saves trouble.

const wrong = document.querySelector(".notice--wrong[role=alert]");
if (wrong) {
  // After a form was refused: reading starts at the mistakes, not at the top.
  wrong.tabIndex = -1;
  wrong.focus({ preventScroll: false });
}

// Sending a long form twice by a double click sends it once.
for (const form of document.querySelectorAll("form[data-once]")) {
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "yes";
    const progress = form.querySelector("[data-progress]");
    if (progress) {
      progress.hidden = false;
    }
  });
}
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-once]")) {
    delete form.dataset.sent;
  }
});
