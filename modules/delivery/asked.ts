import type { Context } from "hono";
import { z } from "zod";
import { lookedFor, recordNumber } from "../../web/forms.ts";
import type { Env } from "../../web/house.ts";
import { type FilterName, filters } from "./ledger.queries.ts";

/** What is left out of an address, or makes no sense there, narrows nothing. */
const asked = z.object({
  state: z.enum(Object.keys(filters) as FilterName[]).optional().catch(undefined),
  q: lookedFor(254),
  before: z.string().regex(recordNumber).transform(Number).optional().catch(undefined),
});

/** What a list of mail is narrowed to. */
export interface Asked {
  filter?: FilterName;
  /** Part of an address. */
  search?: string;
  /** Where the page begins: under this number. */
  before?: number;
}

/** Reads it from the address of the page. */
export function askedFor(c: Context<Env>): Asked {
  const { state, q, before } = asked.parse(c.req.query());
  return { filter: state, search: q, before };
}

/** The address of a list narrowed so. */
export function addressOf(path: string, { filter, search, before }: Asked): string {
  const query = new URLSearchParams();
  if (filter) query.set("state", filter);
  if (search) query.set("q", search);
  if (before) query.set("before", String(before));
  return query.size > 0 ? `${path}?${query}` : path;
}
