import type { Generated } from "kysely";

export interface SpecialGroupTables {
  special_groups: {
    school_id: number;
    id: Generated<number>;
    school_year: number;
    name: string;
    main_group_id: number | null;
    activity: Generated<boolean>;
    description: Generated<string>;
    closes_at: Date | null;
    maximum: number | null;
    taken: Generated<number>;
    form_key: string | null;
    created_by: number;
    created_at: Date;
    ended_at: Date | null;
  };
  special_group_groups: { school_id: number; special_group_id: number; group_id: number };
  special_group_members: {
    school_id: number;
    special_group_id: number;
    person_id: number;
    added_by: number | null;
    added_at: Date;
  };
  special_group_mails: {
    school_id: number;
    id: Generated<number>;
    special_group_id: number;
    sender_id: number;
    sender_name: string;
    subject: string;
    body: string;
    receivers: number;
    form_key: string | null;
    sent_at: Date;
  };
}
