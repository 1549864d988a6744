// @ts-check
/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
// Sends chosen or dragged files one by one while the rest of the form is being filled in.
// Each is posted as multipart field `file` to data-upload, which answers 201 {"id","name"} and for
// a picture {"preview"}, where to get a small one; or 4xx {"error": "a sentence"}. What arrived is
// posted with the form as `fileId`, and what is to be seen on a picture as `alt-<fileId>`.

/**
 * @typedef {object} Words
 * @property {string} choose
 * @property {string} drop
 * @property {string} busy
 * @property {string} done
 * @property {string} describe
 * @property {string} optional
 * @property {string} stillBusy
 * @property {string} tooLarge
 * @property {string} wrongKind
 * @property {string} failed
 * @property {string} remove
 * @property {string} removeNamed
 */

for (const box of document.querySelectorAll("[data-upload]")) {
  if (box instanceof HTMLElement) uploader(box);
}

/** @param {HTMLElement} box made by `Upload` in web/fields.tsx */
function uploader(box) {
  const input = /** @type {HTMLInputElement} */ (box.querySelector("input[type=file]"));
  const drop = /** @type {HTMLElement} */ (box.querySelector(".drop"));
  const list = /** @type {HTMLElement} */ (box.querySelector(".files"));
  const status = /** @type {HTMLElement} */ (box.querySelector("[role=status]"));
  /** @type {Words} */
  const words = JSON.parse(box.dataset.words ?? "{}");
  const maxBytes = Number(box.dataset.maxBytes);
  const maxDescription = Number(box.dataset.maxDescription);
  /** @type {Set<XMLHttpRequest>} */
  const busy = new Set();

  const button = document.createElement("label");
  button.className = "btn quiet s";
  button.htmlFor = input.id;
  button.append(icon("upload"), words.choose);
  const hint = document.createElement("span");
  hint.className = "soft small";
  hint.textContent = words.drop;
  input.className = "vh";
  input.after(button, hint);
  drop.classList.add("ready");

  for (const kept of list.querySelectorAll("li")) {
    const field = /** @type {HTMLInputElement} */ (kept.querySelector("input"));
    const name = kept.querySelector(".check")?.textContent?.trim() ?? "";
    if (!field.checked) kept.remove();
    else arrived(kept, name, field.value, kept.querySelector(".pictured"));
  }

  input.addEventListener("change", () => {
    for (const file of input.files ?? []) send(file);
    input.value = ""; // else the form would post them a second time
  });
  for (const type of ["dragenter", "dragover"]) {
    drop.addEventListener(type, (event) => {
      event.preventDefault();
      drop.classList.add("over");
    });
  }
  for (const type of ["dragleave", "drop"]) {
    drop.addEventListener(type, () => drop.classList.remove("over"));
  }
  drop.addEventListener("drop", (event) => {
    event.preventDefault();
    for (const file of event.dataTransfer?.files ?? []) send(file);
  });
  // by a press, also of a button with a request of its own: the preview
  for (const sent of ["submit", "htmx:config:request"]) {
    input.form?.addEventListener(sent, (event) => {
      const button = /** @type {Element} */ (event.target);
      if (busy.size === 0 || (sent !== "submit" && !button.matches("button"))) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      status.classList.remove("vh");
      say(words.stillBusy);
    }, { capture: true });
  }

  /** @param {File} file */
  function send(file) {
    const row = document.createElement("li");
    list.append(row);
    const wrong = problemWith(file);
    if (wrong) return refused(row, file.name, wrong);

    const bar = document.createElement("progress");
    bar.className = "meter";
    bar.max = file.size || 1;
    bar.value = 0;
    bar.setAttribute("aria-label", `${file.name}: ${words.busy}`);
    const request = new XMLHttpRequest();
    row.append(nameOf(file.name), removeButton(file.name, () => request.abort()), bar);

    request.upload.addEventListener("progress", (event) => {
      bar.max = event.total;
      bar.value = event.loaded;
    });
    request.addEventListener("load", () => {
      const answer = answerOf(request);
      if (request.status === 201 && answer.id !== undefined) {
        const name = answer.name ?? file.name;
        arrived(row, name, answer.id, answer.preview && pictured(name, answer.id, answer.preview));
        say(`${file.name}: ${words.done}`);
      } else refused(row, file.name, answer.error ?? words.failed);
    });
    request.addEventListener("error", () => refused(row, file.name, words.failed));
    request.addEventListener("loadend", () => {
      busy.delete(request);
      if (busy.size === 0) status.classList.add("vh");
    });
    busy.add(request);
    request.open("POST", box.dataset.upload ?? "");
    request.setRequestHeader("Accept", "application/json");
    const body = new FormData();
    body.set("file", file);
    request.send(body);
  }

  /** @param {File} file */
  function problemWith(file) {
    if (file.size > maxBytes) return words.tooLarge;
    const kinds = input.accept.split(",").map((kind) => kind.trim().toLowerCase());
    const fits = kinds.some((kind) =>
      kind === "" || file.name.toLowerCase().endsWith(kind) || file.type === kind ||
      (kind.endsWith("/*") && file.type.startsWith(kind.slice(0, -1)))
    );
    return fits ? undefined : words.wrongKind;
  }

  /**
   * @param {HTMLElement} row
   * @param {string} name
   * @param {string} id
   * @param {Element | "" | null} [picture] where one says what is to be seen
   */
  function arrived(row, name, id, picture) {
    const field = document.createElement("input");
    field.type = "hidden";
    field.name = "fileId";
    field.value = id;
    row.replaceChildren(icon("ok"), nameOf(name), removeButton(name), field);
    if (picture) row.append(picture);
    row.className = "sent";
  }

  /**
   * A small picture and the field for what is to be seen on it, as `Upload` makes them.
   * @param {string} name
   * @param {string} id
   * @param {string} preview
   */
  function pictured(name, id, preview) {
    const picture = document.createElement("img");
    picture.src = preview;
    picture.alt = "";
    picture.width = picture.height = 96;
    const input = document.createElement("input");
    input.className = "in";
    input.id = input.name = `alt-${id}`;
    input.maxLength = maxDescription;
    const of = document.createElement("span");
    of.className = "vh";
    of.textContent = name;
    const optional = document.createElement("span");
    optional.className = "soft";
    optional.textContent = ` ${words.optional}`;
    const label = document.createElement("label");
    label.htmlFor = input.id;
    label.append(`${words.describe} `, of, optional);
    const field = document.createElement("div");
    field.className = "field";
    field.append(label, input);
    const both = document.createElement("div");
    both.className = "pictured";
    both.append(picture, field);
    return both;
  }

  /**
   * @param {HTMLElement} row
   * @param {string} name
   * @param {string} sentence
   */
  function refused(row, name, sentence) {
    const error = document.createElement("p");
    error.className = "error";
    error.append(icon("alert"), sentence);
    row.replaceChildren(nameOf(name), removeButton(name), error);
    say(`${name}: ${sentence}`);
  }

  /** @param {string} name */
  function nameOf(name) {
    const span = document.createElement("span");
    span.className = "grow";
    span.textContent = name;
    return span;
  }

  /**
   * @param {string} name
   * @param {() => void} [first]
   */
  function removeButton(name, first) {
    const remove = document.createElement("button");
    remove.type = "button";
    remove.className = "btn bare s";
    remove.textContent = words.remove;
    remove.setAttribute("aria-label", words.removeNamed.replace("{name}", name));
    remove.addEventListener("click", () => {
      first?.();
      remove.closest("li")?.remove();
      input.focus();
    });
    return remove;
  }

  /** @param {string} sentence */
  function say(sentence) {
    status.textContent = sentence;
  }

  /** @param {string} name */
  function icon(name) {
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    svg.setAttribute("class", "i");
    svg.setAttribute("aria-hidden", "true");
    const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
    use.setAttribute("href", `${box.dataset.sprite}#i-${name}`);
    svg.append(use);
    return svg;
  }
}

/**
 * @param {XMLHttpRequest} request
 * @returns {{ id?: string, name?: string, preview?: string, error?: string }}
 */
function answerOf(request) {
  try {
    return JSON.parse(request.responseText);
  } catch {
    return {}; // a proxy's own page, for one
  }
}
