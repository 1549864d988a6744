import { type Context, Hono } from "hono";
import { z } from "zod";
import { form, valuesOf } from "../../../web/forms.ts";
import type { Env } from "../../../web/house.ts";
import { invalid, page, saved } from "../../../web/respond.tsx";
import { columnName, ColumnsPage, presets } from "./columns.pages.tsx";
import { guardImport, here, home, readable, tablesOf, text, words } from "./import.context.ts";
import { checkMapping, type Field, fields, type Mapping, presetMapping } from "./mapping.ts";
import { ImportError } from "./roster.ts";
import { saveMappings, type StoredImport } from "./store.ts";

/** What the columns of a table mean: looked at once, remembered for the next file like it. */
export const columnsRoutes = new Hono<Env>()
  .get("/import/:import/columns", guardImport, readable, (c) => {
    const stored = c.get("stored");
    const tables = tablesOf(stored);
    const preset = presets.find((one) => one === c.req.query("preset"));
    const mappings = tables.map(({ table, mapping }) =>
      preset ? presetMapping(table.header, preset) : mapping
    );
    return page(c, { title: text(c).columns }, columns(c, stored, mappings));
  })
  .post("/import/:import/columns", guardImport, readable, form(z.looseObject({})), async (c) => {
    const stored = c.get("stored");
    const tables = tablesOf(stored);
    const { values } = c.req.valid("form");
    const mappings = tables.map(({ table }, file) =>
      Object.fromEntries(
        table.header.flatMap((title, column): [string, Field][] => {
          const chosen = valuesOf(values, columnName(file, column))[0];
          const field = fields.find((one) => one === chosen);
          return field ? [[title, field]] : [];
        }),
      )
    );
    const errors = tables.map(({ table }, file) => problem(c, table.header, mappings[file]!));
    if (errors.some(Boolean)) {
      return invalid(c, { title: text(c).columns }, columns(c, stored, mappings, errors));
    }
    const sources = stored.sources.map((source) =>
      source.kind === "table"
        ? { ...source, preset: "remembered" as const, mapping: mappings[tables.indexOf(source)]! }
        : source
    );
    const { db } = c.get("house");
    const kept = await saveMappings(db, c.get("viewer").school.id, stored.id, sources);
    return saved(c, `${here(c)}/${stored.id}`, kept ? undefined : text(c).already);
  });

function columns<E extends Env>(
  c: Context<E>,
  stored: StoredImport,
  mappings: Mapping[],
  errors: (string | undefined)[] = [],
) {
  const { language } = c.get("viewer");
  const props = { home: home(c), id: stored.id, tables: tablesOf(stored), mappings, language };
  return <ColumnsPage {...props} errors={errors} />;
}

function problem<E extends Env>(
  c: Context<E>,
  header: string[],
  mapping: Mapping,
): string | undefined {
  try {
    checkMapping(header, mapping);
  } catch (error) {
    if (error instanceof ImportError) return words(c, error);
    throw error;
  }
}
