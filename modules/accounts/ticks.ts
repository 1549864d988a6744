import { dayIn } from "../../web/clock.ts";
import type { Tick } from "../../web/module.ts";
import { forgetTries } from "./throttle.ts";

const day = 24 * 3600_000;

/** Every night what is over goes: sessions, wrong tries, keys that no app was set
 * up with, and links a month after their end. */
export const cleanUp: Tick = {
  name: "accounts-clean-up",
  due: (school, now) => dayIn(school.timeZone, now),
  async run(trx, _house, _school, now) {
    await trx.deleteFrom("sessions").where("expires_at", "<", now).execute();
    const monthAgo = new Date(now.getTime() - 30 * day);
    await trx.deleteFrom("account_tokens").where("expires_at", "<", monthAgo).execute();
    await trx.deleteFrom("account_totp").where("confirmed_at", "is", null)
      .where("started_at", "<", new Date(now.getTime() - day)).execute();
    await forgetTries(trx, now);
  },
};
