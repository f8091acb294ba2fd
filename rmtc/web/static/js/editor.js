// The editor: what is typed is kept on the server as a draft, a few seconds after the last key.

const form = document.querySelector("#editor[data-draft]");
const note = form?.querySelector("[data-draft-note]");
const PAUSE = 3000;
let waiting = null;
let keptAt = null;

async function keep() {
  waiting = null;
  try {
    const answer = await fetch(form.dataset.draft, { method: "POST", body: new URLSearchParams(new FormData(form)) });
    if (!answer.ok) throw new Error(String(answer.status));
    keptAt = Date.now();
    tell();
  } catch {
    keptAt = null;
    note.textContent = form.dataset.lost;
  }
}

function tell() {
  if (keptAt === null) return;
  note.textContent = form.dataset.kept.replace("{seconds}", Math.round((Date.now() - keptAt) / 1000));
}

if (form) {
  form.addEventListener("input", () => {
    if (waiting !== null) clearTimeout(waiting);
    waiting = setTimeout(keep, PAUSE);
  });
  form.addEventListener("submit", () => waiting !== null && clearTimeout(waiting));
  setInterval(tell, 1000);
}
