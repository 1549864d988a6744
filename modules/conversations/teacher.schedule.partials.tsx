import { dayIn } from "../../web/clock.ts";
import { clockTime, longDay, type When } from "../../web/dates.ts";
import type { Viewer } from "../../web/viewer.ts";
import type { Interval } from "./schedule.ts";
import { makerText } from "./teacher.maker.text.ts";

/** The slots per day, or why there are none. */
export function SchedulePicture(
  { viewer, when, slots, errors }: {
    viewer: Viewer;
    when: When;
    slots: Interval[] | undefined;
    /** Sentences per field. */
    errors: Record<string, string>;
  },
) {
  const t = makerText(viewer.language);
  const wrong = Object.entries(errors)
    .filter(([field]) => /^(talks|minutes|inARow|breakMinutes|(day|begin|end)\d)$/.test(field))
    .map(([, sentence]) => sentence);
  const days = Map.groupBy(slots ?? [], ({ from }) => dayIn(when.timeZone, from));
  return (
    <div id="schedule" class="stack" role="status">
      {wrong.length > 0
        ? wrong.map((sentence) => <p class="error">{sentence}</p>)
        : days.size === 0 && <p class="soft">{t.notYet}</p>}
      {[...days].map(([day, some]) => (
        <section>
          <h3>{t.fits(some.length, longDay(day, when), clockTime(some.at(-1)!.until, when))}</h3>
          {runsOf(some).map((run) => (
            <ul class="chips" role="list">
              {run.map(({ from }) => (
                <li>
                  <span class="chip">{clockTime(from, when)}</span>
                </li>
              ))}
            </ul>
          ))}
        </section>
      ))}
    </div>
  );
}

/** What follows without a break is in one row. */
function runsOf(slots: Interval[]): Interval[][] {
  const runs: Interval[][] = [];
  for (const slot of slots) {
    const run = runs.at(-1);
    if (run?.at(-1)?.until.getTime() === slot.from.getTime()) run!.push(slot);
    else runs.push([slot]);
  }
  return runs;
}
