// Forms: keep what was typed from being lost by leaving, and bring a person to what is wrong.

const changed = new Set();

const watched = (form) => form instanceof HTMLFormElement && form.method === "post" && !form.matches("[data-answers]");

document.addEventListener("input", (event) => {
  const form = event.target.form;
  if (form && watched(form)) changed.add(form);
});

document.addEventListener("submit", (event) => changed.delete(event.target));

window.addEventListener("beforeunload", (event) => {
  const unsent = [...changed].some((form) => form.isConnected);
  if (unsent) event.preventDefault();
});

function bringToProblems(root) {
  const problems = root.querySelector("[data-problems]");
  if (!problems) return;
  problems.focus();
  if (problems.closest("form")) changed.add(problems.closest("form"));
}

function say(text) {
  const place = document.getElementById("flashes");
  if (!place || !text) return;
  const note = document.createElement("p");
  note.className = "note stop";
  note.textContent = text;
  place.replaceChildren(note);
  note.scrollIntoView({ block: "nearest" });
}

function failed(event, text) {
  if (watched(event.target)) changed.add(event.target);
  say(text);
}

// A summary of problems is a list of links; a group of choices takes the focus on its first choice.
document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-problems] a");
  if (!link) return;
  const place = document.getElementById(link.hash.slice(1));
  if (!place) return;
  event.preventDefault();
  const target = place.matches("fieldset") ? place.querySelector("input, select, textarea") ?? place : place;
  target.focus();
  place.scrollIntoView({ block: "center" });
});

document.addEventListener("htmx:after:swap", () => bringToProblems(document));
document.addEventListener("htmx:error", (event) => failed(event, document.body.dataset.offline));
document.addEventListener("htmx:response:error", (event) => {
  if (event.detail.ctx.response.status !== 422) failed(event, document.body.dataset.refused);
});

bringToProblems(document);
