import { dayIn, timeIn } from "../../web/clock.ts";
import { dayOfMonth, weekdayName } from "../../web/dates.ts";
import type { Viewer } from "../../web/viewer.ts";
import type { AgendaTalk } from "./agenda.queries.ts";
import { cardId } from "./guardian.paths.ts";
import { guardianText } from "./guardian.text.ts";
import { mailsText } from "./mails.text.ts";
import { listed } from "./mails.words.ts";

/** A talk among what happens in a month; its link leads to where it can be given back. */
export function AgendaTalkRow({ talk, viewer }: { talk: AgendaTalk; viewer: Viewer }) {
  const { school, language, children } = viewer;
  const { roundId, pupilId, from, until, teachers, room, videoLink } = talk;
  const day = dayIn(school.timeZone, from);
  const [startsAt, endsAt] = [from, until].map((at) => timeIn(school.timeZone, at));
  const place = room || (videoLink && guardianText(language).online);
  const child = children.find(({ id }) => id === pupilId)!;
  return (
    <li>
      <span class="chip">{`${weekdayName(day, language)} ${dayOfMonth(day)}`}</span>
      <span class="grow">
        <a href={`/${school.shortName}/conversations#${cardId(roundId, pupilId)}`}>
          <b>{mailsText(language).event(child.firstName)}</b>
        </a>
        <br />
        <span class="soft small">
          {[listed(teachers, language), `${startsAt} – ${endsAt}`, place].filter(Boolean)
            .join(", ")}
        </span>
      </span>
    </li>
  );
}
