import type { Generated } from "kysely";

export interface RecordTables {
  sitters: {
    school_id: number;
    id: Generated<number>;
    pupil_id: number;
    name: string;
    phone: string;
    days: Generated<number[]>;
    note: Generated<string>;
    version: Generated<number>;
    form_key: string | null;
    created_at: Date;
    updated_at: Date;
  };
  pupil_notes: {
    school_id: number;
    id: Generated<number>;
    pupil_id: number;
    author_id: number;
    author_name: string;
    body: string;
    shared: Generated<boolean>;
    version: Generated<number>;
    form_key: string | null;
    created_at: Date;
    updated_at: Date;
  };
  pupil_results: {
    school_id: number;
    id: Generated<number>;
    pupil_id: number;
    author_id: number;
    author_name: string;
    title: string;
    held_on: string;
    note: Generated<string>;
    version: Generated<number>;
    form_key: string | null;
    created_at: Date;
    updated_at: Date;
  };
  pupil_scores: {
    school_id: number;
    result_id: number;
    position: number;
    subject: string;
    score: string;
  };
  pupil_result_files: { school_id: number; result_id: number; file_id: number };
  coupling_codes: {
    school_id: number;
    id: Generated<number>;
    pupil_id: number;
    /** What who uses it is of the child, as in guardianships. */
    relation: Generated<string>;
    code_hash: Uint8Array;
    created_by: number | null;
    created_at: Date;
    expires_at: Date;
    used_at: Date | null;
    used_by: number | null;
  };
}
