import { Check, FieldGroup, Icon } from "../../web/components.tsx";
import { dayIn } from "../../web/clock.ts";
import { longDay, moment, sentenceTime, type When } from "../../web/dates.ts";
import type { Viewer } from "../../web/viewer.ts";
import type { ChildChoices, RoundChoices } from "./choices.queries.ts";
import { swapsChoices } from "./guardian.partials.tsx";
import type { Round } from "./rounds.queries.ts";
import { slotTime } from "./slots.words.ts";
import { roundPath } from "./teacher.paths.ts";
import type { KeptTime, Place, Waiter } from "./waiting.queries.ts";
import { waitingText } from "./waiting.text.ts";

interface WaitingProps {
  viewer: Viewer;
  when: When;
  child: ChildChoices;
  offer: RoundChoices;
  place: Place | undefined;
}

/** The waiting list under an invitation: what is kept, the place in line, or how to get in. */
export function Waiting(props: WaitingProps) {
  const { child, offer, place } = props;
  if (offer.phase !== "open" || offer.slots === 0) return null;
  if (place?.kept) return <Kept {...props} kept={place.kept} />;
  if (place) return <InLine {...props} place={place} />;
  const choices = offer.days.flatMap((day) => day.choices);
  const gone = choices.some(({ state }) => state === "taken" || state === "held");
  if (child.readOnly || !gone) return null;
  const full = offer.talk === null && choices.every(({ state }) => state !== "free");
  return <Join {...props} full={full} />;
}

const linePath = ({ school }: Viewer, { round }: RoundChoices) =>
  `/${school.shortName}/conversations/rounds/${round.id}/waiting`;

function posting(action: string) {
  const [path, query] = action.split("?");
  return {
    method: "post" as const,
    action,
    "hx-post": `${path}?${query ? `${query}&` : ""}part=choices`,
    ...swapsChoices,
  };
}

function Kept({ viewer, when, child, offer, kept }: WaitingProps & { kept: KeptTime }) {
  const t = waitingText(viewer.language);
  const day = longDay(dayIn(when.timeZone, kept.from), when);
  const minutes = offer.slots * offer.round.minutes;
  const instead = offer.talk ? `&instead=${offer.talk.slotId}` : "";
  const take =
    `/${viewer.school.shortName}/conversations/slots/${kept.slotId}/booking?from=card${instead}`;
  return (
    <div class="notice good" role="status">
      <Icon name="ok" />
      <div class="stack near">
        <p>
          <b>{t.offer(`${day}, ${sentenceTime(kept.from, when)}`)}</b>
          <br />
          {t.offerUntil(moment(kept.keptUntil, when), minutes)}
        </p>
        {!child.readOnly && (
          <div class="actions">
            <form {...posting(take)}>
              <button type="submit" class="btn s" name="pupil" value={child.pupilId}>
                {t.take}
                <span class="vh">{t.joinFor(child.firstName)}</span>
              </button>
            </form>
            <form {...posting(`${linePath(viewer, offer)}/refusal`)}>
              <button type="submit" class="btn quiet s" name="pupil" value={child.pupilId}>
                {t.decline}
                <span class="vh">{t.declineWhat(child.firstName)}</span>
              </button>
            </form>
          </div>
        )}
      </div>
    </div>
  );
}

function InLine({ viewer, when, child, offer, place }: WaitingProps & { place: Place }) {
  const t = waitingText(viewer.language);
  const isFree = !child.readOnly &&
    offer.days.some(({ choices }) => choices.some(({ state }) => state === "free"));
  return (
    <div class="stack near">
      <p>
        {t.place(place.place)} {place.days ? t.onDays(daysTold(place.days, when)) : t.onAnyDay}
        {isFree && ` ${t.freeNow}`}
        {offer.talk && ` ${t.keepsTalk}`}
      </p>
      {!child.readOnly && (
        <form {...posting(`${linePath(viewer, offer)}/removal`)}>
          <button type="submit" class="btn quiet s" name="pupil" value={child.pupilId}>
            {t.quit}
            <span class="vh">{t.joinFor(child.firstName)}</span>
          </button>
        </form>
      )}
    </div>
  );
}

function Join({ viewer, when, child, offer, full }: WaitingProps & { full: boolean }) {
  const t = waitingText(viewer.language);
  const id = `waiting-${offer.round.id}-${child.pupilId}`;
  const form = (
    <form {...posting(linePath(viewer, offer))} class="stack near">
      <p class="soft">{t.lead}</p>
      {offer.days.length > 1 && (
        <FieldGroup id={id} legend={t.days} hint={t.anyDay}>
          {offer.days.map(({ day }) => (
            <Check name="day" id={`${id}-${day}`} value={day} label={longDay(day, when)} />
          ))}
        </FieldGroup>
      )}
      <div>
        <button type="submit" class="btn quiet s" name="pupil" value={child.pupilId}>
          {t.join}
          <span class="vh">{t.joinFor(child.firstName)}</span>
        </button>
      </div>
    </form>
  );
  if (full) {
    return (
      <div class="stack near">
        <p>{t.full}</p>
        {form}
      </div>
    );
  }
  return (
    <details class="folded" id={`${id}-more`}>
      <summary>
        {offer.talk ? t.otherTime : t.noTimeFits}
        <Icon name="down" />
      </summary>
      {form}
    </details>
  );
}

/** *maandag 16 november of dinsdag 17 november* */
export const daysTold = (days: string[], when: When) =>
  new Intl.ListFormat(when.language, { type: "disjunction" })
    .format(days.map((day) => longDay(day, when)));

interface LineProps {
  viewer: Viewer;
  when: When;
  round: Round;
  waiters: Waiter[];
}

/** Who is in line, for those who keep the round: a name leads to where a time can be given. */
export function Line({ viewer, when, round, waiters }: LineProps) {
  if (waiters.length === 0) return null;
  const t = waitingText(viewer.language).staff;
  const path = roundPath(viewer, round);
  return (
    <section class="sheet" aria-labelledby="waiting">
      <h2 id="waiting">{t.title}</h2>
      <p class="soft small">{t.lead}</p>
      <ol class="rows" role="list">
        {waiters.map((one) => (
          <li>
            <div class="grow">
              <span class="num soft">{`${one.place}. `}</span>
              <a
                href={`${path}?pupil=${one.pupilId}#panel`}
                hx-get={`${path}?part=panel&pupil=${one.pupilId}`}
                hx-target="#panel"
                hx-swap="outerHTML"
              >
                {one.name}
              </a>
              {wantedBy(one, when).map((words) => <p class="soft small">{words}</p>)}
            </div>
          </li>
        ))}
      </ol>
    </section>
  );
}

/** What is waited for and by whom, and since when, or which time is theirs to take. */
function wantedBy({ guardian, hasTalk, days, kept, askedAt }: Waiter, when: When): string[] {
  const t = waitingText(when.language).staff;
  const wish = [guardian, hasTalk && t.otherTime, days && t.onDays(daysTold(days, when))];
  return [
    wish.filter(Boolean).join(", "),
    kept
      ? t.asked(slotTime(kept.from, when), moment(kept.keptUntil, when))
      : t.since(moment(askedAt, when)),
  ].filter(Boolean);
}
