// @ts-check
/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
// On every page. Everything works without it; this makes it smoother.

/** @typedef {{ response?: { raw: Response } }} HtmxContext */

// Escape closes an open menu and gives the focus back to what opened it.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    menu.removeAttribute("open");
    menu.querySelector("summary")?.focus();
  }
});

document.addEventListener("click", (event) => {
  const target = /** @type {Element} */ (event.target);
  if (target.closest("[data-print]")) window.print();
});

// The chosen tab is in sight, also where the row of tabs is wider than the phone.
document.querySelector(".tabs [aria-current]")?.scrollIntoView({ block: "nearest" });

// A request that was answered by sending us elsewhere (signed out, saved) means: go there.
document.addEventListener("htmx:before:response", (event) => {
  const { ctx } = /** @type {CustomEvent<{ ctx: HtmxContext }>} */ (event).detail;
  const answer = ctx.response?.raw;
  if (!answer?.redirected) return;
  event.preventDefault();
  location.assign(answer.url);
});

// New content may ask for the focus: the list of errors does.
document.addEventListener("htmx:after:swap", (event) => {
  const swapped = /** @type {Element} */ (event.target);
  const wanted = (swapped.isConnected ? swapped : document).querySelector("[autofocus]");
  if (wanted instanceof HTMLElement) wanted.focus();
});

// Who pressed a button in a piece that is swapped stays there: the focus goes to the same button
// in the new piece, or to the piece itself, and not back to the top of the page.
document.addEventListener("htmx:before:swap", () => {
  const pressed = document.activeElement;
  const target = pressed?.closest("[hx-target]")?.getAttribute("hx-target");
  if (!pressed || !target) return;
  document.addEventListener("htmx:after:swap", () => {
    if (document.activeElement !== document.body) return;
    const piece = /** @type {HTMLElement | null} */ (document.querySelector(target));
    if (!piece) return;
    const { name, value } = /** @type {HTMLButtonElement} */ (pressed);
    const same = name &&
      piece.querySelector(`button[name="${CSS.escape(name)}"][value="${CSS.escape(value)}"]`);
    if (!same) piece.tabIndex = -1;
    /** @type {HTMLElement} */ (same || piece).focus({ preventScroll: true });
  }, { once: true });
});

// What another script of the page has to say.
document.addEventListener("say", (event) => {
  say(/** @type {CustomEvent<string>} */ (event).detail);
});

document.addEventListener("htmx:error", sayItFailed);
document.addEventListener("htmx:response:error", (event) => {
  const { ctx } = /** @type {CustomEvent<{ ctx: HtmxContext }>} */ (event).detail;
  const answer = ctx.response?.raw;
  // these bring their own words
  if (answer?.status !== 422 && answer?.status !== 409) sayItFailed();
});

function sayItFailed() {
  say(document.body.dataset.failed ?? "");
}

/** @param {string} words */
function say(words) {
  let toast = document.querySelector(".toast");
  if (!toast) {
    toast = document.createElement("p");
    toast.className = "toast";
    toast.setAttribute("role", "alert");
    document.body.append(toast);
  }
  toast.textContent = words;
  setTimeout(() => toast.remove(), 8000);
}
