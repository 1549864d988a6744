import type { Generated, JSONColumnType } from "kysely";

export interface PrivacyTables {
  erasures: {
    school_id: number;
    id: Generated<number>;
    at: Date;
    account_id: number | null;
    kind: string;
    subject_id: number | null;
    reason: string | null;
    counts: JSONColumnType<Record<string, number>, string | undefined, string>;
  };
}
