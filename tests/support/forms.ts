import { Buffer } from "node:buffer";
import type { Locator, Page } from "playwright-core";

// Forms as a browser without script knows them: fields by name, a button, and where it posts to.

/** What is typed, by field: text, a file, or `*` for the first choice there is. */
export type Fields = Record<string, string | { name: string; mimeType: string; buffer: Buffer }>;

/** The addresses of a route: tokens are words, everything else has a number. */
export const addresses = (route: string) =>
  new RegExp(`^${route.replace(/:token/g, "[^/]+").replace(/:\w+/g, "\\d+")}$`);

/** The first form that goes to this route, with what hides it unfolded. */
export async function formTo(page: Page, route: string): Promise<Locator> {
  const forms = page.locator("form");
  const actions = await forms.evaluateAll((all) =>
    (all as unknown as Form[]).map((form) => [
      form.getAttribute("action") ?? "",
      ...[...form.querySelectorAll("[formaction]")].map((one) => one.getAttribute("formaction")!),
    ])
  );
  const goes = addresses(`/regenton${route}`);
  const here = new URL(page.url()).pathname;
  const index = actions.findIndex((some) => some.some((action) => goes.test(action || here)));
  if (index < 0) throw new Error(`No form to ${route} on ${page.url()}`);
  const form = forms.nth(index);
  for (const folded of await form.locator("xpath=ancestor::details[not(@open)]/summary").all()) {
    await folded.click();
  }
  return form;
}

/** The button that sends the form there, unfolded: the one chosen, or the first of its own. */
export async function buttonOf(form: Locator, route: string, button?: string): Promise<Locator> {
  if (button) return form.locator(`button:not(.vh)${button}`);
  for (const other of await form.locator("[formaction]").all()) {
    const action = await other.getAttribute("formaction") ?? "";
    if (!addresses(`/regenton${route}`).test(action)) continue;
    const folded = other.locator("xpath=ancestor::details[not(@open)]/summary");
    if (await folded.count() > 0) await folded.click();
    return other;
  }
  return form.locator("button[type=submit]:not(.vh):not([formaction])").first();
}

/** Types in fields by their names. */
export async function fillIn(form: Locator, fields: Fields) {
  for (const [name, value] of Object.entries(fields)) {
    const field = form.locator(`[name="${name}"]`);
    const kind = await field.first().getAttribute("type");
    if (kind === "checkbox" || kind === "radio") await field.first().check();
    else if (typeof value === "object") await field.setInputFiles(value);
    else if (value === "*") await field.selectOption({ index: 1 });
    else if (kind === null && await field.first().evaluate(isSelect)) {
      await field.selectOption(value);
    } else await field.first().fill(value);
  }
}

const isSelect = (element: { nodeName: string }) => element.nodeName === "SELECT";

interface Form {
  getAttribute(name: string): string | null;
  querySelectorAll(selector: string): Iterable<{ getAttribute(name: string): string | null }>;
}

/** A file to choose in a form. */
export function file(path: string, mimeType: string) {
  const buffer = Buffer.from(Deno.readFileSync(path));
  return { name: path.split("/").at(-1)!, mimeType, buffer };
}

/** A picture of the demo school, to choose in a form. */
export const picture = (name: string) => file(`db/demo/pictures/${name}`, "image/jpeg");
