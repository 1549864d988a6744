import type { Db } from "../../db/database.ts";
import type { Viewer } from "../../web/viewer.ts";

export interface Note {
  id: number;
  authorId: number;
  authorName: string;
  body: string;
  /** With the child's guardians. */
  shared: boolean;
  version: number;
  createdAt: Date;
  updatedAt: Date;
}

const notesOf = (db: Db, { school }: Viewer, pupilId: number) =>
  db.selectFrom("pupil_notes")
    .select(["id", "author_id as authorId", "author_name as authorName", "body", "shared"])
    .select(["version", "created_at as createdAt", "updated_at as updatedAt"])
    .where("school_id", "=", school.id).where("pupil_id", "=", pupilId);

/** All notes about a pupil whose notes the viewer keeps, newest first. */
export const listNotes = (db: Db, viewer: Viewer, pupilId: number): Promise<Note[]> =>
  notesOf(db, viewer, pupilId).orderBy("created_at", "desc").orderBy("id", "desc").execute();

/** What the guardians of a child read: the notes that are shared, newest first. */
export const listSharedNotes = (db: Db, viewer: Viewer, pupilId: number): Promise<Note[]> =>
  notesOf(db, viewer, pupilId).where("shared", "=", true)
    .orderBy("created_at", "desc").orderBy("id", "desc").execute();

export const findNote = (
  db: Db,
  viewer: Viewer,
  pupilId: number,
  id: number,
): Promise<Note | undefined> =>
  notesOf(db, viewer, pupilId).where("id", "=", id).executeTakeFirst();
