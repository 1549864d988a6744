// @ts-check
/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
// Turns the textarea of `Editor` (web/fields.tsx) into a formatting field: Squire with a toolbar
// of our own. The textarea stays the form field and holds HTML from then on; the server cleans it.

/** @typedef {import("squire-rte").default} Squire */
/** @typedef {typeof globalThis & { Squire?: new (root: HTMLElement, config: object) => Squire, DOMPurify?: import("dompurify").DOMPurify }} Vendors */

const { Squire, DOMPurify } = /** @type {Vendors} */ (globalThis);
const mayHold = {
  ALLOWED_TAGS: ["p", "br", "b", "strong", "i", "em", "h3", "ul", "ol", "li", "a"],
  ALLOWED_ATTR: ["href"],
  RETURN_DOM_FRAGMENT: /** @type {const} */ (true),
};

for (const box of document.querySelectorAll("[data-editor]")) {
  if (box instanceof HTMLElement && Squire && DOMPurify) edit(box, Squire, DOMPurify);
}

/**
 * @param {HTMLElement} box
 * @param {new (root: HTMLElement, config: object) => Squire} Editor
 * @param {import("dompurify").DOMPurify} purify
 */
function edit(box, Editor, purify) {
  const source = /** @type {HTMLTextAreaElement} */ (box.querySelector("textarea"));
  const format = /** @type {HTMLInputElement} */ (box.querySelector("input[name=format]"));
  const label = /** @type {HTMLLabelElement} */ (box.querySelector("label"));
  /** @type {Record<string, string>} */
  const words = JSON.parse(box.dataset.words ?? "{}");

  const root = document.createElement("div");
  root.className = "in prose";
  root.setAttribute("role", "textbox");
  root.setAttribute("aria-multiline", "true");
  root.setAttribute("contenteditable", "true");
  for (const name of ["aria-describedby", "aria-invalid"]) {
    const value = source.getAttribute(name);
    if (value) root.setAttribute(name, value);
  }
  label.id ||= `${source.id}-label`;
  root.setAttribute("aria-labelledby", label.id);
  label.addEventListener("click", () => editor.focus());
  // links in an error summary must find what can be seen
  root.id = source.id;
  source.id += "-source";
  source.hidden = true;
  source.required = false;
  source.after(root);

  const editor = new Editor(root, {
    blockTag: "P",
    sanitizeToDOMFragment: (/** @type {string} */ html) =>
      document.importNode(purify.sanitize(html, mayHold), true),
  });
  // Tab leaves the field, as everywhere else (WCAG 2.1.2)
  editor.setKeyHandler("Tab", null).setKeyHandler("Shift-Tab", null);
  let kept = "";
  const keep = () => {
    source.value = kept = root.textContent?.trim() ? editor.getHTML() : "";
  };
  const fill = () => {
    // what a browser puts back is HTML, also where it does not put back that it is
    const isHtml = format.value === "html" || /^<(p|h3|ul|ol)>/.test(source.value);
    editor.setHTML(isHtml ? source.value : asHtml(source.value));
    format.value = "html";
    keep();
  };
  fill();
  editor.addEventListener("input", keep);
  source.form?.addEventListener("submit", keep, { capture: true });
  // a browser that comes back to this page may put back what was typed only now
  addEventListener("pageshow", () => {
    if (source.value !== kept) fill();
  });
  if (source.form) guardTyped(source.form);

  const link = linkPanel();
  const tools = toolbar();
  root.before(tools, link.panel);

  function toolbar() {
    const bar = document.createElement("div");
    bar.className = "tools";
    bar.setAttribute("role", "toolbar");
    bar.setAttribute("aria-label", words.toolbar ?? "");
    bar.setAttribute("aria-controls", root.id);
    const has = (/** @type {string} */ tag) => editor.hasFormat(tag);
    bar.append(
      tool("bold", () => has("B") ? editor.removeBold() : editor.bold(), () => has("B")),
      tool("italic", () => has("I") ? editor.removeItalic() : editor.italic(), () => has("I")),
      tool("heading", toggleHeading, () => has("H3")),
      tool("bullets", () => has("UL") ? editor.removeList() : editor.makeUnorderedList(), () => has("UL")),
      tool("numbers", () => has("OL") ? editor.removeList() : editor.makeOrderedList(), () => has("OL")),
      tool("link", () => has("A") ? editor.removeLink() : link.open(), () => has("A")),
      tool("undo", () => editor.undo()),
    );
    // one stop for Tab; arrows go from tool to tool (ARIA toolbar pattern)
    const all = [...bar.querySelectorAll("button")];
    all.forEach((button, i) => button.tabIndex = i === 0 ? 0 : -1);
    bar.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (!step) return;
      event.preventDefault();
      const now = all.indexOf(/** @type {HTMLButtonElement} */ (document.activeElement));
      const next = all[(now + step + all.length) % all.length];
      all.forEach((button) => button.tabIndex = button === next ? 0 : -1);
      next?.focus();
    });
    return bar;
  }

  /**
   * @param {string} name of the icon and of its words
   * @param {() => void} act
   * @param {() => boolean} [isOn]
   */
  function tool(name, act, isOn) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "icon-btn";
    button.title = words[name] ?? "";
    button.setAttribute("aria-label", words[name] ?? "");
    button.append(icon(name));
    button.addEventListener("mousedown", (event) => event.preventDefault()); // keeps the selection
    button.addEventListener("click", () => {
      act();
      show();
    });
    const show = () => isOn && button.setAttribute("aria-pressed", String(isOn()));
    show();
    editor.addEventListener("pathChange", show);
    editor.addEventListener("select", show);
    return button;
  }

  function toggleHeading() {
    const [from, to] = editor.hasFormat("H3") ? ["H3", "P"] : ["P", "H3"];
    editor.modifyBlocks((blocks) => {
      for (const block of [...blocks.children]) {
        if (block.nodeName !== from) continue;
        const changed = document.createElement(to);
        changed.append(...block.childNodes);
        block.replaceWith(changed);
      }
      return blocks;
    });
    editor.focus();
  }

  /** The small row that asks for an address; Enter makes the link, Escape goes back. */
  function linkPanel() {
    const panel = document.createElement("div");
    panel.className = "well field link-panel";
    panel.hidden = true;
    const name = document.createElement("label");
    name.textContent = words.linkPrompt ?? "";
    const address = document.createElement("input");
    address.className = "in";
    address.inputMode = "url";
    address.id = `${root.id}-link`;
    name.htmlFor = address.id;
    const wrong = document.createElement("p");
    wrong.className = "error";
    wrong.id = `${address.id}-error`;
    wrong.setAttribute("role", "alert");
    const apply = button("btn s", words.linkApply, () => {
      const url = asUrl(address.value.trim());
      if (!url) {
        wrong.textContent = words.linkWrong ?? "";
        address.setAttribute("aria-invalid", "true");
        address.setAttribute("aria-describedby", wrong.id);
        return address.focus();
      }
      close();
      editor.makeLink(url);
    });
    const cancel = button("btn bare s", words.cancel, close);
    const row = document.createElement("div");
    row.className = "row";
    row.append(apply, cancel);
    panel.append(name, address, wrong, row);
    panel.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && event.target === address) {
        event.preventDefault();
        apply.click();
      }
      if (event.key === "Escape") close();
    });
    function close() {
      panel.hidden = true;
      editor.focus();
    }
    function open() {
      panel.hidden = false;
      address.value = "";
      wrong.textContent = "";
      address.removeAttribute("aria-invalid");
      address.focus();
    }
    return { panel, open };
  }

  /**
   * @param {string} look
   * @param {string | undefined} text
   * @param {() => void} act
   */
  function button(look, text, act) {
    const made = document.createElement("button");
    made.type = "button";
    made.className = look;
    made.textContent = text ?? "";
    made.addEventListener("click", act);
    return made;
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
 * Asks before one leaves a page on which something was typed that is not sent.
 * @param {HTMLFormElement} form
 */
function guardTyped(form) {
  let unsent = form.querySelector("[aria-invalid=true]") !== null;
  form.addEventListener("input", () => unsent = true);
  form.addEventListener("submit", () => unsent = false);
  addEventListener("beforeunload", (event) => {
    if (unsent) event.preventDefault();
  });
}

/**
 * Plain text with empty lines between paragraphs.
 * @param {string} text
 */
function asHtml(text) {
  const holder = document.createElement("div");
  for (const paragraph of text.split(/\n\s*\n/)) {
    const p = document.createElement("p");
    paragraph.split("\n").forEach((line, i) => p.append(...(i ? [document.createElement("br")] : []), line));
    holder.append(p);
  }
  return holder.innerHTML;
}

/**
 * Web and mail addresses, and nothing that runs.
 * @param {string} typed
 */
function asUrl(typed) {
  if (/^[^\s@:/]+@[^\s@:/]+\.[^\s@:/]+$/.test(typed)) return `mailto:${typed}`;
  const url = /^(https?:|mailto:)/i.test(typed) ? typed : /^[\w-]+(\.[\w-]+)+/.test(typed) ? `https://${typed}` : "";
  return URL.canParse(url) ? url : undefined;
}
