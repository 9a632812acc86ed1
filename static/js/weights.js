// The total of the weights while they are typed. The server has the last word.

const form = document.querySelector("[data-weights]");
const total = form.querySelector("[data-total]");
const verdict = form.querySelector("[data-verdict]");
const groups = [...form.querySelectorAll("tr")].filter((row) => row.querySelector("[data-given]"));

// As the server reads it: full-width digits and thousands are fine.
function number(text) {
  return Number(text.normalize("NFKC").replaceAll(",", "").trim());
}

function weight(row) {
  const own = row.querySelector("input").value;
  return number(own.trim() ? own : row.querySelector("[data-given]").textContent);
}

function digits(value) {
  return String(Math.round(value * 1e4) / 1e4);
}

function show() {
  const sum = groups.reduce((all, row) => all + weight(row), 0);
  total.textContent = Number.isNaN(sum) ? "–" : digits(sum);
  const wanted = total.dataset.wanted;
  if (Number.isNaN(sum) || !wanted) {
    verdict.textContent = "";
    return;
  }
  const difference = Math.round((sum - number(wanted)) * 1e2) / 1e2;
  verdict.className = difference === 0 ? "total-holds" : "total-fails";
  const text = difference === 0 ? "holds" : difference > 0 ? "tooMuch" : "missing";
  verdict.textContent = verdict.dataset[text].replace("{difference}", digits(Math.abs(difference)));
}

form.addEventListener("input", show);
