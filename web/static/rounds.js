// @ts-check
/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
// A child is moved to a free time by dragging; the same as the form beside the schedule does.

/** @type {HTMLElement | null} */
let dragged = null;

document.addEventListener("dragstart", (event) => {
  dragged = slotOf(event, "booked");
  if (!dragged || !event.dataTransfer) return;
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", dragged.textContent ?? "");
});

document.addEventListener("dragover", (event) => {
  mark(dragged && slotOf(event, "free"));
  if (!dragged || !slotOf(event, "free")) return;
  event.preventDefault();
});

document.addEventListener("dragend", () => {
  dragged = null;
  mark(null);
});

document.addEventListener("drop", (event) => {
  const to = slotOf(event, "free");
  const path = dragged?.closest("[data-move]")?.getAttribute("data-move");
  if (!dragged || !to || !path) return;
  event.preventDefault();
  const form = document.createElement("form");
  form.method = "post";
  form.action = `${path}/${dragged.dataset.slot}/move`;
  const field = document.createElement("input");
  field.type = "hidden";
  field.name = "to";
  field.value = to.dataset.slot ?? "";
  form.append(field);
  document.body.append(form);
  form.submit();
});

// While one drags, and for who has the focus on a time, the schedule stays as it is.
document.addEventListener("htmx:before:swap", (event) => {
  const live = document.querySelector("#live");
  if (event.target !== live) return;
  const id = live?.contains(document.activeElement) ? document.activeElement?.id : "";
  if (!id) return;
  document.addEventListener("htmx:after:swap", () => {
    if (document.activeElement === document.body) {
      document.getElementById(id)?.focus({ preventScroll: true });
    }
  }, { once: true });
});
document.addEventListener("look", (event) => {
  if (dragged) event.stopImmediatePropagation();
}, { capture: true });

/** @param {DragEvent} event @param {string} state @returns {HTMLElement | null} */
function slotOf(event, state) {
  const target = event.target instanceof Element ? event.target : null;
  return target?.closest(`[data-move] [data-state="${state}"]`) ?? null;
}

/** @param {HTMLElement | null} slot */
function mark(slot) {
  document.querySelector(".slot.over")?.classList.remove("over");
  slot?.classList.add("over");
}
