import type { Db } from "../../db/database.ts";
import { audit } from "../../web/audit.ts";
import type { Viewer } from "../../web/viewer.ts";
import type { NewItem } from "./forms.ts";

/**
 * Puts an item in the agenda.
 * @param places the groups it is for, which the viewer may address, or null: the whole school.
 * @returns its id.
 */
export function addItem(
  db: Db,
  viewer: Viewer,
  item: NewItem,
  places: (number | null)[],
  now: Date,
): Promise<number> {
  const forSchool = places.includes(null);
  const groupIds = places.filter((place) => place !== null);
  return db.transaction().execute(async (trx) => {
    const { id } = await trx.insertInto("agenda_items").values({
      school_id: viewer.school.id,
      title: item.title,
      starts_on: item.startsOn,
      ends_on: item.endsOn ?? item.startsOn,
      starts_at: item.startsAt ?? null,
      ends_at: item.endsAt ?? null,
      place: item.place,
      description: item.description,
      for_school: forSchool,
      created_by: viewer.person.id,
      created_at: now,
      updated_at: now,
    }).returning("id").executeTakeFirstOrThrow();
    if (!forSchool) {
      await trx.insertInto("agenda_item_groups").values(
        groupIds.map((group_id) => ({ school_id: viewer.school.id, item_id: id, group_id })),
      ).execute();
    }
    return id;
  });
}

/** Takes an item out of the agenda. */
export async function deleteItem(db: Db, viewer: Viewer, id: number, now: Date): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const deleted = await trx.deleteFrom("agenda_items")
      .where("school_id", "=", viewer.school.id).where("id", "=", id)
      .returning(["title", "starts_on"]).executeTakeFirst();
    if (!deleted) return;
    const { title, starts_on: day } = deleted;
    await audit(trx, viewer, "agendaItemDeleted", { item: id, title, day }, now);
  });
}
