// The reader: pages of a PDF drawn as they come into view, with selectable text, search in both scripts, zoom and keys.

const LETTERS = {
  а: "a", б: "b", в: "v", г: "g", д: "d", ђ: "d", е: "e", ж: "z", з: "z", и: "i", ј: "j", к: "k", л: "l", љ: "lj", м: "m",
  н: "n", њ: "nj", о: "o", п: "p", р: "r", с: "s", т: "t", ћ: "c", у: "u", ф: "f", х: "h", ц: "c", ч: "c", џ: "dz", ш: "s",
  ѓ: "g", ќ: "k", ѕ: "dz", đ: "d", ł: "l", ß: "ss", "’": "'", "‘": "'", "“": '"', "”": '"', "„": '"', "–": "-",
};

// Fold a text for comparing: small Latin letters without marks; `from[i]` is where the i-th folded letter came from.
function fold(text) {
  let out = "";
  const from = [];
  for (let at = 0; at < text.length; at += 1) {
    const small = text[at].toLowerCase();
    const plain = LETTERS[small] ?? small.normalize("NFD").replace(/\p{M}/gu, "");
    const letters = /\s/.test(plain) ? (out.endsWith(" ") ? "" : " ") : LETTERS[plain] ?? plain;
    for (const letter of letters) { out += letter; from.push(at); }
  }
  return { out, from };
}

class Reader {
  constructor(root) {
    this.root = root;
    this.data = root.dataset;
    this.view = root.querySelector("[data-view]");
    this.number = root.querySelector("[data-number]");
    this.status = root.querySelector("[data-status]");
    this.words = root.querySelector("[data-words]");
    this.pages = [];
    this.scale = 0;
    this.current = 1;
    this.hits = [];
    this.hit = -1;
  }

  async open() {
    this.pdfjs = await import(this.data.library);
    this.pdfjs.GlobalWorkerOptions.workerSrc = this.data.worker;
    const assets = this.data.assets;
    this.document = await this.pdfjs.getDocument({
      url: this.data.file, disableAutoFetch: true, disableStream: true, rangeChunkSize: 131072, isEvalSupported: false, useWasm: false,
      cMapUrl: `${assets}cmaps/`, cMapPacked: true, standardFontDataUrl: `${assets}standard_fonts/`, wasmUrl: `${assets}wasm/`,
    }).promise;
    this.root.hidden = false;
    document.getElementById("text").hidden = true;
    window.scrollTo(0, 0); // the browser had gone to the page's text
    this.root.querySelector("[data-total]").textContent = `/ ${this.document.numPages}`;
    const first = await this.document.getPage(1);
    this.usual = first.getViewport({ scale: 1 });
    this.makePages();
    this.fit();
    this.listen();
    this.follow(location.hash);
    if (this.words.value) this.find(this.wanted());
  }

  makePages() {
    this.watcher = new IntersectionObserver((seen) => seen.forEach((one) => this.seen(one)), { root: this.view, rootMargin: "400px 0px" });
    for (let number = 1; number <= this.document.numPages; number += 1) {
      const box = document.createElement("div");
      box.className = "reader-page";
      box.dataset.page = number;
      box.setAttribute("role", "group");
      box.setAttribute("aria-label", this.data.pageLabel.replace("{number}", number));
      this.view.append(box);
      this.pages.push({ number, box, size: this.usual, near: false, drawn: 0 });
      this.watcher.observe(box);
    }
  }

  seen(entry) {
    const page = this.pages[entry.target.dataset.page - 1];
    page.near = entry.isIntersecting;
    if (page.near) this.draw(page).catch((error) => console.warn("page not drawn", page.number, error));
    else this.clear(page);
  }

  clear(page) {
    page.task?.cancel();
    page.task = null;
    page.drawn = 0;
    page.box.replaceChildren();
  }

  async draw(page) {
    const scale = this.scale;
    if (page.drawn === scale) return;
    this.clear(page);
    page.drawn = scale;
    const found = await this.document.getPage(page.number);
    page.size = found.getViewport({ scale: 1 });
    this.shape(page);
    const viewport = found.getViewport({ scale });
    const sharp = Math.min(window.devicePixelRatio || 1, 2);
    const canvas = document.createElement("canvas");
    canvas.width = Math.floor(viewport.width * sharp);
    canvas.height = Math.floor(viewport.height * sharp);
    const text = document.createElement("div");
    text.className = "textLayer";
    text.lang = this.data.lang;
    page.task = found.render({ canvas, viewport, transform: sharp === 1 ? null : [sharp, 0, 0, sharp, 0, 0] });
    const layer = new this.pdfjs.TextLayer({ textContentSource: found.streamTextContent(), container: text, viewport });
    page.box.replaceChildren(canvas, text);
    try {
      await Promise.all([page.task.promise, layer.render()]);
    } catch (error) {
      if (error?.name === "RenderingCancelledException" || page.drawn !== scale) return;
      throw error;
    }
    page.divs = layer.textDivs;
    this.paint(page);
    page.box.dispatchEvent(new Event("drawn", { bubbles: true })); // for the reader's own highlights
  }

  shape(page) {
    page.box.style.setProperty("--page-width", page.size.width * this.scale);
    page.box.style.setProperty("--page-height", page.size.height * this.scale);
    page.box.style.setProperty("--total-scale-factor", this.scale);
  }

  zoom(scale) {
    const { current } = this;
    this.scale = Math.min(4, Math.max(0.3, scale));
    this.pages.forEach((page) => this.shape(page));
    this.pages.filter((page) => page.near).forEach((page) => this.draw(page));
    this.go(current);
  }

  fit() {
    const room = this.view.clientWidth - 32;
    this.zoom(Math.min(room / this.usual.width, 1.6));
  }

  go(number) {
    const page = this.pages[Math.min(Math.max(number, 1), this.pages.length) - 1];
    if (!page) return;
    this.view.scrollTop = page.box.offsetTop - this.view.offsetTop - 12;
    this.show(page.number);
  }

  show(number) {
    this.current = number;
    if (document.activeElement !== this.number) this.number.value = number;
  }

  follow(hash) {
    const wanted = /page=(\d+)/.exec(hash);
    if (wanted) this.go(Number(wanted[1]));
  }

  listen() {
    const on = (name, work) => this.root.querySelector(`[data-${name}]`).addEventListener("click", work);
    on("previous", () => this.go(this.current - 1));
    on("next", () => this.go(this.current + 1));
    on("smaller", () => this.zoom(this.scale / 1.2));
    on("larger", () => this.zoom(this.scale * 1.2));
    on("fit", () => this.fit());
    this.number.addEventListener("change", () => {
      const wanted = Number.parseInt(this.number.value, 10);
      if (wanted) this.go(wanted);
      this.number.value = this.current;
      history.replaceState(null, "", `#page=${this.current}`);
    });
    this.root.querySelector("[data-find]").addEventListener("submit", (event) => {
      event.preventDefault();
      this.find(this.wanted());
    });
    this.root.querySelector('[href="#text"]').addEventListener("click", () => { document.getElementById("text").hidden = false; });
    this.view.addEventListener("scroll", () => this.scrolled(), { passive: true });
    this.view.addEventListener("keydown", (event) => this.key(event));
    window.addEventListener("hashchange", () => this.follow(location.hash));
    window.addEventListener("resize", () => { clearTimeout(this.resizing); this.resizing = setTimeout(() => this.fit(), 200); });
  }

  scrolled() {
    const middle = this.view.scrollTop + this.view.clientHeight / 3;
    const page = this.pages.findLast((each) => each.box.offsetTop - this.view.offsetTop <= middle);
    if (page && page.number !== this.current) this.show(page.number);
  }

  key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const work = {
      PageDown: () => this.go(this.current + 1), PageUp: () => this.go(this.current - 1), ArrowRight: () => this.go(this.current + 1),
      ArrowLeft: () => this.go(this.current - 1), Home: () => this.go(1), End: () => this.go(this.pages.length),
      "+": () => this.zoom(this.scale * 1.2), "-": () => this.zoom(this.scale / 1.2), 0: () => this.fit(), "/": () => this.words.focus(),
    }[event.key];
    if (!work) return;
    event.preventDefault();
    work();
  }

  // Search: a phrase where the document holds it, else each of its words.
  wanted() {
    return this.words.value.replace(/["*“”„]/g, " ").trim();
  }

  async find(text) {
    if (text && text === this.asked) return this.step();
    this.asked = text;
    this.hits = [];
    this.hit = -1;
    if (text) {
      this.say(this.data.searching);
      const whole = fold(text).out;
      this.hits = await this.search([whole]);
      if (!this.hits.length && whole.includes(" ")) this.hits = await this.search(whole.split(" ").filter((word) => word.length > 2));
    }
    this.pages.forEach((page) => this.paint(page));
    if (!this.hits.length) return this.say(text ? this.data.notFound : "");
    const after = this.hits.findIndex((hit) => hit.page >= this.current);
    this.hit = (after === -1 ? 0 : after) - 1;
    return this.step();
  }

  async search(words) {
    const hits = [];
    for (const page of this.pages) {
      page.text ??= await this.textOf(page.number);
      const { out, from } = page.text.folded;
      for (const word of words) {
        for (let at = out.indexOf(word); at !== -1; at = out.indexOf(word, at + word.length)) {
          hits.push({ page: page.number, start: from[at], end: from[at + word.length - 1] + 1 });
        }
      }
    }
    return hits.sort((one, other) => one.page - other.page || one.start - other.start);
  }

  async textOf(number) {
    const content = await (await this.document.getPage(number)).getTextContent();
    const items = content.items.filter((item) => item.str !== undefined);
    let text = "";
    const starts = items.map((item) => {
      const start = text.length;
      text += item.str + (item.hasEOL ? " " : "");
      return start;
    });
    return { items, starts, folded: fold(text) };
  }

  step() {
    if (!this.hits.length) return;
    this.hit = (this.hit + 1) % this.hits.length;
    const hit = this.hits[this.hit];
    this.wants = this.hit;
    this.say(this.data.found.replace("{number}", this.hit + 1).replace("{total}", this.hits.length));
    if (hit.page !== this.current) this.go(hit.page);
    this.pages.forEach((page) => this.paint(page));
  }

  say(text) {
    this.status.textContent = text;
  }

  // Mark the hits on a drawn page: one <mark> in every piece of text that a hit touches.
  paint(page) {
    if (!page.divs || !page.drawn) return;
    const items = page.text?.items ?? [];
    page.divs.forEach((div, index) => {
      if (!div.querySelector("mark") && !this.hits.length) return;
      const text = items[index]?.str;
      if (text === undefined || !div.isConnected) return;
      const start = page.text.starts[index];
      const here = this.hits.map((hit, number) => ({ ...hit, number }))
        .filter((hit) => hit.page === page.number && hit.start < start + text.length && hit.end > start);
      if (!here.length && !div.querySelector("mark")) return;
      const parts = [];
      let at = 0;
      for (const hit of here) {
        const from = Math.max(hit.start - start, at);
        const to = Math.min(hit.end - start, text.length);
        if (to <= from) continue;
        const mark = document.createElement("mark");
        mark.textContent = text.slice(from, to);
        if (hit.number === this.hit) mark.className = "here";
        parts.push(text.slice(at, from), mark);
        at = to;
      }
      div.replaceChildren(...parts, text.slice(at));
    });
    const here = page.box.querySelector("mark.here");
    if (here && this.wants === this.hit) {
      this.wants = -1;
      this.view.scrollTop += here.getBoundingClientRect().top - this.view.getBoundingClientRect().top - this.view.clientHeight / 3;
    }
  }
}

const root = document.querySelector("[data-reader]");
const reader = new Reader(root);
reader.open().catch((error) => {
  console.warn("the reader could not open the file", error);
  root.hidden = true;
  document.getElementById("text").hidden = false;
  const problem = document.querySelector("[data-reader-problem]");
  problem.textContent = root.dataset.failed;
  problem.hidden = false;
});
