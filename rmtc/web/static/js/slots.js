// The questions of a quiz: they are dragged by their grip; the buttons beside them do the same without a pointer.

const list = document.querySelector("[data-slots]");
let dragged = null;

function follow(event) {
  if (!dragged) return;
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
  const { item, next } = dragged;
  dragged = null;
  item.classList.remove("dragged");
  if (item.nextElementSibling === next) return;
  const button = item.querySelector("button[name=to]:enabled");
  button.value = [...list.children].indexOf(item) + 1 + Number(list.dataset.slots);
  button.form.requestSubmit(button);
}

function giveUp() {
  if (!dragged) return;
  dragged.item.classList.remove("dragged");
  list.insertBefore(dragged.item, dragged.next);
  dragged = null;
}

list?.addEventListener("pointerdown", (event) => {
  const grip = event.target.closest("[data-grip]");
  if (!grip || event.button !== 0) return;
  event.preventDefault();
  const item = grip.closest("li");
  dragged = { item, next: item.nextElementSibling };
  item.classList.add("dragged");
  list.setPointerCapture(event.pointerId);
});
list?.addEventListener("pointermove", follow);
list?.addEventListener("pointerup", drop);
list?.addEventListener("pointercancel", giveUp);
document.addEventListener("keydown", (event) => event.key === "Escape" && giveUp());
