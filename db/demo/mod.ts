import { sql } from "kysely";
import type { House } from "../../web/house.ts";
import { hashPassword } from "../../modules/accounts/mod.ts";
import { insertAgenda } from "./agenda.ts";
import { insertChanges } from "./changes.ts";
import { insertConversations } from "./conversations.ts";
import { Present } from "./calendar.ts";
import { makePeople } from "./families.ts";
import { insertFairRounds } from "./fair_rounds.ts";
import { insertFiles, storeFiles } from "./files.ts";
import { insertLog } from "./log.ts";
import { insertNeighbour } from "./neighbour.ts";
import { insertPhotos, storeFaces } from "./photos.ts";
import { insertPosts, makePosts } from "./posts.ts";
import { Random } from "./random.ts";
import { insertReactions } from "./reactions.ts";
import { insertRecords, storeReport } from "./records.ts";
import {
  type DemoSchool,
  insertGroups,
  insertPeople,
  insertSchool,
  insertSenders,
} from "./school.ts";
import { demoPassword } from "./sign_ins.ts";
import { insertSharing } from "./sharing.ts";
import { insertSpecialGroups } from "./special_groups.ts";

export { demoPassword, demoSignIns } from "./sign_ins.ts";

/**
 * Fills an empty house with Basisschool De Regenton (`regenton`): the size of a real school, with
 * a year of posts behind it, counted back from the house's clock. The same moment gives the same
 * school. Does nothing when the school is there already.
 */
export async function seedDemo(house: House): Promise<void> {
  if (await hasSchool(house, "regenton")) return;
  const present = new Present(house.clock.now());
  // one hash for everybody: four hundred would take half a minute, and here is no secret
  const [passwordHash, files, report, faces] = await Promise.all([
    hashPassword(demoPassword),
    storeFiles(house.files, present),
    storeReport(house.files),
    storeFaces(house.files),
  ]);
  await house.db.transaction().execute(async (trx) => {
    const id = await insertSchool(
      trx,
      {
        shortName: "regenton",
        name: "Basisschool De Regenton",
        brin: null,
        guardiansMayPost: false,
      },
      present,
    );
    const people = makePeople(new Random(1));
    await insertPeople(trx, id, people, passwordHash, present);
    const groups = await insertGroups(trx, id, people, present);
    const staff = people.adults.filter((adult) => adult.staff);
    const school: DemoSchool = { id, present, people, staff, ...groups };
    await insertSenders(trx, school);
    await insertSharing(trx, id, people, new Random(5));
    const posts = makePosts(new Random(2), school);
    await insertPosts(trx, school, posts);
    await insertFiles(trx, school, posts, files);
    await insertReactions(trx, new Random(3), school, posts);
    await insertAgenda(trx, school);
    await insertSpecialGroups(trx, school);
    await insertChanges(trx, school);
    await insertRecords(trx, school, report);
    await insertConversations(trx, school);
    await insertFairRounds(trx, school);
    await insertPhotos(trx, school, faces);
    await insertLog(trx, school, new Random(6));
    // the planner would take the new tables for empty until autovacuum comes by
    await sql`analyze`.execute(trx);
  });
}

/** Adds De Klimboom (`klimboom`), a school that nobody of De Regenton may ever meet. */
export async function seedNeighbour(house: House): Promise<void> {
  if (await hasSchool(house, "klimboom")) return;
  const present = new Present(house.clock.now());
  const passwordHash = await hashPassword(demoPassword);
  await house.db.transaction().execute((trx) => insertNeighbour(trx, present, passwordHash));
}

async function hasSchool({ db }: House, shortName: string): Promise<boolean> {
  const row = await db.selectFrom("schools").select("id").where("short_name", "=", shortName)
    .executeTakeFirst();
  return row !== undefined;
}
