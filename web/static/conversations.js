// @ts-check
/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
// Times that others take disappear without reloading: while the page is in sight, it asks every
// few seconds whether there is news. The answer is empty unless there is.

const pause = 4000;

function look() {
  const choices = document.querySelector("[data-live]");
  if (choices && document.visibilityState === "visible" && navigator.onLine) {
    choices.dispatchEvent(new Event("look"));
  }
}

// not all screens of a school at the same moment
function lookLater() {
  setTimeout(() => {
    look();
    lookLater();
  }, pause * (0.75 + Math.random() / 2));
}

lookLater();
document.addEventListener("visibilitychange", look);

// Who was signed out meanwhile and presses goes to the door, and comes back here.
window.addEventListener("htmx:response:error", (event) => {
  const { ctx } =
    /** @type {CustomEvent<{ ctx?: { sourceEvent?: Event, response?: { raw: Response } } }>} */ (
      event
    ).detail;
  if (ctx?.response?.raw.status !== 401 || ctx.sourceEvent?.type === "look") return;
  event.stopImmediatePropagation();
  location.reload();
}, { capture: true });

// A look that fails is no news; the next one comes by itself.
for (const failure of ["htmx:error", "htmx:response:error"]) {
  window.addEventListener(failure, (event) => {
    const { ctx } = /** @type {CustomEvent<{ ctx?: { sourceEvent?: Event } }>} */ (event).detail;
    if (ctx?.sourceEvent?.type === "look") event.stopImmediatePropagation();
  }, { capture: true });
}
