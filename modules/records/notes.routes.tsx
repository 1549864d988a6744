import { type Context, Hono } from "hono";
import { HTTPException } from "hono/http-exception";
import { noteSeen } from "../../web/audit.ts";
import { whenOf } from "../../web/dates.ts";
import { type Errors, form, type Values } from "../../web/forms.ts";
import { guard, pathNumber } from "../../web/guard.ts";
import type { Env } from "../../web/house.ts";
import { childTitle } from "../../web/own_tabs.tsx";
import { page, saved } from "../../web/respond.tsx";
import { removalForm } from "./forms.ts";
import { addNote, changeNote, removeNote } from "./notes.actions.ts";
import { newNoteForm, noteForm } from "./notes.forms.ts";
import { ChildNotesPage, NotePage, PupilNotesPage } from "./notes.pages.tsx";
import { findNote, listNotes, listSharedNotes, type Note } from "./notes.queries.ts";
import { notesText } from "./notes.text.ts";
import { findChild, findOwnPupil, mayChange, type Pupil, whereUsed } from "./pupils.queries.ts";
import { recordsText } from "./text.ts";

interface PupilEnv extends Env {
  Variables: Env["Variables"] & { pupil: Pupil };
}

const keeper = guard("staff", "pupil", whereUsed("usesNotes", findOwnPupil));

/** Notes about a child (A15): its teachers and the office keep them, its guardians read the shared. */
export const notesRoutes = new Hono<Env>()
  .get(
    "/children/:pupil/notes",
    guard("member", "child", whereUsed("usesNotes", findChild)),
    async (c) => {
      const viewer = c.get("viewer");
      const child = c.get("child");
      const { db, clock } = c.get("house");
      const notes = await listSharedNotes(db, viewer, child.id);
      await noteSeen(db, viewer, "notes", [child.id], clock.now());
      return page(
        c,
        { title: childTitle(viewer, child, "notes") },
        <ChildNotesPage viewer={viewer} child={child} notes={notes} when={whenOf(c)} />,
      );
    },
  )
  .get("/pupils/:pupil/notes", keeper, (c) => listPage(c))
  .post("/pupils/:pupil/notes", keeper, form(newNoteForm), async (c) => {
    const input = c.req.valid("form");
    if (!input.ok) return listPage(c, 422, input);
    const { db, clock } = c.get("house");
    await addNote(db, c.get("viewer"), c.get("pupil").id, input.data, clock.now());
    const t = notesText(c.get("viewer").language);
    return savedList(c, input.data.shared ? t.addedShared : t.added);
  })
  .get("/pupils/:pupil/notes/:note", keeper, async (c) => {
    const note = await ownNote(c);
    if (!note) throw new HTTPException(404);
    const { db, clock } = c.get("house");
    await noteSeen(db, c.get("viewer"), "notes", [c.get("pupil").id], clock.now());
    return notePage(c, 200, { note });
  })
  .post("/pupils/:pupil/notes/:note", keeper, form(noteForm), async (c) => {
    const input = c.req.valid("form");
    const note = await ownNote(c);
    const { values } = input;
    if (!note && !values.body) throw new HTTPException(404); // nothing typed, nothing lost
    if (!note) return listPage(c, 409, { values, notice: notesText(c.get("language")).goneSince });
    if (!input.ok) return notePage(c, 422, { note, values, errors: input.errors });
    const { db, clock } = c.get("house");
    const change = { ...input.data, pupilId: c.get("pupil").id, id: note.id };
    const done = await changeNote(db, c.get("viewer"), change, clock.now());
    if (done) return savedList(c, recordsText(c.get("language")).saved);
    const now = await ownNote(c);
    if (!now) return listPage(c, 409, { values, notice: notesText(c.get("language")).goneSince });
    return notePage(c, 409, { note: now, values, changedSince: true });
  })
  .post("/pupils/:pupil/notes/:note/removal", keeper, form(removalForm), async (c) => {
    const input = c.req.valid("form");
    const note = await ownNote(c);
    if (!note) throw new HTTPException(404);
    const { db, clock } = c.get("house");
    const removal = { pupilId: c.get("pupil").id, id: note.id };
    const gone = input.ok &&
      await removeNote(db, c.get("viewer"), { ...removal, ...input.data }, clock.now());
    if (!gone) return listPage(c, 409, { notice: recordsText(c.get("language")).notRemoved });
    return savedList(c, notesText(c.get("language")).removed);
  });

/**
 * The note of the address; undefined when it is (no longer) there.
 * @throws HTTPException 404 when it is not the viewer's to change.
 */
async function ownNote(c: Context<PupilEnv>): Promise<Note | undefined> {
  const viewer = c.get("viewer");
  const id = pathNumber(c.req.param("note"));
  const note = await findNote(c.get("house").db, viewer, c.get("pupil").id, id);
  if (note && !mayChange(viewer, note)) throw new HTTPException(404);
  return note;
}

function savedList(c: Context<PupilEnv>, message: string) {
  const { school } = c.get("viewer");
  return saved(c, `/${school.shortName}/pupils/${c.get("pupil").id}/notes`, message);
}

async function listPage(
  c: Context<PupilEnv>,
  status: 200 | 409 | 422 = 200,
  shown: { values?: Values; errors?: Errors; notice?: string } = {},
) {
  const { db, clock } = c.get("house");
  const viewer = c.get("viewer");
  const pupil = c.get("pupil");
  const notes = await listNotes(db, viewer, pupil.id);
  await noteSeen(db, viewer, "notes", [pupil.id], clock.now());
  return page(
    c,
    { title: childTitle(viewer, { firstName: pupil.name }, "notes"), status },
    <PupilNotesPage viewer={viewer} pupil={pupil} notes={notes} when={whenOf(c)} {...shown} />,
  );
}

function notePage(
  c: Context<PupilEnv>,
  status: 200 | 409 | 422,
  shown: { note: Note; values?: Values; errors?: Errors; changedSince?: boolean },
) {
  const viewer = c.get("viewer");
  const pupil = c.get("pupil");
  return page(
    c,
    { title: childTitle(viewer, { firstName: pupil.name }, "notes"), status },
    <NotePage viewer={viewer} pupil={pupil} {...shown} />,
  );
}
