import { sql } from "kysely";
import type { Migration } from "../migrate.ts";

/** What home and school keep about a child: sitters, notes, results (A13–A16). */
export const records: Migration = {
  name: "0011_records",
  up: sql`
create table sitters (
  school_id integer not null,
  id bigint generated always as identity,
  pupil_id bigint not null,
  name text not null,
  phone text not null,
  days smallint[] not null default '{}',    -- ISO: 1 is Monday
  note text not null default '',
  version integer not null default 1,       -- counts changes: who changed an older one is told
  form_key uuid,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (school_id, id),
  unique (school_id, form_key),
  foreign key (school_id, pupil_id) references pupils on delete cascade
);
create index sitters_pupil on sitters (school_id, pupil_id);

create table pupil_notes (
  school_id integer not null,
  id bigint generated always as identity,
  pupil_id bigint not null,
  author_id bigint not null,
  author_name text not null,                -- as signed then: "juf Hanneke"
  body text not null,                       -- plain text
  shared boolean not null default false,    -- with the child's guardians
  version integer not null default 1,
  form_key uuid,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (school_id, id),
  unique (school_id, form_key),
  foreign key (school_id, pupil_id) references pupils on delete cascade,
  foreign key (school_id, author_id) references people
);
create index pupil_notes_pupil on pupil_notes (school_id, pupil_id, created_at);

create table pupil_results (                -- a report or an overview of tests
  school_id integer not null,
  id bigint generated always as identity,
  pupil_id bigint not null,
  author_id bigint not null,
  author_name text not null,
  title text not null,
  held_on date not null,
  note text not null default '',
  version integer not null default 1,
  form_key uuid,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (school_id, id),
  unique (school_id, form_key),
  foreign key (school_id, pupil_id) references pupils on delete cascade,
  foreign key (school_id, author_id) references people
);
create index pupil_results_pupil on pupil_results (school_id, pupil_id, held_on);

create table pupil_scores (
  school_id integer not null,
  result_id bigint not null,
  position smallint not null,
  subject text not null,
  score text not null,
  primary key (school_id, result_id, position),
  foreign key (school_id, result_id) references pupil_results on delete cascade
);

create table pupil_result_files (
  school_id integer not null,
  result_id bigint not null,
  file_id bigint not null,
  primary key (school_id, result_id, file_id),
  foreign key (school_id, result_id) references pupil_results on delete cascade,
  foreign key (school_id, file_id) references files
);
create unique index pupil_result_files_file on pupil_result_files (school_id, file_id);

create table coupling_codes (               -- a guardian adds a child with it (A14)
  school_id integer not null,
  id bigint generated always as identity,
  pupil_id bigint not null,
  relation text not null default '',        -- what who uses it is of the child, as in guardianships
  code_hash bytea not null,
  created_by bigint references accounts on delete set null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz,
  used_by bigint,
  primary key (school_id, id),
  unique (school_id, code_hash),
  foreign key (school_id, pupil_id) references pupils on delete cascade
);
create index coupling_codes_pupil on coupling_codes (school_id, pupil_id);
`,
};
