import { Empty, Head, Sheet } from "../../web/components.tsx";
import { type Day, moment, type When } from "../../web/dates.ts";
import type { Viewer } from "../../web/viewer.ts";
import type { ChildChoices, RoundChoices } from "./choices.queries.ts";
import {
  type ChoiceDay,
  closings,
  dayOf,
  daysOf,
  type EarlierTalk,
  looksOn,
  worthOfPlanning,
} from "./guardian.days.ts";
import { Invitation, Said, type TypedSubject } from "./guardian.partials.tsx";
import { Days, MoveBack, type TimeBefore } from "./guardian.slots.tsx";
import { guardianText } from "./guardian.text.ts";
import { talksName } from "./viewing.ts";
import type { Place } from "./waiting.queries.ts";
import { isAskedWishes, WishSheets } from "./wishes.partials.tsx";

export interface ChoicesProps {
  viewer: Viewer;
  when: When;
  family: ChildChoices[];
  earlier: EarlierTalk[];
  /** Where they are in line. */
  places: Place[];
  /** Of what is shown; screens ask with it whether there is news. */
  mark: string;
  /** Why what was asked was not done. */
  refusal?: string | undefined;
  /** What was done. */
  done?: string | undefined;
  /** Where was pressed: there what was said is told. */
  at?: Press | undefined;
  /** Where a talk was before it moved. */
  back?: TimeBefore | undefined;
  typed?: TypedSubject | undefined;
}

/** On a time of a child, else on its card in a round. */
export interface Press {
  pupilId: number;
  roundId: number;
  slotId?: number | undefined;
}

/** *Oudergesprekken* of a guardian: all children together. */
export function ConversationsPage(props: ChoicesProps) {
  const { viewer, when, family } = props;
  return (
    <>
      <Head title={talksName(viewer)} lead={leadOf(viewer, family, when)} />
      <Choices {...props} />
    </>
  );
}

/** Until when one can choose; where that differs from round to round, the invitations say it. */
function leadOf(viewer: Viewer, children: ChildChoices[], when: When): string | undefined {
  const t = guardianText(viewer.language);
  if (children.length === 0) return undefined;
  const ends = closings(children.filter(({ readOnly }) => !readOnly));
  if (ends.length === 0) return t.leadPlain;
  const until = ends.length === 1 && ends[0];
  return until ? t.leadUntil(moment(until, when)) : t.lead;
}

/** Invitations and times of all one's children: what is swapped at every change. */
export function Choices(props: ChoicesProps) {
  const { viewer, when, family, earlier, places, mark, typed } = props;
  const t = guardianText(viewer.language);
  const base = `/${viewer.school.shortName}/conversations`;
  const days = daysOf(family);
  const saysEnd = closings(family).length > 1;
  const said = placed(props, days);
  const planning = worthOfPlanning(family);
  // who is first has them; preferences can wait
  const timesFirst = family.some(({ rounds }) => rounds.some(({ phase }) => phase === "open"));
  const wishSheets = (
    <WishSheets
      {...{ viewer, when, family }}
      said={(child, offer) =>
        said.at === "wishes" && isOf(said.press, child, offer) && <Said {...props} />}
    />
  );
  return (
    <div
      class="stack"
      id="choices"
      data-live
      hx-get={`${base}/changes?since=${encodeURIComponent(mark)}`}
      hx-trigger="look"
      hx-swap="outerMorph"
      hx-sync="this:drop"
    >
      {said.at === "top" && <Said {...props} />}
      {family.length === 0 && <Empty>{earlier.length > 0 ? t.noneNow : t.none}</Empty>}
      {planning !== "none" && (
        <p class="row">
          <a class={planning === "much" ? "btn" : "btn quiet"} href={`${base}/family`}>{t.plan}</a>
          <span class="soft">{t.planLead}</span>
        </p>
      )}
      <div class="cols even">
        {family.flatMap((child) =>
          child.rounds.map((offer) => (
            <Invitation
              viewer={viewer}
              when={when}
              child={child}
              offer={offer}
              place={places.find(({ roundId, pupilId }) =>
                roundId === offer.round.id && pupilId === child.pupilId
              )}
              saysEnd={saysEnd}
              typed={typed}
              said={said.at === "card" && isOf(said.press, child, offer) && <Said {...props} />}
            />
          ))
        )}
      </div>
      {!timesFirst && wishSheets}
      {days.length > 0 && (
        <Days
          {...props}
          days={days}
          said={(day) =>
            said.at === "day" && said.day === day && (
              <Said {...props}>
                <MoveBack {...props} />
              </Said>
            )}
        />
      )}
      {days.length > 0 && !looksOn(family) && !viewer.school.menu.help?.off && (
        <p class="soft small">
          {t.nothingFits} <a href={askPath(viewer, family)}>{t.ask}</a>.
        </p>
      )}
      {timesFirst && wishSheets}
      {earlier.length > 0 && <Earlier {...{ viewer, when, earlier }} />}
    </div>
  );
}

/** To ask the school, with the talks it is about: those without a time, if there are. */
function askPath(viewer: Viewer, family: ChildChoices[]): string {
  const offers = family.filter(({ readOnly }) => !readOnly).flatMap(({ firstName, rounds }) =>
    rounds.filter(({ phase }) => phase === "open")
      .map(({ round, talk }) => ({ name: `${firstName} (${round.title})`, talk }))
  );
  const without = offers.filter(({ talk }) => !talk);
  const about = (without.length > 0 ? without : offers).map(({ name }) => name).join(", ");
  const topic = about && guardianText(viewer.language).askAbout(about);
  return `/${viewer.school.shortName}/help?topic=${encodeURIComponent(topic)}#contact`;
}

/** What has been: for who looks when it was; nothing is asked. */
function Earlier({ viewer, when, earlier }: Pick<ChoicesProps, "viewer" | "when" | "earlier">) {
  const t = guardianText(viewer.language);
  return (
    <Sheet title={t.earlier}>
      <ul class="rows" role="list">
        {earlier.map(({ child, offer: { round, talk } }) => (
          <li>
            <span class="grow much">
              <b>{child.firstName}</b> {round.title}
            </span>
            <span class="soft">{talk ? moment(talk.from, when) : t.noTalk}</span>
          </li>
        ))}
      </ul>
    </Sheet>
  );
}

type Placed =
  | { at: "none" | "top" }
  | { at: "day"; day: Day }
  | { at: "card" | "wishes"; press: Press };

/** What is said stands where was pressed; at the top when that is there no more. */
function placed({ family, at, refusal, done }: ChoicesProps, days: ChoiceDay[]): Placed {
  if (!refusal && !done) return { at: "none" };
  if (!at) return { at: "top" };
  const { slotId, pupilId } = at;
  const offer = family.find((child) => child.pupilId === pupilId)
    ?.rounds.find(({ round }) => round.id === at.roundId);
  if (!offer) return { at: "top" };
  if (slotId === undefined) return { at: "card", press: at };
  if (isAskedWishes(offer)) return { at: "wishes", press: at };
  const day = dayOf(days, { slotId, pupilId });
  return day ? { at: "day", day } : { at: "top" };
}

const isOf = (press: Press, { pupilId }: ChildChoices, { round }: RoundChoices) =>
  press.pupilId === pupilId && press.roundId === round.id;
