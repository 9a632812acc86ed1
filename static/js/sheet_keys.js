// The score sheet by keyboard. Keys act only where a rating has the focus, so they never
// get in the way of typing, of the browser or of a screen reader.

const PAUSE = 900;

export function listen(root, { pick, clear, help, scale }) {
  let typed = "";
  let typedAt = 0;
  let typedIn = null;

  // "3" then "." and "5" is 3.5, however slowly: a point goes on from the rating that is there.
  // "1" then "0" is 10 where the scale goes so far, unless there is a pause between them.
  function digit(cell, sign) {
    const now = Date.now();
    const same = cell === typedIn;
    const going = same && (now - typedAt < PAUSE || typed.endsWith(".")) ? typed : "";
    const there = cell.querySelector("input[data-rating]:checked")?.value ?? "";
    const longer = (going || (sign === "." ? there : "")) + sign;
    typed = scale.some((value) => value.startsWith(longer)) ? longer : sign;
    typedAt = now;
    typedIn = cell;
    if (scale.includes(typed)) {
      const more = scale.some((value) => value !== typed && value.startsWith(typed));
      pick(cell, typed, more ? PAUSE : 0);
    }
  }

  function move(cell, step) {
    const cells = [...root.querySelectorAll("[data-cell]")];
    focus(cells[cells.indexOf(cell) + step]);
  }

  function within(cell, step) {
    const choices = [...cell.querySelectorAll("input[type=radio]")];
    const place = choices.indexOf(document.activeElement);
    choices[(place + step + choices.length) % choices.length]?.focus();
  }

  function nextOpen(cell) {
    const cells = [...root.querySelectorAll("[data-cell]")];
    const after = cells.slice(cells.indexOf(cell) + 1).concat(cells);
    focus(after.find((each) => !each.classList.contains("is-answered")));
  }

  const ACTIONS = {
    ArrowDown: (cell) => move(cell, 1),
    ArrowUp: (cell) => move(cell, -1),
    ArrowRight: (cell) => within(cell, 1),
    ArrowLeft: (cell) => within(cell, -1),
    Enter: (cell) => document.activeElement.type === "radio" && pick(cell, document.activeElement.value, 0),
    n: (cell) => pick(cell, "na", 0),
    "-": (cell) => pick(cell, "no-basis", 0),
    x: (cell) => pick(cell, "no-basis", 0),
    Delete: (cell) => clear(cell),
    Backspace: (cell) => clear(cell),
    u: nextOpen,
    c: (cell) => cell.querySelector("[data-field=comment]").focus(),
    "?": () => help(),
  };

  root.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) {
      return;
    }
    const cell = event.target.closest("[data-cell]");
    if (!cell) {
      return;
    }
    if (!event.target.matches("[data-rating]")) {
      if (event.key === "Escape" && event.target.matches("[data-field]")) {
        focus(cell);
      }
      return;
    }
    if (event.target.type === "text" && /^(Backspace|Delete|ArrowLeft|ArrowRight|[0-9.])$/.test(event.key)) {
      return; // a rating that is typed
    }
    const sign = event.key.normalize("NFKC");
    const action = ACTIONS[sign.length === 1 ? sign.toLowerCase() : sign];
    if (/^[0-9.]$/.test(sign)) {
      digit(cell, sign);
    } else if (action) {
      action(cell);
    } else {
      return;
    }
    event.preventDefault();
  });
}

export function focus(cell) {
  if (!cell) {
    return;
  }
  const field = cell.querySelector("input[data-rating]:checked") ?? cell.querySelector("input[data-rating]");
  field?.focus({ preventScroll: true });
  cell.scrollIntoView({ block: "nearest" });
}
