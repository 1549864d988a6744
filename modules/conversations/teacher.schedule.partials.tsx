import { Button } from "../../web/components.tsx";
import { dayIn } from "../../web/clock.ts";
import { clockTime, longDay, type When } from "../../web/dates.ts";
import type { Viewer } from "../../web/viewer.ts";
import type { Round } from "./rounds.queries.ts";
import type { Interval } from "./schedule.ts";
import type { Picture } from "./teacher.maker.picture.ts";
import { makerText } from "./teacher.maker.text.ts";
import { roundPath } from "./teacher.paths.ts";

interface PictureProps {
  viewer: Viewer;
  when: When;
  /** Absent: a new one. */
  round: Round | undefined;
  picture: Picture;
}

/** Where what is typed is looked at. */
export const previewPath = ({ viewer, round }: Pick<PictureProps, "viewer" | "round">) =>
  `${
    round ? roundPath(viewer, round) : `/${viewer.school.shortName}/conversations/rounds`
  }/preview`;

/** The slots per day, or why there are none; with too many talks both, and a way out. */
export function SchedulePicture({ viewer, when, round, picture }: PictureProps) {
  const t = makerText(viewer.language);
  const { slots = [], errors, take, pupils, missing = [] } = picture;
  const preview = previewPath({ viewer, round });
  const wrong = Object.values(errors);
  const days = Map.groupBy(slots, ({ from }) => dayIn(when.timeZone, from));
  return (
    <div id="schedule" class="stack" role="status">
      {wrong.length > 0
        ? wrong.map((sentence) => <p class="error">{sentence}</p>)
        : days.size === 0 && <p class="soft">{t.notYet}</p>}
      {take && (
        <div>
          <Button
            look="quiet"
            small
            name="take"
            value={String(take)}
            formaction={`${preview}#plan`}
          >
            {t.take(take)}
          </Button>
        </div>
      )}
      {pupils && !take && (
        <div class="stack near">
          <p>{t.moreThanTalks(pupils, slots.length)}</p>
          <div>
            <Button
              look="quiet"
              small
              name="take"
              value={String(pupils)}
              formaction={`${preview}#plan`}
            >
              {t.take(pupils)}
            </Button>
          </div>
        </div>
      )}
      {missing.map(({ group, teachers }) => (
        <div class="stack near">
          <p>{t.missing(group)}</p>
          <div class="actions">
            {teachers.map(({ id, name }) => (
              <Button
                look="quiet"
                small
                name="join"
                value={String(id)}
                formaction={`${preview}#teachers`}
              >
                {t.join(name)}
              </Button>
            ))}
          </div>
        </div>
      ))}
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
