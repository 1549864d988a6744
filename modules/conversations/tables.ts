import type { ColumnType, Generated, JSONColumnType } from "kysely";
import type { Day } from "../../web/dates.ts";

/** Written as text, `[2026-11-16T14:00:00Z,2026-11-16T14:10:00Z)`; read its ends with lower() and upper(). */
type Interval = ColumnType<string, string, string>;

export interface ConversationTables {
  talk_rounds: {
    school_id: number;
    id: Generated<number>;
    school_year: number;
    title: string;
    minutes: number;
    plan: JSONColumnType<object, string | undefined, string>;
    room: Generated<string>;
    video_link: Generated<string>;
    invitation: Generated<string>;
    separate_talks: Generated<boolean>;
    fair: Generated<boolean>;
    created_by: number;
    form_key: string | null;
    created_at: Date;
    published_at: Date | null;
    opens_at: Date | null;
    closes_at: Date | null;
    wishes_until: Date | null;
    /** When those who gave no answer were last asked again. */
    reminded_at: Date | null;
    allotted_at: Date | null;
    closed_at: Date | null;
    withdrawn_at: Date | null;
    version: Generated<number>;
  };
  talk_round_groups: { school_id: number; round_id: number; group_id: number };
  talk_round_teachers: { school_id: number; round_id: number; person_id: number };
  talk_invitees: {
    school_id: number;
    round_id: number;
    pupil_id: number;
    slots: Generated<number>;
    note: Generated<string>;
  };
  talk_slots: {
    school_id: number;
    id: Generated<number>;
    round_id: number;
    during: Interval;
    removed_at: Date | null;
    pupil_id: number | null;
    guardian_id: number | null;
    for_guardian_id: number | null;
    part: Generated<number>;
    subject: Generated<string>;
    booked_at: Date | null;
    held_for: number | null;
    held_until: Date | null;
    held_for_guardian: number | null;
    offered_to: number[] | null;
    in_draft: Generated<boolean>;
    changes: Generated<number>;
  };
  talk_slot_teachers: { school_id: number; slot_id: number; person_id: number; during: Interval };
  talk_wishes: {
    school_id: number;
    id: Generated<number>;
    round_id: number;
    pupil_id: number;
    for_guardian_id: number | null;
    slot_id: number;
    rank: number;
    asked_by: number;
  };
  talk_proposals: {
    school_id: number;
    round_id: number;
    version: Generated<number>;
    made_by: number;
    made_at: Date;
  };
  talk_proposed: {
    school_id: number;
    id: Generated<number>;
    round_id: number;
    pupil_id: number;
    for_guardian_id: number | null;
    slot_id: number;
  };
  talk_waits: {
    school_id: number;
    id: Generated<number>;
    round_id: number;
    pupil_id: number;
    for_guardian_id: number | null;
    guardian_id: number;
    days: Day[] | null;
    asked_at: Date;
  };
}
