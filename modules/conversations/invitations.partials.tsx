import { Face, Icon } from "../../web/components.tsx";
import { dayIn } from "../../web/clock.ts";
import { clockTime, moment, shortDay, type When } from "../../web/dates.ts";
import { photoOf } from "../../web/photos.ts";
import type { Viewer } from "../../web/viewer.ts";
import { cardId, wishesId } from "./guardian.paths.ts";
import type { OpenInvitation } from "./guardian.queries.ts";
import { guardianText } from "./guardian.text.ts";
import { talksName } from "./viewing.ts";
import { waitingText } from "./waiting.text.ts";
import { wishesText } from "./wishes.text.ts";

interface InvitationsProps {
  viewer: Viewer;
  when: When;
  invitations: OpenInvitation[];
}

/** On the start page: for which children a time can be chosen, and what was chosen. */
export function Invitations({ viewer, when, invitations }: InvitationsProps) {
  if (invitations.length === 0) return null;
  const t = guardianText(viewer.language).invitation;
  const asked = invitations.filter(asks);
  const ends = asked.flatMap(({ phase, closesAt, wishesUntil }) =>
    (phase === "open" ? closesAt : wishesUntil) ?? []
  );
  const first = ends.toSorted((a, b) => a.getTime() - b.getTime())[0];
  const ofChild = Map.groupBy(invitations, ({ pupilId }) => pupilId);
  return (
    <section class="post" data-kind="gesprek" aria-labelledby="talks">
      <div class="post-top">
        <span class="tab">
          <Icon name="gesprek" />
          {talksName(viewer)}
        </span>
      </div>
      <div class="sheet">
        <h2 id="talks">{asked.length > 0 || invitations.some(willAsk) ? t.title : t.titleDone}</h2>
        {first && <p class="soft">{t.until(shortDay(lastDayBefore(first, when), when))}</p>}
        <ul class="rows" role="list">
          {invitations.map((one) => (
            <Row {...{ viewer, when, one }} several={ofChild.get(one.pupilId)!.length > 1} />
          ))}
        </ul>
      </div>
    </section>
  );
}

/** Whether something is to be done: a time, or preferences. */
const asks = ({ readOnly, phase, from, wishes, kept }: OpenInvitation) =>
  !readOnly &&
  (kept !== null || from === null && (phase === "open" || phase === "wishes" && wishes === 0));

/** The same, once the round opens. */
const willAsk = ({ readOnly, phase, from }: OpenInvitation) =>
  !readOnly && from === null && phase === "upcoming";

/** Until midnight is until the day before. */
const lastDayBefore = (end: Date, { timeZone }: When) =>
  dayIn(timeZone, new Date(end.getTime() - 1));

interface RowProps {
  viewer: Viewer;
  when: When;
  one: OpenInvitation;
}

/** @param several whether the child is in more than one round: then each is named */
function Row({ several, ...props }: RowProps & { several: boolean }) {
  const { viewer, when, one } = props;
  const { pupilId: id, firstName, photo, title, from, kept, keptUntil } = one;
  const { mine } = guardianText(viewer.language);
  const who = [several ? title : one.groups, ...one.teachers].filter(Boolean).join(", ");
  return (
    <li>
      <Face
        initials={firstName[0] ?? ""}
        kid
        src={photoOf(viewer.school, "pupil", { id, photo })}
      />
      <span class="grow">
        <b>{firstName}</b>
        <br />
        <span class="soft small">{who}</span>
        {kept && from && (
          <>
            <br />
            <span class="small">{`${mine}: ${shortTime(from, when)}`}</span>
          </>
        )}
        {keptUntil && (
          <>
            <br />
            <span class="small">
              {waitingText(viewer.language).startUntil(moment(keptUntil, when))}
            </span>
          </>
        )}
      </span>
      <Answer {...props} />
    </li>
  );
}

/** What can be done for a child, or was. */
function Answer({ viewer, when, one }: RowProps) {
  const t = guardianText(viewer.language).invitation;
  const { roundId, pupilId, firstName, opensAt, from, kept, phase } = one;
  const page = `/${viewer.school.shortName}/conversations`;
  const href = `${page}#${cardId(roundId, pupilId)}`;
  if (kept) {
    return (
      <a class={one.readOnly ? "btn quiet s" : "btn s"} href={href}>
        {waitingText(viewer.language).start(shortTime(kept, when))}
      </a>
    );
  }
  if (from) {
    return (
      <a class="row small ok-text" href={href}>
        <Icon name="check" />
        {shortTime(from, when)}
      </a>
    );
  }
  if (phase === "upcoming") {
    return (
      <a class="btn quiet s" href={href}>
        {t.opens(shortTime(opensAt!, when))}
        <span class="vh">{t.chooseFor(firstName)}</span>
      </a>
    );
  }
  if (phase !== "open") {
    return <Preference {...{ viewer, one }} href={`${page}#${wishesId(roundId, pupilId)}`} />;
  }
  return (
    <a class={one.readOnly ? "btn quiet s" : "btn s"} href={href}>
      {one.readOnly ? t.look : t.choose}
      <span class="vh">{t.chooseFor(firstName)}</span>
    </a>
  );
}

/** *Ma 30 nov, 15:40*. */
const shortTime = (from: Date, when: When) =>
  `${shortDay(dayIn(when.timeZone, from), when)}, ${clockTime(from, when)}`;

/** In a fair round, until times are allotted. */
function Preference(
  { viewer, one, href }: { viewer: Viewer; one: OpenInvitation; href: string },
) {
  const t = wishesText(viewer.language).invitation;
  const { phase, wishes, firstName } = one;
  if (phase === "allotting") return <span class="soft small">{t.allotting}</span>;
  if (wishes > 0) {
    return (
      <a class="row small ok-text" href={href}>
        <Icon name="check" />
        {t.given(wishes)}
      </a>
    );
  }
  return (
    <a class={one.readOnly ? "btn quiet s" : "btn s"} href={href}>
      {one.readOnly ? guardianText(viewer.language).invitation.look : t.give}
      <span class="vh">{t.giveFor(firstName)}</span>
    </a>
  );
}
