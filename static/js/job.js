// Asks how far the documents are, so that nobody has to look again by hand.

const shown = document.querySelector("[data-job]");
const every = 1500;

async function look() {
  try {
    const answer = await fetch(shown.dataset.job, { headers: { Accept: "application/json" } });
    if (!answer.ok) {
      return;
    }
    const state = await answer.json();
    if (!state.open) {
      location.reload();
      return;
    }
    const said = shown.querySelector("[data-said]");
    if (said.textContent !== state.text) {
      said.textContent = state.text;
    }
    shown.querySelector("progress").value = state.done;
  } catch {
    // The network may come back; the link on the page looks again by hand.
  }
  setTimeout(look, every);
}

setTimeout(look, every);
