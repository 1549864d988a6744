import { Cron } from "croner";
import { modules } from "../modules/mod.ts";
import type { House } from "../web/house.ts";
import { errorFields } from "../web/log.ts";
import { clockLastRun } from "../web/process_figures.ts";
import { schoolFields } from "../web/session.ts";
import type { School } from "../web/viewer.ts";

const ticks = modules.flatMap((module) => module.ticks ?? []);

/** Every minute, does what is due; call the result to stop. */
export function startClock(house: House): { stop(): Promise<void> } {
  let running: Promise<void> = Promise.resolve();
  const job = new Cron("* * * * *", { protect: true }, () => {
    running = runTicks(house).catch((error) => house.log("clock failed", errorFields(error)));
    return running;
  });
  return {
    async stop() {
      job.stop();
      await running;
    },
  };
}

/**
 * Runs what is due for each school. That it ran is noted in the same transaction, under a key
 * only one process can write: however many clocks there are, and whenever one is killed, a tick
 * happens once. A tick that was missed (the server was down) is due until it has run.
 */
export async function runTicks(house: House): Promise<void> {
  const now = house.clock.now();
  await forgetTicks(house, now);
  const schools = await house.pool.unsafe<School[]>(`select ${schoolFields("s")} from schools s`);
  for (const school of schools) {
    for (const tick of ticks) {
      const due = tick.due(school, now);
      if (due === undefined) continue;
      try {
        const ours = await house.db.transaction().execute(async (trx) => {
          const noted = await trx.insertInto("clock_ticks")
            .values({ school_id: school.id, name: tick.name, tick: due, at: now })
            .onConflict((conflict) => conflict.doNothing()).executeTakeFirst();
          if (!noted.numInsertedOrUpdatedRows) return false;
          await tick.run?.(trx, house, school, now);
          return true;
        });
        if (ours) await tick.after?.(house, school, now);
      } catch (error) {
        house.log("tick failed", { tick: tick.name, ...errorFields(error) });
      }
    }
  }
  clockLastRun.set(now.getTime() / 1000);
}

/** A tick is noted so that it is not done again; after a week it cannot be due any more. */
async function forgetTicks({ db }: House, now: Date): Promise<void> {
  await db.deleteFrom("clock_ticks")
    .where("at", "<", new Date(now.getTime() - 7 * 24 * 3600_000)).execute();
}
