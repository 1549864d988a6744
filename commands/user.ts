import { z } from "zod";
import { ConfigError, readConfig } from "../config.ts";
import type { Db } from "../db/database.ts";
import { letIn } from "../modules/school/admin.actions.ts";
import { silentLog } from "../web/log.ts";
import { CannotOpen, openHouse } from "../web/open.ts";
import { refuseArguments } from "./serve.ts";

const usage = 'Usage: user --school NAME --email ADDRESS [--admin] [--name "First Last"] ' +
  "[--reset-two-step]";

/** Makes an admin of a school, or lets someone in again; prints the link that does it. */
export async function user(args: string[]): Promise<void> {
  const { config, flags, positionals } = readConfig(args, Deno.env.toObject(), {
    school: { type: "string" },
    email: { type: "string" },
    name: { type: "string" },
    admin: { type: "boolean" },
    "reset-two-step": { type: "boolean" },
  });
  refuseArguments(positionals);
  const { school: shortName, email, name } = flags;
  if (typeof shortName !== "string" || typeof email !== "string") throw new ConfigError(usage);
  if (!z.email().max(254).safeParse(email).success) {
    throw new ConfigError(`--email is "${email}", but must be an address.`);
  }
  const { house, close } = await openHouse(config, { log: silentLog });
  try {
    const school = await findSchool(house.db, shortName);
    const wish = {
      email,
      admin: flags.admin === true,
      withoutTwoStep: flags["reset-two-step"] === true,
      name: typeof name === "string" && name.trim() ? name.trim().slice(0, 120) : undefined,
    };
    const link = await letIn(house.db, school, wish, house.clock.now());
    if (!link) {
      throw new CannotOpen(
        `Nobody at ${shortName} has the address ${email}. With --admin they become an admin there.`,
      );
    }
    console.log(`${house.config.origin}/${shortName}/${link.path}`);
    console.error(`Works once, until ${link.expires.toISOString()}.`);
  } finally {
    await close();
  }
}

async function findSchool(db: Db, shortName: string) {
  const schools = await db.selectFrom("schools").select(["id", "short_name", "language"])
    .orderBy("short_name").execute();
  const school = schools.find(({ short_name }) => short_name === shortName);
  if (school) return school;
  const names = schools.map(({ short_name }) => short_name).join(", ");
  throw new ConfigError(
    names
      ? `There is no school "${shortName}" (there is: ${names}).`
      : "There is no school yet. Start serve, and open it in a browser.",
  );
}
