import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readConfig } from "../../config.ts";
import { dayIn, schoolYearOf } from "../../web/clock.ts";
import { silentLog } from "../../web/log.ts";
import { openHouse } from "../../web/open.ts";
import { addAccessLog, lines, searchLog } from "./access_log.ts";
import { allotAtOnce } from "./allotting.ts";
import { startToFirstPage, visits } from "./first_visit.ts";
import { digestForAll, urgentToAll } from "./mail.ts";
import { classAgainstFloor, fillUp, findAgainstFloor, printClass } from "./people.ts";
import { addReadMarks, makeLargeSchool } from "./school.ts";
import { addedToPages, againstBar, rushes } from "./rush.ts";
import { signUpAtOnce } from "./sign_up.ts";
import { median } from "./stage.ts";
import { againstFloor } from "./start_page.ts";

// Speed, measured on this machine and compared within one run. Prints a table; a bar that is
// missed is marked, and ends the run with exit code 1.

const rows: { what: string; figure: string; bar: string; met: boolean }[] = [];
const row = (what: string, figure: string, bar: string, met: boolean) => {
  rows.push({ what, figure, bar, met });
  console.log(`${met ? " " : "✗"} ${what.padEnd(46)}${figure.padStart(28)}   ${bar}`);
};
const ms = (time: number) => `${time.toFixed(time < 10 ? 1 : 0)} ms`;
const kb = (bytes: number) => `${(bytes / 1000).toFixed(1)} KB`;

const dataDir = await mkdtemp(join(tmpdir(), "schoolbel-bench-"));
const { config } = readConfig(["--data", dataDir], {});
const { house, close } = await openHouse(config, { log: silentLog });
const now = new Date();
const year = schoolYearOf(dayIn("Europe/Amsterdam", now));
const id = await makeLargeSchool(house.pool, "groot", now, year);
await addReadMarks(house.pool, id);
await house.pool.unsafe("vacuum analyze").simple();
const parent = `ouder1-1@s${id}.example`;
const admin = `staf1@s${id}.example`;

const alone = await againstFloor(house, "groot", parent);
const ratio = alone.perSecond / alone.floorPerSecond;
row(
  "start page, 32 connections",
  `${alone.perSecond.toFixed(0)}/s, floor ${alone.floorPerSecond.toFixed(0)}/s`,
  "",
  true,
);
row("  of the floor", ratio.toFixed(2), "at least 0.6", ratio >= 0.6);
row(
  "  p99 against median",
  `${ms(alone.p99)} / ${ms(alone.median)}`,
  "under 5 ×",
  alone.p99 < 5 * alone.median,
);
row(
  "memory of the app afterwards",
  `${alone.memory.toFixed(0)} MB`,
  "under 200 MB",
  alone.memory < 200,
);

const { first, second } = await visits(house, "groot", parent);
row("first visit, over the wire", kb(first), "at most 60 KB", first <= 60_000);
row("second visit", kb(second), "at most 12 KB", second <= 12_000);

const digest = await digestForAll(house, id);
row(`digest for ${digest.mails} accounts, queued`, ms(digest.queued), "", true);
row("  computed, queued and rendered", ms(digest.all), "under 5 s", digest.all < 5_000);

const urgent = await urgentToAll(house, "groot", admin);
row(
  `urgent to ${urgent.mails} addresses`,
  `${ms(urgent.ours)}, nodemailer ${ms(urgent.theirs)}`,
  "",
  true,
);
row("  against nodemailer alone", urgent.ratio.toFixed(2), "at most 1.5 ×", urgent.ratio <= 1.5);

const rush = await signUpAtOnce(house, { id, shortName: "groot", year }, 500, 50);
row(
  "50 places, 500 at once: exactly 50",
  `${rush.members} members, ${ms(rush.took)}`,
  "50, and 450 refused",
  rush.members === 50 && rush.taken === 50 && rush.refused === 450,
);

const talks = await rushes(house, { id, shortName: "groot", year });
row(
  `${talks.guardians} guardians choose for ${talks.children} children at once`,
  `${ms(talks.took)}, ${talks.booked} booked`,
  "all, none twice, no error",
  talks.booked === talks.children && talks.double === 0 && talks.wrong === 0,
);
row("  one press, median and p99", `${ms(talks.p50)} / ${ms(talks.p99)}`, "", true);
row("  pressed too late, and told so", `${talks.lost} of ${talks.presses}`, "", true);
row(
  "  against bare statements and pages",
  `${ms(talks.bare)} and ${ms(talks.pages)}: ${againstBar(talks).toFixed(2)}`,
  "at most twice both: 1.0",
  againstBar(talks) <= 1,
);
row("  booking beyond the pages", `${addedToPages(talks).toFixed(1)} × the statements`, "", true);

const allotted = await allotAtOnce(house, year);
const { invited, first: firsts, second: seconds, siblingPairs, siblingsTogether } =
  allotted.figures;
row(
  `allotting ${allotted.rounds} rounds × 30 pupils with wishes`,
  ms(allotted.proposed),
  "under 5 s",
  allotted.proposed < 5_000,
);
row("  the page with all of them", ms(allotted.shown), "under 500 ms", allotted.shown < 500);
row(
  "  booked, and nobody at two places",
  `${allotted.booked} of ${invited}, in ${ms(allotted.fixed)}`,
  "all, and nobody",
  allotted.booked === invited && allotted.twice === 0,
);
row("  first and second choices", `${firsts} and ${seconds}`, "", true);
row("  families close by", `${siblingsTogether / 2} of ${siblingPairs / 2} pairs`, "", true);

const group = await fillUp(house, id, year);
for (
  const [what, { ours, floor }] of [
    ["find anyone among 2,000 people", await findAgainstFloor(house, admin)],
    ["class list of 30 pupils, as a parent", await classAgainstFloor(house, parent, group)],
  ] as const
) {
  row(what, `${ms(ours)}, floor ${ms(floor)}`, "at most 2 ×", ours <= 2 * floor);
}
const printed = await printClass(house, admin, group);
row(
  "PDF of a group of 30; the first since the start",
  `${ms(printed.next)}; ${ms(printed.first)}`,
  "under 300 ms",
  printed.next < 300,
);

for (let n = 2; n <= 100; n++) await makeLargeSchool(house.pool, `school-${n}`, now, year);
await house.pool.unsafe("vacuum analyze").simple();
const among = await againstFloor(house, "groot", parent, 3);
const longer = alone.perSecond / among.perSecond;
row(
  "the same page among 100 such schools",
  `${longer.toFixed(2)} × as long`,
  "at most 1.15 ×",
  longer <= 1.15,
);

await addAccessLog(house.pool, id, now);
const searches = Object.entries(await searchLog(house, { id, shortName: "groot" }, admin));
const [slowest, longest] = searches.toSorted((a, b) => b[1] - a[1])[0]!;
row(
  `access log: search among ${lines.toLocaleString("en")} entries`,
  `${ms(median(searches.map(([, time]) => time)))}, slowest ${ms(longest)}`,
  "under 1 s",
  longest < 1_000,
);
row("  slowest of all searches", slowest, "", true);
await close();

const starts = [];
for (let n = 0; n < 3; n++) starts.push(await startToFirstPage(dataDir, "groot"));
row("start to first page", ms(median(starts)), "under 2 s", median(starts) < 2_000);
await rm(dataDir, { recursive: true, force: true });
Deno.exit(rows.every((one) => one.met) ? 0 : 1);
