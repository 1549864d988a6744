import type { Db } from "../../db/database.ts";
import type { Language } from "../../web/language.ts";
import type { School, Viewer } from "../../web/viewer.ts";
import { helpText } from "./help.text.ts";

export interface HelpItem {
  id: number;
  question: string;
  answer: string;
}

/** The questions that come along, in a language. */
export const standardItems = (language: Language) => Object.values(helpText(language).items);

/** The school's own questions in its order; empty while the standard ones stand in for them. */
export function listOwnHelp(db: Db, school: School): Promise<HelpItem[]> {
  return db.selectFrom("help_items").select(["id", "question", "answer"])
    .where("school_id", "=", school.id).orderBy("position").orderBy("id").execute();
}

/** What stands on the help page: the school's own questions, or else the standard ones. */
export async function listHelp(db: Db, school: School, language: Language) {
  const own = await listOwnHelp(db, school);
  return own.length > 0 ? own : standardItems(language);
}

/** One of the school's own questions. */
export async function findHelpItem(db: Db, viewer: Viewer, id: number) {
  return (await listOwnHelp(db, viewer.school)).find((item) => item.id === id);
}

/** Who signs under a question of someone who is in: their mail goes there. */
export async function findOwnAddress(db: Db, viewer: Viewer): Promise<string> {
  const account = await db.selectFrom("accounts").select("email")
    .where("id", "=", viewer.accountId).executeTakeFirstOrThrow();
  return account.email;
}

/** Where questions go: the office's address, else everyone of the office, else the admins. */
export async function listOffice(
  db: Db,
  school: School,
): Promise<{ address: string; language: Language }[]> {
  const set = await db.selectFrom("schools").select(["office_email", "language"])
    .where("id", "=", school.id).executeTakeFirstOrThrow();
  if (set.office_email) return [{ address: set.office_email, language: set.language }];
  const people = await db.selectFrom("staff as st")
    .innerJoin(
      "people as p",
      (join) => join.onRef("p.school_id", "=", "st.school_id").onRef("p.id", "=", "st.person_id"),
    )
    .innerJoin("accounts as a", "a.id", "p.account_id")
    .select(["st.role", "a.email as address", "a.language"]).distinct()
    .where("st.school_id", "=", school.id).where("st.role", "in", ["office", "admin"])
    .where("st.left_at", "is", null).where("p.left_at", "is", null)
    .where("p.blocked_at", "is", null).execute();
  const office = people.filter(({ role }) => role === "office");
  return office.length > 0 ? office : people;
}
