// @ts-check
/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
// A child is moved to a free time by dragging, from its time or from the list; in a proposal also to
// that of another. The same as the form beside the schedule does.

/** @type {HTMLElement | null} */
let dragged = null;

document.addEventListener("dragstart", (event) => {
  dragged = slotOf(event, '[data-state="booked"],[data-child]');
  if (!dragged || !event.dataTransfer) return;
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", dragged.textContent ?? "");
});

document.addEventListener("dragover", (event) => {
  const to = targetOf(event);
  mark(to);
  if (to || takenAt(event)) event.preventDefault();
});

document.addEventListener("dragend", () => {
  dragged = null;
  mark(null);
});

document.addEventListener("drop", (event) => {
  const to = targetOf(event);
  const taken = takenAt(event);
  if (taken) {
    event.preventDefault();
    document.dispatchEvent(new CustomEvent("say", { detail: taken }));
  }
  const from = dragged?.closest("[data-move]");
  const path = from?.getAttribute("data-move");
  if (!dragged || !to || !path) return;
  event.preventDefault();
  const form = document.createElement("form");
  form.method = "post";
  form.action = path.replace(":slot", dragged.dataset.slot ?? "");
  const fields = new URLSearchParams(dragged.dataset.fields);
  fields.set(from?.getAttribute("data-to") ?? "to", to.dataset.slot ?? "");
  for (const [name, value] of fields) form.append(fieldOf(name, value));
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

// What was typed about a child is kept before one goes on to another child or time.
document.addEventListener("click", (event) => {
  const pressed = event.target instanceof Element ? event.target : null;
  const link = /** @type {HTMLAnchorElement | null | undefined} */ (
    pressed?.closest('a[hx-target="#panel"], #panel a')
  );
  const form = /** @type {HTMLFormElement | null} */ (
    document.querySelector("#panel form[data-keep]")
  );
  const note = form?.querySelector("textarea");
  if (!link || !form || !note || note.value === note.defaultValue) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  form.append(fieldOf("then", new URL(link.href).search.slice(1)));
  form.requestSubmit();
}, { capture: true });

/** @param {string} name @param {string} value */
function fieldOf(name, value) {
  const field = document.createElement("input");
  field.type = "hidden";
  field.name = name;
  field.value = value;
  return field;
}

/** Where what is dragged can be dropped: a free time; where they may swap, another's too. @param {DragEvent} event */
function targetOf(event) {
  const to = slotOf(event, '[data-state="free"],[data-swap] [data-state="booked"]');
  return dragged && to !== dragged ? to : null;
}

/** What is said of a time where what is dragged cannot be dropped. @param {DragEvent} event */
function takenAt(event) {
  const at = slotOf(event, "[data-slot]");
  if (!dragged || !at || at === dragged || targetOf(event)) return undefined;
  return at.closest("[data-taken]")?.getAttribute("data-taken");
}

/** @param {DragEvent} event @param {string} which @returns {HTMLElement | null} */
function slotOf(event, which) {
  const target = event.target instanceof Element ? event.target : null;
  return target?.closest(`[data-move] :is(${which})`) ?? null;
}

/** @param {HTMLElement | null} slot */
function mark(slot) {
  document.querySelector(".slot.over")?.classList.remove("over");
  slot?.classList.add("over");
}
