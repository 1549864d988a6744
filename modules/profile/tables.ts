import type { ColumnType, Generated } from "kysely";

/** What a field holds, as JSON: a string, an address, a contact, or null. */
type Value = ColumnType<unknown, string, string>;

export interface ProfileTables {
  change_requests: {
    school_id: number;
    id: Generated<number>;
    person_id: number | null;
    pupil_id: number | null;
    field: string;
    contact_id: number | null;
    old_value: Value;
    new_value: Value;
    asked_by: number | null;
    asked_at: Date;
    state: Generated<"pending" | "approved" | "rejected" | "withdrawn">;
    decided_by: number | null;
    decided_at: Date | null;
    reason: string | null;
  };
}
