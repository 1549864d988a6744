import type { Db } from "../../db/database.ts";
import type { Viewer } from "../../web/viewer.ts";

export interface Sitter {
  id: number;
  name: string;
  phone: string;
  /** ISO weekdays; none: it varies. */
  days: number[];
  note: string;
  version: number;
}

/** The regular sitters of a child that the viewer may open, by name. */
export function listSitters(db: Db, { school }: Viewer, pupilId: number): Promise<Sitter[]> {
  return db.selectFrom("sitters").select(["id", "name", "phone", "days", "note", "version"])
    .where("school_id", "=", school.id).where("pupil_id", "=", pupilId)
    .orderBy("name").orderBy("id").execute();
}

export async function findSitter(
  db: Db,
  viewer: Viewer,
  pupilId: number,
  id: number,
): Promise<Sitter | undefined> {
  return (await listSitters(db, viewer, pupilId)).find((sitter) => sitter.id === id);
}
