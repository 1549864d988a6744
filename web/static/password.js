// @ts-check
/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
// Ticks off the password rules while typing (spec A3). The server decides.

for (const list of document.querySelectorAll("[data-password-rules]")) {
  if (list instanceof HTMLElement) watch(list);
}

/** @param {HTMLElement} list made by `PasswordRules` in web/fields.tsx */
function watch(list) {
  const field = document.getElementById(list.dataset.passwordRules ?? "");
  if (!(field instanceof HTMLInputElement)) return;
  const rules = rulesFor(list.dataset.userName ?? "");
  const announcer = list.querySelector("[data-announce]");
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let soon;

  const update = () => {
    /** @type {string[]} */
    const news = [];
    for (const item of list.querySelectorAll("[data-rule]")) {
      const rule = rules[item.getAttribute("data-rule") ?? ""];
      const met = field.value !== "" && rule !== undefined && rule(field.value);
      const state = item.querySelector("[data-state]");
      if (met !== item.classList.contains("ok")) {
        news.push(`${item.querySelector("[data-words]")?.textContent}: ${words(met)}`);
      }
      item.classList.toggle("ok", met);
      if (state) state.textContent = `, ${words(met)}`;
    }
    // said after a pause, and only what changed: not the whole list at every key
    clearTimeout(soon);
    if (news.length > 0 && document.activeElement === field) {
      soon = setTimeout(() => {
        if (announcer) announcer.textContent = news.join(". ");
      }, 600);
    }
  };
  const words = (/** @type {boolean} */ met) => (met ? list.dataset.met : list.dataset.unmet) ?? "";

  field.addEventListener("input", update);
  update();
}

/**
 * @param {string} userName
 * @returns {Record<string, (password: string) => boolean>}
 */
export function rulesFor(userName) {
  return {
    length: (password) => [...password].length >= 8,
    lower: (password) => /\p{Ll}/u.test(password),
    upper: (password) => /\p{Lu}/u.test(password),
    digit: (password) => /[0-9]/.test(password),
    symbol: (password) => /[!?@#$%^&[\]()]/.test(password),
    long: (password) => [...password].length >= 15,
    notUserName: (password) => password.toLowerCase() !== userName.toLowerCase(),
  };
}
