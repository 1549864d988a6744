import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { readConfig } from "../../config.ts";
import { createSender } from "../../emails/sender.ts";
import { sendDue } from "../../jobs/worker.ts";
import { silentLog } from "../../web/log.ts";
import { openHouse } from "../../web/open.ts";
import { Chance } from "./chance.ts";
import { Crowd } from "./crowd.ts";
import { lostMails, lostWrites } from "./losses.ts";
import { openTroubledMailServer } from "./mail_server.ts";
import { Program, type Victim, victims } from "./program.ts";
import { foundSchool } from "./school.ts";

interface Outcome {
  /** What was acknowledged and got lost, or happened that must not; empty when all is well. */
  losses: string[];
  /** Milliseconds to come back, per victim. */
  back: Map<Victim, number[]>;
  acknowledged: number;
  mails: number;
  twice: number;
  dropped: { before: number; after: number };
  statuses: Map<string, number>;
  /** Milliseconds of the longest wait for an answer. */
  longest: number;
}

/**
 * Kills the program, its database, one connection of it, or all at once, `kills` times while
 * people use it, and looks each time whether what it acknowledged is there.
 */
export async function torture(
  { kills, seed, progress = () => {} }: {
    kills: number;
    seed: number;
    progress?: (done: number, victim: Victim, milliseconds: number) => void;
  },
): Promise<Outcome> {
  const dataDir = await mkdtemp(join(tmpdir(), "schoolbel-torture-"));
  const chance = new Chance(seed);
  const mail = await openTroubledMailServer();
  const { config } = readConfig(["--data", dataDir, "--smtp-url", mail.url], {});
  const { house, close } = await openHouse(config, { log: silentLog });
  const school = await foundSchool(house);
  await close();

  const program = new Program(dataDir, ["--smtp-url", mail.url]);
  program.start();
  await program.comesBack();
  const crowd = new Crowd(program.address, school, new Chance(seed + 1));
  const { record } = crowd;
  const losses: string[] = [];
  const back = new Map<Victim, number[]>(victims.map((victim) => [victim, []]));
  const moments: number[] = [];
  const look = program.look();
  try {
    for (let done = 1; done <= kills; done++) {
      const victim = victims[done % victims.length]!;
      await delay(chance.between(50, 900));
      moments.push(Date.now());
      await program.kill(victim, chance);
      // Sometimes once more while it is on its way back.
      if (chance.happens(0.15)) {
        await delay(chance.between(20, 900));
        moments.push(Date.now());
        await program.kill("both", chance);
      }
      const milliseconds = await program.comesBack();
      back.get(victim)!.push(milliseconds);
      losses.push(...await soon(() => lostWrites(look, record, dataDir)));
      progress(done, victim, milliseconds);
    }
    await crowd.leave();
    await program.comesBack();
    losses.push(...await soon(() => lostWrites(look, record, dataDir)));
  } finally {
    await crowd.leave();
    await look.close();
    await program.stop();
  }

  await sendTheRest(config, mail.url);
  const opened = await openHouse(config, { log: silentLog });
  const sent = await lostMails(opened.house, record, school, mail.copies, moments);
  await opened.close();
  await mail.close();
  await rm(dataDir, { recursive: true, force: true });

  losses.push(...sent.losses);
  for (const [status, times] of record.statuses) {
    if (!["201", "303", "503", "cut off"].includes(status)) losses.push(`${times} × ${status}`);
  }
  if (/error/i.test(program.complaints)) losses.push(program.complaints.slice(0, 2000));
  return {
    losses,
    back,
    acknowledged: record.acknowledged,
    mails: new Set(mail.copies.map(({ messageId }) => messageId)).size,
    twice: sent.twice,
    dropped: mail.dropped,
    statuses: record.statuses,
    longest: record.longest,
  };
}

/** Mails of a killed process go again after their lease, and refused ones after a wait: we travel. */
async function sendTheRest(config: Parameters<typeof openHouse>[0], smtpUrl: string) {
  const sender = createSender({ smtpUrl, keepIn: "/nonexistent" });
  let later = Date.now();
  const clock = { now: () => new Date(later) };
  const { house, close } = await openHouse(config, { log: silentLog, clock });
  do later += 3600_000; while (await sendDue(house, sender) > 0);
  await close();
  await sender.close();
}

/** The first look may come over a connection that was killed as well. */
async function soon<T>(look: () => Promise<T>): Promise<T> {
  for (const end = Date.now() + 20_000;; await delay(100)) {
    try {
      return await look();
    } catch (error) {
      if (Date.now() > end) throw error;
    }
  }
}
