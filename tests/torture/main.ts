import { parseArgs } from "node:util";
import { median } from "../bench/stage.ts";
import { torture } from "./torture.ts";

// `task torture`: kills the program 200 times under load. Ends with exit code 1 on any loss.

const { values } = parseArgs({
  options: {
    kills: { type: "string", default: "200" },
    seed: { type: "string", default: String(Date.now() % 1e6) },
  },
});
const kills = Number(values.kills);
const seed = Number(values.seed);
console.log(`${kills} kills, seed ${seed}`);
const began = performance.now();
const outcome = await torture({
  kills,
  seed,
  progress: (done, victim, milliseconds) =>
    console.log(
      `${String(done).padStart(4)}/${kills}  ${victim.padEnd(9)} back after ${
        milliseconds.toFixed(0)
      } ms`,
    ),
});

const row = (what: string, figure: string | number) => console.log(`${what.padEnd(34)}${figure}`);
const ms = (time: number) => `${(time / 1000).toFixed(2)} s`;
console.log();
for (const [victim, times] of outcome.back) {
  if (times.length === 0) continue;
  const longest = ms(Math.max(...times));
  row(
    `${victim}, ${times.length} ×: time to come back`,
    `median ${ms(median(times))}, max ${longest}`,
  );
}
row("acknowledged writes", outcome.acknowledged);
row("mails", outcome.mails);
row("mails that went again", outcome.twice);
row("connections dropped before the dot", outcome.dropped.before);
row("connections dropped after the dot", outcome.dropped.after);
row("answers", [...outcome.statuses].map(([status, n]) => `${n} × ${status}`).join(", "));
row("longest wait for an answer", ms(outcome.longest));
row("took", ms(performance.now() - began));
row("losses", outcome.losses.length);
for (const loss of outcome.losses.slice(0, 50)) console.log(`  ✗ ${loss}`);
Deno.exit(outcome.losses.length > 0 ? 1 : 0);
