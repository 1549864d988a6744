import { Face, Icon } from "../../web/components.tsx";
import { dayIn } from "../../web/clock.ts";
import { clockTime, shortDay, type When } from "../../web/dates.ts";
import { photoOf } from "../../web/photos.ts";
import type { Viewer } from "../../web/viewer.ts";
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
  const ends = invitations.flatMap(({ phase, closesAt, wishesUntil }) =>
    (phase === "open" ? closesAt : phase === "wishes" ? wishesUntil : null) ?? []
  );
  const first = ends.toSorted((a, b) => a.getTime() - b.getTime())[0];
  return (
    <section class="post" data-kind="gesprek" aria-labelledby="talks">
      <div class="post-top">
        <span class="tab">
          <Icon name="gesprek" />
          {talksName(viewer)}
        </span>
        <p class="post-meta">
          {first && <b>{t.until(shortDay(lastDayBefore(first, when), when))}</b>}
        </p>
      </div>
      <div class="sheet">
        <h2 id="talks">{t.title}</h2>
        <ul class="rows" role="list">
          {invitations.map((one) => <Row viewer={viewer} when={when} one={one} />)}
        </ul>
      </div>
    </section>
  );
}

/** Until midnight is until the day before. */
const lastDayBefore = (end: Date, { timeZone }: When) =>
  dayIn(timeZone, new Date(end.getTime() - 1));

function Row({ viewer, when, one }: { viewer: Viewer; when: When; one: OpenInvitation }) {
  const t = guardianText(viewer.language).invitation;
  const { pupilId: id, firstName, photo, from } = one;
  const href = `/${viewer.school.shortName}/conversations`;
  const who = [one.teachers, one.groups].filter(Boolean).join(", ");
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
      </span>
      {one.kept
        ? (
          <a class="btn s" href={href}>
            {waitingText(viewer.language).start(
              `${shortDay(dayIn(when.timeZone, one.kept), when)}, ${clockTime(one.kept, when)}`,
            )}
          </a>
        )
        : !from && one.phase !== "open"
        ? <Preference {...{ viewer, one, href }} />
        : from
        ? (
          <a class="row small ok-text" href={href}>
            <Icon name="check" />
            {`${shortDay(dayIn(when.timeZone, from), when)}, ${clockTime(from, when)}`}
          </a>
        )
        : (
          <a class={viewer.readOnly ? "btn quiet s" : "btn s"} href={href}>
            {viewer.readOnly ? t.look : t.choose}
            <span class="vh">{t.chooseFor(firstName)}</span>
          </a>
        )}
    </li>
  );
}

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
    <a class={viewer.readOnly ? "btn quiet s" : "btn s"} href={href}>
      {viewer.readOnly ? guardianText(viewer.language).invitation.look : t.give}
      <span class="vh">{t.giveFor(firstName)}</span>
    </a>
  );
}
