import { createTransport } from "nodemailer";
import { runTicks } from "../../jobs/clock.ts";
import { sendDue } from "../../jobs/worker.ts";
import { dayIn, momentIn } from "../../web/clock.ts";
import type { House } from "../../web/house.ts";
import { median, run, signIn } from "./stage.ts";

const title = "De school is morgen dicht";
const sentence =
  "Door een storing in de verwarming blijven alle groepen morgen thuis. De opvang is wel open.";

/**
 * From the press on the button until the mail server has the last of the mails to every address
 * of the school, against nodemailer alone with the same messages to as many addresses.
 */
export async function urgentToAll(house: House, school: string, admin: string, rounds = 3) {
  const token = await signIn(house.pool, admin);
  const ours: number[] = [];
  const theirs: number[] = [];
  const mails = await countAddresses(house, school);
  const smtp = await run("tests/bench/smtp.ts", []);
  const app = await run("main.ts", ["serve", "--port", "0", "--data", house.config.dataDir], {
    SMTP_URL: `smtp://127.0.0.1:${smtp.port}`,
  });
  // The first is not counted: a program that has run for a day has its templates loaded.
  for (let round = 0; round <= rounds; round++) {
    const all = smtp.says(`{"accepted":${(round + 1) * mails}}`);
    const begin = performance.now();
    await publishUrgent(app.port, school, token);
    await all;
    if (round === 0) continue;
    ours.push(performance.now() - begin);
    theirs.push(await nodemailerAlone(mails));
  }
  await app.stop();
  await smtp.stop();
  const ratio = median(ours.map((one, n) => one / theirs[n]!));
  return { mails, ours: median(ours), theirs: median(theirs), ratio };
}

async function publishUrgent(port: number, school: string, token: string) {
  const body = new URLSearchParams({
    intent: "publish",
    kind: "urgent",
    audience: "school",
    title,
    body: Array(4).fill(sentence).join("\n\n"),
    format: "text",
    when: "now",
  });
  const answer = await fetch(`http://127.0.0.1:${port}/${school}/posts`, {
    method: "POST",
    body,
    headers: { cookie: `session=${token}` },
    redirect: "manual",
  });
  if (answer.status !== 303) throw new Error(`Publishing answered ${answer.status}.`);
  await answer.body?.cancel();
}

/** Everyone an urgent message to the school reaches: one mail per address. */
async function countAddresses({ pool }: House, school: string): Promise<number> {
  const [row] = await pool.unsafe<{ count: number }[]>(
    `select count(distinct p.email) from people p join schools s on s.id = p.school_id
    where s.short_name = $1 and p.email is not null`,
    [school],
  );
  return row!.count;
}

/** The messages as our mails are (a text and an HTML part of the same size), by nodemailer itself. */
async function nodemailerAlone(mails: number): Promise<number> {
  const smtp = await run("tests/bench/smtp.ts", []);
  const all = smtp.says(`{"accepted":${mails}}`);
  const transport = createTransport({
    host: "127.0.0.1",
    port: smtp.port,
    pool: true,
    maxConnections: 5,
    maxMessages: Infinity,
  });
  const text = Array(5).fill(sentence).join("\n\n");
  const html = `<html><body>${`<p style="margin:0">${sentence}</p>`.repeat(50)}</body></html>`;
  const begin = performance.now();
  for (let n = 0; n < mails; n++) {
    transport.sendMail({
      from: "De School <school@s.example>",
      to: `ouder${n}@s.example`,
      subject: title,
      text,
      html,
    });
  }
  await all;
  const took = performance.now() - begin;
  transport.close();
  await smtp.stop();
  return took;
}

/** The evening of the next weekday, a minute after the digest is due. */
const nextDigest = (() => {
  const at = new Date();
  do at.setUTCDate(at.getUTCDate() + 1); while (at.getUTCDay() % 6 === 0);
  return momentIn("Europe/Amsterdam", dayIn("Europe/Amsterdam", at), "17:31");
})();

/** The digest of a day with ten new posts for every active account: computed, queued and rendered. */
export async function digestForAll(house: House, schoolId: number) {
  await house.pool.unsafe(
    `update posts set digested_at = null where school_id = $1 and id in (
      select id from posts where school_id = $1 and for_school order by publish_at desc limit 10)`,
    [schoolId],
  );
  const evening = { ...house, clock: { now: () => nextDigest } };
  const begin = performance.now();
  await runTicks(evening);
  const queued = performance.now() - begin;
  let mails = 0;
  await sendDue(evening, {
    kind: "smtp",
    send: () => Promise.resolve(mails++).then(() => ({ accepted: true as const })),
    close: () => Promise.resolve(),
  });
  return { mails, queued, all: performance.now() - begin };
}
