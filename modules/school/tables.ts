import type { Generated, JSONColumnType } from "kysely";
import type { School } from "../../web/viewer.ts";
import type { Outcome } from "./transition.outcome.ts";
import type { Plan } from "./transition.plan.ts";

/** A day is a string, `2026-11-21`: a school's day has no time zone. */
export type Day = string;

/** Which other parents see a field: of the whole school, of the child's groups, or none (V1). */
export const audiences = ["school", "group", "none"] as const;
export type Audience = typeof audiences[number];

/** Per field its audience; a field that is not there is seen by none. */
type Shares = JSONColumnType<Record<string, Audience>, string | undefined, string>;

export interface SchoolTables {
  schools: {
    id: Generated<number>;
    short_name: string;
    name: string;
    brin: string | null;
    time_zone: Generated<string>;
    language: Generated<string>;
    region: "noord" | "midden" | "zuid" | null;
    office_email: string | null;
    office_phone: string | null;
    logo_file_id: number | null;
    menu: JSONColumnType<School["menu"], string | undefined, string>;
    digest_days: Generated<number[]>;
    digest_time: Generated<string>;
    guardians_may_post: Generated<boolean>;
    reveal_unknown_user: Generated<boolean>;
    setup_code_hash: Uint8Array | null;
    direct_changes: Generated<boolean>;
    two_step_required: Generated<boolean>;
    talk_gap: Generated<number>;
    uses_notes: Generated<boolean>;
    uses_results: Generated<boolean>;
    retention: JSONColumnType<Record<string, number>, string | undefined, string>;
    created_at: Generated<Date>;
  };
  files: {
    school_id: number;
    id: Generated<number>;
    hash: string;
    name: string;
    type: string;
    size: number;
    width: number | null;
    height: number | null;
    uploaded_by: number | null;
    created_at: Generated<Date>;
  };
  file_variants: {
    school_id: number;
    file_id: number;
    size: "small" | "medium" | "large";
    hash: string;
    width: number;
    height: number;
    bytes: number;
  };
  /** Hashes of which a row was deleted; triggers note them. */
  forgotten_files: { hash: string };
  people: {
    school_id: number;
    id: Generated<number>;
    key: string | null;
    account_id: number | null;
    first_name: Generated<string>;
    initials: Generated<string>;
    prefix: Generated<string>;
    last_name: Generated<string>;
    email: string | null;
    phone: string | null;
    street: string | null;
    house_number: string | null;
    house_addition: string | null;
    postcode: string | null;
    city: string | null;
    secret_address: Generated<boolean>;
    deceased: Generated<boolean>;
    read_only: Generated<boolean>;
    blocked_at: Date | null;
    blocked_reason: string | null;
    left_at: Date | null;
    photo_file_id: number | null;
    shares: Shares;
    erased_at: Date | null;
    created_at: Generated<Date>;
  };
  staff: {
    school_id: number;
    person_id: number;
    role: "teacher" | "office" | "admin";
    title: Generated<string>;
    function: Generated<string>;
    left_at: Date | null;
  };
  pupils: {
    school_id: number;
    id: Generated<number>;
    key: string | null;
    first_name: Generated<string>;
    given_names: Generated<string>;
    initials: Generated<string>;
    prefix: Generated<string>;
    last_name: Generated<string>;
    born_on: Day | null;
    sex: Generated<number>;
    year: Generated<string>;
    email: string | null;
    enrolled_on: Day | null;
    left_on: Day | null;
    left_at: Date | null;
    photo_file_id: number | null;
    shares: Shares;
    erased_at: Date | null;
    created_at: Generated<Date>;
  };
  guardianships: {
    school_id: number;
    person_id: number;
    pupil_id: number;
    relation: Generated<string>;
    blocked_at: Date | null;
    blocked_reason: string | null;
  };
  groups: {
    school_id: number;
    id: Generated<number>;
    school_year: number;
    name: string;
    years: Generated<string[]>;
    position: Generated<number>;
    left_at: Date | null;
  };
  group_keys: { school_id: number; school_year: number; key: string; group_id: number };
  group_pupils: { school_id: number; group_id: number; pupil_id: number };
  group_staff: { school_id: number; group_id: number; person_id: number };
  senders: {
    school_id: number;
    id: Generated<number>;
    person_id: number;
    title: string;
    group_id: number | null;
  };
  imports: {
    school_id: number;
    id: Generated<number>;
    created_by: number | null;
    created_at: Date;
    state: "mapping" | "ready" | "applying" | "applied" | "failed";
    files: JSONColumnType<object>;
    input: JSONColumnType<object>;
    options: JSONColumnType<object, string | undefined, string>;
    plan: JSONColumnType<object, string | null, string | null> | null;
    done: Generated<number>;
    total: Generated<number>;
    error: JSONColumnType<object, string | null, string | null> | null;
    applied_at: Date | null;
  };
  import_mappings: {
    school_id: number;
    header_hash: Uint8Array;
    mapping: JSONColumnType<object>;
  };
  help_items: {
    school_id: number;
    id: Generated<number>;
    position: number;
    question: string;
    answer: string;
  };
  audit_entries: {
    school_id: number;
    id: Generated<number>;
    at: Date;
    account_id: number | null;
    action: string;
    subject: JSONColumnType<object, string | undefined, string>;
    pupil_ids: Generated<number[]>;
    person_ids: Generated<number[]>;
  };
  contacts: {
    school_id: number;
    id: Generated<number>;
    person_id: number | null;
    pupil_id: number | null;
    kind: "phone" | "email";
    label: string;
    value: string;
    shared_with: Generated<Audience>;
  };
  year_transitions: {
    school_id: number;
    school_year: number;
    plan: JSONColumnType<Plan>;
    outcome: JSONColumnType<Outcome, string | null, string | null> | null;
    applied_by: number | null;
    applied_at: Date | null;
    effective_at: Date | null;
  };
}
