import type { Generated } from "kysely";

export interface AgendaTables {
  agenda_items: {
    school_id: number;
    id: Generated<number>;
    title: string;
    starts_on: string;
    ends_on: string;
    starts_at: string | null;
    ends_at: string | null;
    place: Generated<string>;
    description: Generated<string>;
    for_school: Generated<boolean>;
    created_by: number;
    digested_at: Date | null;
    created_at: Date;
    updated_at: Date;
  };
  agenda_item_groups: { school_id: number; item_id: number; group_id: number };
}
