import { sql } from "kysely";
import type { Migration } from "../migrate.ts";

/**
 * The ground plan: accounts (global), and per school its roster, posts, agenda and ledger.
 * Every table of a school has school_id first in its primary key, and foreign keys carry it,
 * so that no row can point into another school.
 */
export const house: Migration = {
  name: "0001_house",
  up: sql`
-- Accounts are global: one sign-in, several schools -------------------------------------------

create table accounts (
  id bigint generated always as identity primary key,
  user_name text not null unique check (user_name = lower(user_name)),
  email text not null,                      -- where mail goes; may differ from the user name (A7)
  password_hash text,                       -- null until activated
  language text not null default 'nl',
  activated_at timestamptz,
  created_at timestamptz not null default now()
);

create table sessions (
  id bigint generated always as identity primary key,
  token_hash bytea not null unique,
  account_id bigint not null references accounts on delete cascade,
  device text not null,
  persistent boolean not null default false,
  created_at timestamptz not null,
  last_seen_at timestamptz not null,
  expires_at timestamptz not null
);
create index sessions_account on sessions (account_id);

create table account_tokens (
  token_hash bytea primary key,
  account_id bigint not null references accounts on delete cascade,
  purpose text not null check (purpose in ('activation', 'password')),
  created_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz
);
create index account_tokens_account on account_tokens (account_id);

create table throttles (
  key text primary key,                     -- 'account:…' or 'address:…', hashed
  tries integer not null,
  last_try_at timestamptz not null,
  open_at timestamptz not null              -- no try counts before this moment
);

-- The school ----------------------------------------------------------------------------------

create table schools (
  id integer generated always as identity primary key,
  short_name text not null unique check (short_name ~ '^[a-z][a-z0-9-]{1,30}$'),
  name text not null,
  brin text,
  time_zone text not null default 'Europe/Amsterdam',
  language text not null default 'nl',
  region text check (region in ('noord', 'midden', 'zuid')),
  office_email text,
  office_phone text,
  logo_file_id bigint,
  menu jsonb not null default '{}',
  digest_days smallint[] not null default '{1,2,3,4,5}',  -- ISO: 1 is Monday
  digest_time time not null default '17:30',
  guardians_may_post boolean not null default false,
  reveal_unknown_user boolean not null default false,
  created_at timestamptz not null default now()
);

create table files (
  school_id integer not null references schools on delete cascade,
  id bigint generated always as identity,
  hash text not null,                       -- SHA-256 of the content, its name in the store
  name text not null,
  type text not null,
  size bigint not null,
  width integer,
  height integer,
  uploaded_by bigint references accounts on delete set null,
  created_at timestamptz not null default now(),
  primary key (school_id, id)
);
create index files_hash on files (school_id, hash);

create table file_variants (
  school_id integer not null,
  file_id bigint not null,
  size text not null check (size in ('small', 'medium', 'large')),
  hash text not null,
  width integer not null,
  height integer not null,
  bytes bigint not null,
  primary key (school_id, file_id, size),
  foreign key (school_id, file_id) references files on delete cascade
);
create index file_variants_hash on file_variants (school_id, hash);

-- The roster ----------------------------------------------------------------------------------

create table people (                       -- adults: guardians and staff
  school_id integer not null references schools on delete cascade,
  id bigint generated always as identity,
  key text,                                 -- from the school's administration
  account_id bigint references accounts on delete set null,
  first_name text not null default '',
  initials text not null default '',
  prefix text not null default '',
  last_name text not null default '',
  email text,
  phone text,
  street text, house_number text, house_addition text, postcode text, city text,
  secret_address boolean not null default false,
  deceased boolean not null default false,
  read_only boolean not null default false,
  blocked_at timestamptz,
  blocked_reason text,
  left_at timestamptz,
  created_at timestamptz not null default now(),
  primary key (school_id, id),
  unique (school_id, key)
);
create index people_account on people (account_id);
create index people_email on people (school_id, lower(email));

create table staff (
  school_id integer not null,
  person_id bigint not null,
  role text not null check (role in ('teacher', 'office', 'admin')),
  title text not null default '',           -- how children know them: "juf Hanneke"
  function text not null default '',        -- "directeur", "intern begeleider"
  left_at timestamptz,
  primary key (school_id, person_id),
  foreign key (school_id, person_id) references people on delete cascade
);

create table pupils (
  school_id integer not null references schools on delete cascade,
  id bigint generated always as identity,
  key text,
  first_name text not null default '',      -- roepnaam
  given_names text not null default '',
  initials text not null default '',
  prefix text not null default '',
  last_name text not null default '',
  born_on date,
  sex smallint not null default 0,          -- ISO 5218: 0 unknown, 1 male, 2 female, 9 not applicable
  year text not null default '',            -- jaargroep: 0–8, or B D S V N H
  email text,
  enrolled_on date,
  left_on date,
  left_at timestamptz,
  created_at timestamptz not null default now(),
  primary key (school_id, id),
  unique (school_id, key)
);

create table guardianships (
  school_id integer not null,
  person_id bigint not null,
  pupil_id bigint not null,
  relation text not null default '',        -- 'mother', 'father', 'guardian' or ''
  blocked_at timestamptz,
  blocked_reason text,
  primary key (school_id, person_id, pupil_id),
  foreign key (school_id, person_id) references people on delete cascade,
  foreign key (school_id, pupil_id) references pupils on delete cascade
);
create index guardianships_pupil on guardianships (school_id, pupil_id);

create table groups (
  school_id integer not null references schools on delete cascade,
  id bigint generated always as identity,
  school_year smallint not null,            -- the year it starts in: 2026 is 2026-2027
  name text not null,
  years text[] not null default '{}',       -- jaargroepen in it
  position smallint not null default 0,
  left_at timestamptz,
  primary key (school_id, id)
);
create index groups_year on groups (school_id, school_year);

create table group_keys (                   -- a combined group may carry several keys
  school_id integer not null,
  school_year smallint not null,
  key text not null,
  group_id bigint not null,
  primary key (school_id, school_year, key),
  foreign key (school_id, group_id) references groups on delete cascade
);

create table group_pupils (
  school_id integer not null,
  group_id bigint not null,
  pupil_id bigint not null,
  primary key (school_id, group_id, pupil_id),
  foreign key (school_id, group_id) references groups on delete cascade,
  foreign key (school_id, pupil_id) references pupils on delete cascade
);
create index group_pupils_pupil on group_pupils (school_id, pupil_id);

create table group_staff (
  school_id integer not null,
  group_id bigint not null,
  person_id bigint not null,
  primary key (school_id, group_id, person_id),
  foreign key (school_id, group_id) references groups on delete cascade,
  foreign key (school_id, person_id) references people on delete cascade
);
create index group_staff_person on group_staff (school_id, person_id);

create table senders (                      -- guardians who may send: klassenouder, OR, MR (R8)
  school_id integer not null,
  id bigint generated always as identity,
  person_id bigint not null,
  title text not null,
  group_id bigint,                          -- null: the whole school
  primary key (school_id, id),
  unique nulls not distinct (school_id, person_id, group_id),
  foreign key (school_id, person_id) references people on delete cascade,
  foreign key (school_id, group_id) references groups on delete cascade
);

create table imports (
  school_id integer not null references schools on delete cascade,
  id bigint generated always as identity,
  created_by bigint references accounts on delete set null,
  created_at timestamptz not null,
  state text not null check (state in ('mapping', 'ready', 'applying', 'applied', 'failed')),
  files jsonb not null,
  input jsonb not null,                     -- what was read; never a field that must be dropped
  options jsonb not null default '{}',
  plan jsonb,
  done integer not null default 0,
  total integer not null default 0,
  error jsonb,
  applied_at timestamptz,
  primary key (school_id, id)
);

create table import_mappings (
  school_id integer not null references schools on delete cascade,
  header text not null,                     -- the header row it belongs to
  mapping jsonb not null,
  primary key (school_id, header)
);

create table help_items (
  school_id integer not null references schools on delete cascade,
  id bigint generated always as identity,
  position smallint not null,
  question text not null,
  answer text not null,
  primary key (school_id, id)
);

create table audit_entries (
  school_id integer not null references schools on delete cascade,
  id bigint generated always as identity,
  at timestamptz not null,
  account_id bigint,
  action text not null,
  subject jsonb not null default '{}',
  primary key (school_id, id)
);

-- Messages ------------------------------------------------------------------------------------

create table posts (
  school_id integer not null references schools on delete cascade,
  id bigint generated always as identity,
  kind text not null check (kind in ('news', 'board', 'urgent')),
  author_id bigint not null,
  author_name text not null,                -- as signed then: "juf Hanneke"
  title text not null,
  body text not null,                       -- sanitised HTML
  excerpt text not null default '',         -- plain text of the beginning, for lists and mails
  for_school boolean not null default false,
  publish_at timestamptz,                   -- null: a draft; in the future: scheduled
  expires_at timestamptz,
  pinned boolean not null default false,
  comments_open boolean not null default false,
  edited_at timestamptz,
  withdrawn_at timestamptz,
  announced_at timestamptz,                 -- urgent: when its mails were queued
  digested_at timestamptz,                  -- when it went along in a digest
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (school_id, id),
  foreign key (school_id, author_id) references people
);
create index posts_timeline on posts (school_id, publish_at desc, id desc)
  where publish_at is not null and withdrawn_at is null;
create index posts_urgent on posts (school_id, publish_at)
  where kind = 'urgent' and withdrawn_at is null;
create index posts_undigested on posts (school_id, publish_at) where digested_at is null;
create index posts_pinned on posts (school_id) where pinned;

create table post_groups (
  school_id integer not null,
  post_id bigint not null,
  group_id bigint not null,
  primary key (school_id, post_id, group_id),
  foreign key (school_id, post_id) references posts on delete cascade,
  foreign key (school_id, group_id) references groups on delete cascade
);
create index post_groups_group on post_groups (school_id, group_id, post_id);

create table post_files (
  school_id integer not null,
  post_id bigint not null,
  file_id bigint not null,
  position smallint not null,
  alt text not null default '',
  primary key (school_id, post_id, file_id),
  foreign key (school_id, post_id) references posts on delete cascade,
  foreign key (school_id, file_id) references files
);
create index post_files_file on post_files (school_id, file_id);

create table read_marks (
  school_id integer not null,
  account_id bigint not null references accounts on delete cascade,
  post_id bigint not null,
  read_at timestamptz not null,
  primary key (school_id, account_id, post_id),
  foreign key (school_id, post_id) references posts on delete cascade
);
create index read_marks_post on read_marks (school_id, post_id);

create table comments (
  school_id integer not null,
  id bigint generated always as identity,
  post_id bigint not null,
  person_id bigint not null,
  author_name text not null,
  body text not null,                       -- plain text
  created_at timestamptz not null,
  removed_at timestamptz,
  removed_by bigint references accounts on delete set null,
  primary key (school_id, id),
  foreign key (school_id, post_id) references posts on delete cascade,
  foreign key (school_id, person_id) references people
);
create index comments_post on comments (school_id, post_id, created_at);

create table post_symbols (                 -- a heart, a thumb: one of each per account
  school_id integer not null,
  post_id bigint not null,
  account_id bigint not null references accounts on delete cascade,
  symbol text not null check (symbol in ('heart', 'thumb', 'party', 'smile')),
  primary key (school_id, post_id, account_id, symbol),
  foreign key (school_id, post_id) references posts on delete cascade
);

create table polls (
  school_id integer not null,
  post_id bigint not null,
  question text not null,
  multiple boolean not null default false,
  anonymous boolean not null default false,
  closes_at timestamptz,
  primary key (school_id, post_id),
  foreign key (school_id, post_id) references posts on delete cascade
);

create table poll_options (
  school_id integer not null,
  id bigint generated always as identity,
  post_id bigint not null,
  position smallint not null,
  label text not null,
  primary key (school_id, id),
  unique (school_id, post_id, id),
  foreign key (school_id, post_id) references polls on delete cascade
);

create table poll_votes (
  school_id integer not null,
  post_id bigint not null,
  account_id bigint not null references accounts on delete cascade,
  place bigint not null,                    -- 0 where one choice is allowed, else the option: so one vote each
  option_id bigint not null,
  voted_at timestamptz not null,
  primary key (school_id, post_id, account_id, place),
  foreign key (school_id, post_id, option_id) references poll_options (school_id, post_id, id) on delete cascade
);

-- Agenda --------------------------------------------------------------------------------------

create table agenda_items (
  school_id integer not null references schools on delete cascade,
  id bigint generated always as identity,
  title text not null,
  starts_on date not null,
  ends_on date not null,
  starts_at time,                           -- null: all day
  ends_at time,
  place text not null default '',
  description text not null default '',     -- plain text
  for_school boolean not null default false,
  created_by bigint not null,
  digested_at timestamptz,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (school_id, id),
  foreign key (school_id, created_by) references people,
  check (ends_on >= starts_on),
  check (ends_at is null or starts_at is not null),
  check (ends_on > starts_on or ends_at is null or ends_at >= starts_at)
);
create index agenda_items_days on agenda_items (school_id, starts_on);

create table agenda_item_groups (
  school_id integer not null,
  item_id bigint not null,
  group_id bigint not null,
  primary key (school_id, item_id, group_id),
  foreign key (school_id, item_id) references agenda_items on delete cascade,
  foreign key (school_id, group_id) references groups on delete cascade
);

-- What goes out -------------------------------------------------------------------------------

create table deliveries (
  school_id integer not null references schools on delete cascade,
  id bigint generated always as identity,
  channel text not null default 'mail' check (channel in ('mail')),
  kind text not null,                       -- 'activation', 'urgent', 'digest' …: who composes it
  cause text not null,                      -- what happened, e.g. 'post:12': once per cause and receiver
  account_id bigint references accounts on delete set null,
  address text not null,
  language text not null default 'nl',
  payload jsonb not null default '{}',
  state text not null default 'due' check (state in ('due', 'sending', 'sent', 'kept', 'failed', 'bounced', 'cancelled')),
  attempts smallint not null default 0,
  due_at timestamptz not null,              -- first, and later the next, attempt
  leased_until timestamptz,                 -- while a worker has it: at most 5 minutes
  message_id text,
  sent_at timestamptz,
  error text,                               -- a code and the server's words without addresses
  created_at timestamptz not null default now(),
  primary key (school_id, id),
  unique (school_id, cause, channel, address)
);
create index deliveries_due on deliveries (due_at) where state in ('due', 'sending');
create index deliveries_recent on deliveries (school_id, id desc);
create index deliveries_account on deliveries (school_id, account_id);

create function notify_deliveries() returns trigger language plpgsql as $$
begin
  perform pg_notify('deliveries', '');
  return null;
end $$;
create trigger deliveries_queued after insert on deliveries
  for each statement execute function notify_deliveries();

create table notification_choices (         -- a row is a "no": everything is on by default (N2)
  school_id integer not null references schools on delete cascade,
  account_id bigint not null references accounts on delete cascade,
  kind text not null,
  primary key (school_id, account_id, kind)
);

create table clock_ticks (                  -- what the clock has done, so that each tick runs once
  name text not null,
  school_id integer not null references schools on delete cascade,
  tick text not null,                       -- e.g. the day
  at timestamptz not null,
  primary key (school_id, name, tick)
);
`,
};
