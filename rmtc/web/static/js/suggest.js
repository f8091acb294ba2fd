// Suggestions under a field while typing. The field works without them: what is typed is what is sent.
// data-suggest: the address that answers {"suggestions": [text, …]} to ?q=; data-suggest-label names the list;
// data-suggest-send sends the form with a chosen suggestion. A textarea is completed line by line.

const PAUSE = 150;
let count = 0;

function line(field) {
  if (field.tagName !== "TEXTAREA") return [0, field.value.length];
  const start = field.value.lastIndexOf("\n", field.selectionStart - 1) + 1;
  const end = field.value.indexOf("\n", field.selectionStart);
  return [start, end < 0 ? field.value.length : end];
}

class Suggestions {
  constructor(field) {
    this.field = field;
    this.list = document.createElement("ul");
    this.list.className = "suggestions";
    this.list.id = `suggestions-${++count}`;
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", field.dataset.suggestLabel ?? "");
    this.list.hidden = true;
    field.after(this.list);
    if (field.tagName !== "TEXTAREA") field.setAttribute("role", "combobox");
    field.setAttribute("aria-autocomplete", "list");
    field.setAttribute("aria-controls", this.list.id);
    field.autocomplete = "off";
    this.close();
    field.addEventListener("input", () => this.typed());
    field.addEventListener("keydown", (event) => this.pressed(event));
    field.addEventListener("blur", () => this.close());
    // Before the field loses the focus, so that the list is still there.
    this.list.addEventListener("pointerdown", (event) => {
      event.preventDefault();
      const option = event.target.closest("li");
      if (option) this.choose(option);
    });
  }

  typed() {
    clearTimeout(this.timer);
    this.asking?.abort();
    this.timer = setTimeout(() => this.ask(), PAUSE);
  }

  async ask() {
    const [start, end] = line(this.field);
    const text = this.field.value.slice(start, end).trimStart();
    if (text.length < 2) return this.close();
    this.asking = new AbortController();
    const address = new URL(this.field.dataset.suggest, location.href);
    address.searchParams.set("q", text);
    try {
      const answer = await fetch(address, { signal: this.asking.signal });
      if (answer.ok) this.show((await answer.json()).suggestions, text);
    } catch {
      this.close();
    }
  }

  show(texts, typed) {
    if (document.activeElement !== this.field) return;
    const others = texts.filter((text) => text !== typed);
    this.list.replaceChildren(...others.map((text, number) => {
      const option = document.createElement("li");
      option.id = `${this.list.id}-${number}`;
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
      option.textContent = text;
      return option;
    }));
    this.list.hidden = !others.length;
    this.say();
  }

  say(active) {
    if (this.field.tagName !== "TEXTAREA") this.field.setAttribute("aria-expanded", String(!this.list.hidden));
    for (const option of this.list.children) option.setAttribute("aria-selected", String(option === active));
    if (active) this.field.setAttribute("aria-activedescendant", active.id);
    else this.field.removeAttribute("aria-activedescendant");
    active?.scrollIntoView({ block: "nearest" });
  }

  close() {
    clearTimeout(this.timer);
    this.list.hidden = true;
    this.list.replaceChildren();
    this.say();
  }

  pressed(event) {
    if (this.list.hidden || event.isComposing) return;
    const options = [...this.list.children];
    const at = options.findIndex((option) => option.getAttribute("aria-selected") === "true");
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) this.say(options[(at + step + options.length + (at < 0 && step < 0 ? 1 : 0)) % options.length]);
    else if (event.key === "Escape") this.close();
    else if (event.key === "Enter" && at >= 0) this.choose(options[at]);
    else return;
    event.preventDefault();
  }

  choose(option) {
    const [start, end] = line(this.field);
    this.field.setRangeText(option.textContent, start, end, "end");
    this.close();
    this.field.dispatchEvent(new Event("change", { bubbles: true }));
    if (this.field.hasAttribute("data-suggest-send")) this.field.form.requestSubmit();
  }
}

for (const field of document.querySelectorAll("[data-suggest]")) new Suggestions(field);
