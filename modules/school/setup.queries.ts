import { sql } from "kysely";
import type { Db } from "../../db/database.ts";

/** A school that nobody runs yet: the import command made it, or its last admin is gone. */
export interface UnopenedSchool {
  id: number;
  name: string;
  shortName: string;
  /** Whether the code is asked that the command line printed: there are people to be seen. */
  asksCode: boolean;
}

/**
 * What is still to be set up: everything (null), or a school that has no admin. Undefined once
 * there is an admin, anywhere: then set-up is over.
 */
export async function findUnopened(db: Db): Promise<UnopenedSchool | null | undefined> {
  const { rows: [found] } = await sql<{ opened: boolean; school: UnopenedSchool | null }>`
    select exists (select from staff where role = 'admin' and left_at is null) as opened,
      (select json_build_object('id', id, 'name', name, 'shortName', short_name,
          'asksCode', exists (select from people) or exists (select from pupils))
        from schools order by id limit 1) as school`.execute(db);
  return found!.opened ? undefined : found!.school;
}
