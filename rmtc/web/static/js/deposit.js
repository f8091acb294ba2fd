// Many files sent in pieces: how far each is, and on after a break. The form works without this, twenty files at once.
// <form data-deposit="/deposits/7" (empty: begun when it is sent)> … <div data-sending hidden data-text="{done} … {all}">

const PIECE = 2_000_000;
const AT_ONCE = 3;
const GROUP = 100;
const WAITS = [1000, 2000, 5000, 10000, 20000];
const LOOK = [2000, 2000, 4000, 8000, 15000];
const JSON_WANTED = { Accept: "application/json" };

const pause = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

// A file that was moved, deleted or changed since it was chosen cannot be sent, however often one tries.
const readable = (file) => file.slice(0, 1).arrayBuffer().then(() => true, () => false);

class Refused extends Error {}

class Deposit {
  constructor(form) {
    this.form = form;
    this.url = form.dataset.deposit;
    this.input = form.querySelector("input[type=file]");
    this.sending = form.querySelector("[data-sending]");
    this.list = document.querySelector("[data-sent]");
    this.token = form.elements.csrf_token.value;
    this.queue = [];
    this.now = new Map();
    this.total = this.sent = this.all = this.done = this.running = 0;
    this.offline = false;
    form.addEventListener("submit", (event) => this.begin(event));
    this.acceptDrops(form.querySelector("[data-drop]"));
    if (this.list.querySelector("[data-working=yes]")) this.look(0);
  }

  acceptDrops(zone) {
    zone.querySelector("[data-drop-hint]").hidden = false;
    for (const name of ["dragenter", "dragover"]) {
      zone.addEventListener(name, (event) => { event.preventDefault(); zone.classList.add("over"); });
    }
    for (const name of ["dragleave", "drop"]) zone.addEventListener(name, () => zone.classList.remove("over"));
    zone.addEventListener("drop", (event) => {
      event.preventDefault();
      if (event.dataTransfer.files.length) this.input.files = event.dataTransfer.files;
    });
  }

  async begin(event) {
    const files = [...this.input.files];
    if (!files.length) return;
    event.preventDefault();
    try {
      if (!this.url) await this.open();
      this.input.value = "";
      for (let at = 0; at < files.length; at += GROUP) await this.announce(files.slice(at, at + GROUP));
    } catch (refused) {
      this.say(refused instanceof Refused ? refused.message : this.sending.dataset.again);
    }
  }

  async open() {
    const fields = new FormData(this.form);
    fields.delete("files");
    const { url } = await this.ask(this.form.action, { method: "POST", body: new URLSearchParams(fields) });
    this.url = url;
    history.replaceState(null, "", url);
    this.form.querySelector("[data-said-once]")?.remove();
  }

  async announce(files) {
    const body = new URLSearchParams();
    for (const file of files) {
      body.append("name", file.name);
      body.append("size", file.size);
      body.append("modified", Math.max(0, file.lastModified));
    }
    const answer = await this.ask(`${this.url}/announcements`, { method: "POST", body });
    answer.files.forEach(({ id, received, state }, number) => {
      if (state !== "arriving" || this.now.has(id)) return;
      const file = files[number];
      this.now.set(id, { file, received });
      this.queue.push(id);
      this.all += 1;
      this.total += file.size;
      this.sent += received;
    });
    this.show();
    this.look(0);
    while (this.running < AT_ONCE && this.queue.length) this.work();
  }

  async ask(url, options) {
    const answer = await fetch(url, { ...options, headers: { ...JSON_WANTED, "X-CSRF-Token": this.token } });
    const told = await answer.json().catch(() => ({}));
    if (!answer.ok) throw new Refused(told.detail ?? document.body.dataset.refused ?? String(answer.status));
    return told;
  }

  async work() {
    this.running += 1;
    for (let id = this.queue.shift(); id; id = this.queue.shift()) {
      const problem = await this.send(id);
      if (problem) this.problem(this.now.get(id).file.name, problem);
      this.now.delete(id);
      this.done += 1;
      this.show();
    }
    this.running -= 1;
    if (!this.running) this.look(0);
  }

  // Send the rest of a file; says why it cannot be sent, or nothing.
  async send(id) {
    const one = this.now.get(id);
    for (let failures = 0; one.received < one.file.size;) {
      const answer = await this.piece(id, one);
      const told = (await answer?.json().catch(() => null)) ?? {};
      if (answer?.ok || (answer?.status === 409 && told.received !== undefined)) {
        if (told.state && told.state !== "arriving") return "";
        this.sent += told.received - one.received;
        one.received = told.received;
        failures = 0;
        this.offline = false;
      } else if (!answer || answer.status >= 500 || answer.status === 429 || answer.status === 409) {
        this.offline = !answer;
        if (!answer && !(await readable(one.file))) return this.sending.dataset.unreadable;
        await pause(WAITS[Math.min(failures, WAITS.length - 1)] * (0.8 + 0.4 * Math.random()));
        failures += 1;
      } else {
        return told.detail ?? String(answer.status);
      }
      this.show();
    }
    return "";
  }

  piece(id, { file, received }) {
    const url = `${this.url}/files/${id}/content?offset=${received}`;
    const headers = { ...JSON_WANTED, "X-CSRF-Token": this.token, "Content-Type": "application/octet-stream" };
    const body = file.slice(received, received + PIECE);
    return fetch(url, { method: "PUT", body, headers, signal: AbortSignal.timeout(120_000) }).catch(() => null);
  }

  show() {
    const { text, again, done } = this.sending.dataset;
    this.sending.hidden = false;
    this.sending.querySelector("[data-sending-bar]").value = this.total ? Math.min(1, this.sent / this.total) : 1;
    const counted = text.replace("{done}", this.done).replace("{all}", this.all);
    this.say(this.offline ? again : this.done === this.all ? done : counted);
  }

  say(text) {
    this.sending.hidden = false;
    const place = this.sending.querySelector("[data-sending-text]");
    if (place.textContent !== text) place.textContent = text;
  }

  problem(name, why) {
    const item = document.createElement("li");
    item.textContent = `${name}: ${this.sending.dataset.refused} – ${why}`;
    this.sending.querySelector("[data-sending-now]").append(item);
  }

  // Bring the list up to date, gently: less and less often while nothing changes, and not in a hidden window.
  look(times) {
    clearTimeout(this.looking);
    this.looking = setTimeout(() => this.refresh(times), LOOK[Math.min(times, LOOK.length - 1)]);
  }

  async refresh(times) {
    if (document.hidden) return this.look(times);
    const url = new URL(location.href);
    const answer = await fetch(url, { headers: { "HX-Request": "true" } }).catch(() => null);
    if (!answer?.ok) return this.look(times + 1);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const before = this.list.textContent;
    this.list.replaceChildren(...page.body.children);
    const moved = this.list.textContent !== before;
    if (this.running || this.list.querySelector("[data-working=yes]")) this.look(moved ? 0 : times + 1);
  }
}

for (const form of document.querySelectorAll("form[data-deposit]")) new Deposit(form);
