// Quiz answers: each is sent when it is given; what could not be sent waits in this browser and is sent again.
// <form data-answers data-attempt="9" data-save-url="/…/{slot}/…" data-seconds-left="1307"
//       data-saved-text="Saved on the server at %s" data-waiting-text="…" data-over-text="…">
//   <fieldset data-slot="3" data-saved-seq="0"> … <p class="saved" role="status"></p> </fieldset>

const WAITS = [1000, 2000, 5000, 10000, 20000, 30000];
const TYPING_PAUSE = 800;
const SHORT = 60;
const FINAL = [409, 410, 422];

class Attempt {
  constructor(form) {
    this.form = form;
    this.store = `rmtc-attempt-${form.dataset.attempt}`;
    this.unsent = this.recall();
    this.busy = new Set();
    this.failures = 0;
    this.over = false;
    this.timers = new Map();
    form.addEventListener("change", (event) => this.noticed(event.target, 0));
    form.addEventListener("input", (event) => {
      if (event.target.matches("textarea, input[type=text], input[type=number]")) this.noticed(event.target, TYPING_PAUSE);
    });
    form.addEventListener("submit", () => this.keep());
    window.addEventListener("online", () => this.sendAll());
    this.restore();
    this.startClock();
    this.sendAll();
  }

  question(slot) {
    return this.form.querySelector(`[data-slot="${slot}"]`);
  }

  noticed(field, pause) {
    const question = field.closest("[data-slot]");
    if (!question || this.over) return;
    const slot = question.dataset.slot;
    clearTimeout(this.timers.get(slot));
    this.timers.set(slot, setTimeout(() => this.give(question), pause));
    this.hold(question);
  }

  // Put the present answer in the waiting list under the next sequence number of its question.
  hold(question) {
    const { slot, savedSeq = "0" } = question.dataset;
    const last = Math.max(Number(savedSeq), this.unsent[slot]?.seq ?? 0);
    this.unsent[slot] = { seq: last + 1, fields: [...fieldsOf(question)] };
    this.keep();
  }

  give(question) {
    this.timers.delete(question.dataset.slot);
    this.send(question.dataset.slot);
  }

  // Answers that did not reach the server before the page was left are newer than what it shows.
  restore() {
    for (const [slot, { seq, fields }] of Object.entries(this.unsent)) {
      const question = this.question(slot);
      if (!question) continue;
      if (seq <= Number(question.dataset.savedSeq ?? 0)) delete this.unsent[slot];
      else fill(question, fields);
    }
    this.keep();
  }

  sendAll() {
    for (const slot of Object.keys(this.unsent)) this.send(slot);
  }

  async send(slot) {
    const answer = this.unsent[slot];
    if (!answer || this.busy.has(slot) || this.timers.has(slot)) return;
    this.busy.add(slot);
    let response;
    try {
      response = await fetch(this.form.dataset.saveUrl.replace("{slot}", slot), this.request(slot, answer));
    } catch {
      response = null;
    }
    this.busy.delete(slot);
    await this.settle(slot, answer, response);
  }

  request(slot, { seq, fields }) {
    const body = new URLSearchParams(fields);
    body.set("slot", slot);
    body.set("seq", seq);
    body.set("csrf_token", this.form.elements.csrf_token?.value ?? "");
    const headers = { Accept: "application/json" };
    return { method: "POST", body, headers, keepalive: true, redirect: "manual", signal: AbortSignal.timeout(20000) };
  }

  async settle(slot, answer, response) {
    const told = (await response?.json().catch(() => null)) ?? {};
    if (response?.ok && told.seq) {
      this.failures = 0;
      this.saved(slot, answer, told);
    } else if (!response || response.ok || response.status >= 500 || response.status === 429) {
      this.later(slot);
    } else {
      this.refused(slot, answer, response.status, told.detail);
    }
    if (this.unsent[slot] && this.unsent[slot].seq !== answer.seq) this.send(slot);
  }

  saved(slot, answer, { seq, saved_at: at }) {
    const question = this.question(slot);
    if (question) question.dataset.savedSeq = Math.max(seq, Number(question.dataset.savedSeq ?? 0));
    if (this.unsent[slot]?.seq <= answer.seq) delete this.unsent[slot];
    this.keep();
    if (this.unsent[slot]) return;
    const time = new Date(at).toLocaleTimeString(document.documentElement.lang, { timeStyle: "medium", hourCycle: "h23" });
    this.say(slot, "", this.form.dataset.savedText.replace("%s", time));
    this.form.ownerDocument.querySelector(`[data-answers-nav] [data-question="${slot}"]`)?.classList.add("done");
  }

  // An answer the server will never take is dropped; one refused for another reason (signed out) stays in this browser.
  refused(slot, answer, status, detail) {
    if (FINAL.includes(status) && this.unsent[slot]?.seq === answer.seq) delete this.unsent[slot];
    this.keep();
    this.say(slot, "refused", detail ?? document.body.dataset.refused);
  }

  later(slot) {
    const wait = WAITS[Math.min(this.failures, WAITS.length - 1)];
    this.failures += 1;
    this.say(slot, "waiting", this.form.dataset.waitingText);
    setTimeout(() => this.send(slot), wait * (0.8 + 0.4 * Math.random()));
  }

  say(slot, kind, text) {
    const place = this.question(slot)?.querySelector("[role=status]");
    if (!place) return;
    place.className = `saved ${kind}`.trim();
    place.textContent = text;
  }

  recall() {
    try {
      return JSON.parse(localStorage.getItem(this.store)) ?? {};
    } catch {
      return {};
    }
  }

  keep() {
    try {
      if (Object.keys(this.unsent).length) localStorage.setItem(this.store, JSON.stringify(this.unsent));
      else localStorage.removeItem(this.store);
    } catch {
      // A browser without storage still sends answers; they only do not survive closing the page.
    }
  }

  // The server alone decides when time is over; this clock only shows it and hands the answers in.
  startClock() {
    const left = Number(this.form.dataset.secondsLeft);
    const clock = document.querySelector("[data-clock]");
    if (!this.form.dataset.secondsLeft || !Number.isFinite(left)) return;
    const end = performance.now() + left * 1000;
    const tick = () => {
      const seconds = Math.max(0, Math.ceil((end - performance.now()) / 1000));
      if (clock) show(clock, seconds);
      if (seconds > 0) return;
      clearInterval(timer);
      this.handIn();
    };
    const timer = setInterval(tick, 500);
    tick();
  }

  handIn() {
    if (this.over || !this.form.isConnected) return;
    this.over = true;
    const place = document.getElementById("flashes");
    if (place && this.form.dataset.overText) place.textContent = this.form.dataset.overText;
    this.form.requestSubmit(this.form.querySelector("[data-hand-in]") ?? undefined);
  }
}

function* fieldsOf(question) {
  for (const field of question.querySelectorAll("input, select, textarea")) {
    if (!field.name || field.disabled) continue;
    if (field.matches("[type=radio], [type=checkbox]") && !field.checked) continue;
    if (field.matches("select[multiple]")) for (const option of field.selectedOptions) yield [field.name, option.value];
    else yield [field.name, field.value];
  }
}

function fill(question, fields) {
  for (const field of question.querySelectorAll("input, select, textarea")) {
    const values = fields.filter(([name]) => name === field.name).map(([, value]) => value);
    if (field.matches("[type=radio], [type=checkbox]")) field.checked = values.includes(field.value);
    else if (field.matches("select[multiple]")) for (const option of field.options) option.selected = values.includes(option.value);
    else if (field.type !== "hidden" && values.length) field.value = values[0];
  }
}

function show(clock, seconds) {
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const shown = (parts[0] ? parts : parts.slice(1)).map((part, place) => (place ? String(part).padStart(2, "0") : part));
  clock.textContent = shown.join(":");
  clock.classList.toggle("short", seconds <= SHORT);
}

const begun = new WeakSet();

function begin() {
  for (const form of document.querySelectorAll("form[data-answers]")) {
    if (begun.has(form)) continue;
    begun.add(form);
    new Attempt(form);
  }
}

document.addEventListener("htmx:after:swap", begin);
begin();
