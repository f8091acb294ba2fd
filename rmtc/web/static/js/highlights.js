// One's highlights: drawn on the pages of the reader, and the form for a new one filled from what is selected.

const panel = document.querySelector("[data-highlights]");
const view = document.querySelector("[data-view]");
const AROUND = 60;
let places = [];

// The letters of an element's text, and where each came from: spaces, hyphens and breaks of lines do not count.
function lettersIn(root) {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  let out = "";
  const from = [];
  while (walker.nextNode()) {
    const { currentNode: node } = walker;
    for (let at = 0; at < node.data.length; at += 1) {
      for (const letter of plain(node.data[at])) { out += letter; from.push([node, at]); }
    }
  }
  return { out, from };
}

function plain(text) {
  return text.toLowerCase().normalize("NFKD").replace(/[^\p{L}\p{N}]/gu, "");
}

// Where a highlight stands: the place whose surroundings fit best.
function rangeOf(place, { out, from }) {
  const [quote, before, after] = [place.quote, place.prefix, place.suffix].map(plain);
  let best = -1;
  let fit = -1;
  for (let at = quote ? out.indexOf(quote) : -1; at !== -1; at = out.indexOf(quote, at + 1)) {
    const found = Number(out.slice(0, at).endsWith(before)) + Number(out.slice(at + quote.length).startsWith(after));
    if (found > fit) [best, fit] = [at, found];
  }
  if (best === -1) return null;
  const range = document.createRange();
  range.setStart(...from[best]);
  const [node, at] = from[best + quote.length - 1];
  range.setEnd(node, at + 1);
  return range;
}

function draw(box) {
  box.querySelectorAll(".kept").forEach((old) => old.remove());
  const mine = places.filter((place) => place.page === Number(box.dataset.page));
  const layer = box.querySelector(".textLayer");
  if (!mine.length || !layer) return;
  const text = lettersIn(layer);
  const edge = box.getBoundingClientRect();
  for (const range of mine.map((place) => rangeOf(place, text)).filter(Boolean)) {
    for (const rect of range.getClientRects()) {
      const mark = document.createElement("div");
      mark.className = "kept";
      mark.style.left = `${rect.left - edge.left}px`;
      mark.style.top = `${rect.top - edge.top}px`;
      mark.style.width = `${rect.width}px`;
      mark.style.height = `${rect.height}px`;
      layer.before(mark);
    }
  }
}

async function load() {
  const answer = await fetch(panel.dataset.places, { headers: { accept: "application/json" } });
  if (!answer.ok) return;
  places = (await answer.json()).highlights;
  view?.querySelectorAll(".reader-page").forEach(draw);
}

// What is selected, and the page it stands on; nothing where it leaves the page.
function selected() {
  const chosen = getSelection();
  if (!chosen || chosen.isCollapsed || !chosen.toString().trim()) return null;
  const range = chosen.getRangeAt(0);
  const start = range.startContainer.parentElement?.closest(".reader-page, .text-page");
  if (!start || !start.contains(range.endContainer)) return null;
  const whole = start.querySelector(".textLayer") ?? start.querySelector(".running");
  if (!whole) return null;
  const [before, after] = [document.createRange(), document.createRange()];
  before.selectNodeContents(whole);
  before.setEnd(range.startContainer, range.startOffset);
  after.selectNodeContents(whole);
  after.setStart(range.endContainer, range.endOffset);
  return {
    page: start.dataset.page ?? start.id.replace("page=", ""), quote: chosen.toString().replace(/\s+/g, " ").trim().slice(0, 1000),
    prefix: before.toString().slice(-AROUND), suffix: after.toString().slice(0, AROUND),
  };
}

function fill(place) {
  const fresh = panel.querySelector("[data-new]");
  fresh.open = true;
  Object.entries(place).forEach(([name, value]) => { fresh.querySelector(`[name=${name}]`).value = value; });
  const note = fresh.querySelector("[name=note]");
  note.scrollIntoView({ block: "center" });
  note.focus({ preventScroll: true });
}

if (panel) {
  const keep = panel.querySelector("[data-keep]");
  let last = null;
  document.addEventListener("selectionchange", () => {
    last = selected() ?? (panel.contains(document.activeElement) ? last : null);
    keep.hidden = !last;
  });
  keep.addEventListener("pointerdown", (event) => event.preventDefault()); // keeps the selection
  keep.addEventListener("click", () => last && fill(last));
  // Words typed by hand have no surroundings: those of an earlier selection must not stay.
  panel.querySelector("[name=quote]").addEventListener("input", () => ["prefix", "suffix"].forEach((name) => { panel.querySelector(`[name=${name}]`).value = ""; }));
  view?.addEventListener("drawn", (event) => draw(event.target));
  load().catch((error) => console.warn("highlights could not be read", error));
}
