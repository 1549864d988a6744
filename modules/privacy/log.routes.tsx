import { type Context, Hono } from "hono";
import { audit } from "../../web/audit.ts";
import { dayIn, timeIn } from "../../web/clock.ts";
import { csvLine, csvStart } from "../../web/csv.ts";
import { disposition } from "../../web/files.ts";
import { guard } from "../../web/guard.ts";
import type { Env, House } from "../../web/house.ts";
import { page } from "../../web/respond.tsx";
import type { Viewer } from "../../web/viewer.ts";
import { type Asked, askedIn, placeAfter, placeOf, queryOf, searchFor } from "./log.asked.ts";
import { detailsOf, doerOf, sentenceOf } from "./log.lines.ts";
import { LogPage } from "./log.pages.tsx";
import {
  findChosen,
  findNames,
  listLog,
  type LogPerson,
  type LogPlace,
  type LogSearch,
} from "./log.queries.ts";
import { logText } from "./log.text.ts";

/** Lines on a page, and in one piece of a file. */
const pageLength = 50;
const pieceLength = 1_000;
/** Lines in a file at most; who needs more asks for a shorter time. */
const longestFile = 50_000;

/** Admins read who looked at or changed whose data. */
export const logRoutes = new Hono<Env>()
  .get("/privacy/log", guard("admin"), async (c) => {
    const { db, clock } = c.get("house");
    const viewer = c.get("viewer");
    const { asked, fitting } = await chooseNames(c);
    const search = searchFor(asked, viewer.school);
    const open = fitting.about ?? fitting.by;
    const [entries, chosen] = await Promise.all([
      open ? [] : listLog(db, viewer, search, { under: placeOf(asked), most: pageLength + 1 }),
      findChosen(db, viewer, search),
    ]);
    const shown = entries.slice(0, pageLength);
    return page(
      c,
      { title: logText(viewer.language).title },
      <LogPage
        viewer={viewer}
        when={{
          now: clock.now(),
          timeZone: viewer.school.timeZone,
          language: viewer.language,
        }}
        asked={asked}
        chosen={chosen}
        fitting={fitting}
        entries={shown}
        next={entries.length > pageLength ? placeAfter(shown.at(-1)!) : undefined}
      />,
    );
  })
  .get("/privacy/log.csv", guard("admin"), async (c) => {
    const house = c.get("house");
    const viewer = c.get("viewer");
    const { asked, fitting } = await chooseNames(c);
    if (fitting.about ?? fitting.by) {
      return c.redirect(`/${viewer.school.shortName}/privacy/log${queryOf(asked)}`, 303);
    }
    const now = house.clock.now();
    const { pupil: pupilId, person: personId } = asked;
    await audit(house.db, viewer, "logExported", { pupilId, personId }, now);
    const t = logText(viewer.language);
    const name = `${t.exportName}-${dayIn(viewer.school.timeZone, now)}.csv`;
    c.header("Content-Type", "text/csv; charset=utf-8");
    c.header("Content-Disposition", disposition({ name, ours: false }));
    c.header("Cache-Control", "no-store");
    return c.body(csvOf(house, viewer, searchFor(asked, viewer.school)));
  });

/**
 * Who is meant by the letters of a name: when only one fits, that one; else those who fit, of whom
 * one is to be chosen first.
 */
async function chooseNames(c: Context<Env>) {
  const { db } = c.get("house");
  const viewer = c.get("viewer");
  const { about, by, ...asked } = askedIn(c.req.query());
  const fitting: { about?: LogPerson[]; by?: LogPerson[] } = {};
  const chosen: Asked = asked;
  if (about && asked.pupil === undefined && asked.person === undefined) {
    const found = await findNames(db, viewer, about, false);
    const [one] = found;
    if (found.length !== 1) fitting.about = found;
    else if (one!.kind === "pupil") chosen.pupil = one!.id;
    else chosen.person = one!.id;
  }
  if (by && asked.account === undefined) {
    const found = await findNames(db, viewer, by, true);
    if (found.length === 1) chosen.account = found[0]!.accountId!;
    else fitting.by = found;
  }
  return {
    asked: { ...chosen, about: fitting.about && about, by: fitting.by && by },
    fitting,
  };
}

/** The lines of a search as CSV, read piece by piece as they are sent. */
function csvOf({ db }: House, viewer: Viewer, search: LogSearch): ReadableStream<Uint8Array> {
  const { language, school: { timeZone } } = viewer;
  const { columns } = logText(language);
  const encoder = new TextEncoder();
  let under: LogPlace | undefined;
  let sent = 0;
  return new ReadableStream({
    start(controller) {
      const head = csvLine([columns.when, columns.who, columns.what, ""]);
      controller.enqueue(encoder.encode(csvStart + head));
    },
    async pull(controller) {
      const entries = await listLog(db, viewer, search, { under, most: pieceLength });
      const lines = entries.map((entry) =>
        csvLine([
          `${dayIn(timeZone, entry.at)} ${timeIn(timeZone, entry.at)}`,
          doerOf(entry, language),
          sentenceOf(entry, language),
          detailsOf(entry, language).join("; "),
        ])
      );
      if (lines.length > 0) controller.enqueue(encoder.encode(lines.join("")));
      under = entries.at(-1);
      sent += entries.length;
      if (entries.length < pieceLength || sent >= longestFile) controller.close();
    },
  });
}
