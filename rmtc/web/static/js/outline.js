// The outline of a course: activities are dragged by their grip; the buttons beside them do the same without a pointer.

const outline = document.querySelector("[data-outline]");
const form = document.getElementById("moves");
let dragged = null;

function lists() {
  return [...outline.querySelectorAll("[data-list]")];
}

function listAt(y) {
  return lists().findLast((list) => list.closest("[data-section]").getBoundingClientRect().top <= y) ?? lists()[0];
}

function follow(event) {
  if (!dragged) return;
  const list = listAt(event.clientY);
  const after = [...list.children].find((item) => {
    const box = item.getBoundingClientRect();
    return item !== dragged.item && event.clientY < box.top + box.height / 2;
  });
  list.insertBefore(dragged.item, after ?? null);
  if (event.clientY < 80) scrollBy(0, -12);
  if (event.clientY > innerHeight - 60) scrollBy(0, 12);
}

function drop() {
  if (!dragged) return;
  const { item, list, next } = dragged;
  dragged = null;
  item.classList.remove("dragged");
  if (item.parentElement === list && item.nextElementSibling === next) return;
  form.section.value = item.closest("[data-section]").dataset.section;
  form.position.value = [...item.parentElement.children].indexOf(item) + Number(item.parentElement.dataset.list);
  form.section.disabled = form.position.disabled = false;
  form.action = outline.dataset.outline.replace("/0/", `/${item.id.replace("activity-", "")}/`);
  form.requestSubmit();
}

function giveUp(event) {
  if (!dragged || event.key !== "Escape") return;
  dragged.item.classList.remove("dragged");
  dragged.list.insertBefore(dragged.item, dragged.next);
  dragged = null;
}

outline?.addEventListener("pointerdown", (event) => {
  const grip = event.target.closest("[data-grip]");
  if (!grip || event.button !== 0) return;
  event.preventDefault();
  const item = grip.closest("li");
  dragged = { item, list: item.parentElement, next: item.nextElementSibling };
  item.classList.add("dragged");
  outline.setPointerCapture(event.pointerId);
});
outline?.addEventListener("pointermove", follow);
outline?.addEventListener("pointerup", drop);
outline?.addEventListener("pointercancel", drop);
document.addEventListener("keydown", giveUp);
