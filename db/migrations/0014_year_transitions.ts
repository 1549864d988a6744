import { sql } from "kysely";
import type { Migration } from "../migrate.ts";

/** The step to the next school year: planned, made ready at once, and in force on 1 August (R4). */
export const yearTransitions: Migration = {
  name: "0014_year_transitions",
  up: sql`
create table year_transitions (
  school_id integer not null references schools on delete cascade,
  school_year smallint not null,            -- the year that begins: once per year
  plan jsonb not null,                      -- what the office chose
  outcome jsonb,                            -- what was written: ids only, to take it back by
  applied_by bigint references accounts on delete set null,
  applied_at timestamptz,
  effective_at timestamptz,                 -- leavers have left and years counted on
  primary key (school_id, school_year)
);
`,
};
