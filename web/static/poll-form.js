// @ts-check
/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
// While the last answer of a poll is typed, an empty one appears under it.

for (const answers of document.querySelectorAll("[data-answers]")) {
  answers.addEventListener("input", () => {
    const fields = [...answers.querySelectorAll("input")];
    const last = fields.at(-1);
    const most = Number(answers.getAttribute("data-answers"));
    if (!last || last.value === "" || fields.length >= most) return;
    const next = /** @type {HTMLInputElement} */ (last.cloneNode());
    next.value = "";
    next.id = `${fields[0]?.id}-${fields.length + 1}`;
    next.removeAttribute("aria-describedby");
    next.removeAttribute("aria-invalid");
    const label = answers.getAttribute("data-label") ?? "";
    next.setAttribute("aria-label", label.replace("{n}", String(fields.length + 1)));
    last.after(next);
  });
}
