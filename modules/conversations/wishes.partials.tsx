import type { Child } from "hono/jsx";
import { Face, Icon } from "../../web/components.tsx";
import { dayIn } from "../../web/clock.ts";
import {
  clockTime,
  dayOfMonth,
  longDay,
  moment,
  shortDay,
  weekdayName,
  type When,
} from "../../web/dates.ts";
import { photoOf } from "../../web/photos.ts";
import type { Viewer } from "../../web/viewer.ts";
import type { ChildChoices, RoundChoices } from "./choices.queries.ts";
import { type Block, blocksOf, teacherAt } from "./guardian.days.ts";
import { swapsChoices } from "./guardian.partials.tsx";
import { wishesId } from "./guardian.paths.ts";
import { guardianText } from "./guardian.text.ts";
import { mostWishes } from "./wishes.actions.ts";
import { wishesText } from "./wishes.text.ts";

interface WishesProps {
  viewer: Viewer;
  when: When;
  family: ChildChoices[];
  /** What is said of a press on one of these times. */
  said: (child: ChildChoices, offer: RoundChoices) => Child;
}

/** Whether preferences for it are shown: whom the teacher booked a time beforehand is not asked. */
export const isAskedWishes = ({ phase, talk }: RoundChoices) =>
  (phase === "wishes" || phase === "allotting") && talk === null;

/** Per child in a round that asks for them: the times, pressed in order of preference. */
export function WishSheets(props: WishesProps) {
  const asked = props.family.flatMap((child) =>
    child.rounds
      .filter(isAskedWishes)
      .map((offer) => ({ child, offer }))
  );
  return (
    <>
      {asked.map((of) => <WishSheet {...props} {...of} siblings={asked.length > 1} />)}
    </>
  );
}

interface SheetProps extends WishesProps {
  child: ChildChoices;
  offer: RoundChoices;
}

function WishSheet({ siblings, ...props }: SheetProps & { siblings: boolean }) {
  const { viewer, when, child, offer, said } = props;
  const t = wishesText(viewer.language);
  const own = wishesId(offer.round.id, child.pupilId);
  return (
    <section class="sheet stack" data-kind="gesprek" id={own} aria-labelledby={`${own}-title`}>
      <Title {...props} id={`${own}-title`} />
      {mayWish(child, offer) && (
        <p>
          {t.lead(moment(offer.round.wishesUntil!, when))}
          <span class="soft">{` ${t.fair}${siblings ? ` ${t.together}` : ""}`}</span>
        </p>
      )}
      <form method="post" class="wishing">
        <div class="wished">
          {said(child, offer)}
          <Seats {...props} />
          <Saved {...props} />
        </div>
        {offer.phase === "wishes" && <Times {...props} />}
      </form>
    </section>
  );
}

/** For which child, and with whom the talk is. */
function Title({ viewer, child, offer, id }: SheetProps & { id: string }) {
  const { pupilId, firstName, photo } = child;
  const of = [offer.round.title, ...offer.round.teachers.map(({ name }) => name)];
  return (
    <div class="faced">
      <Face
        initials={firstName[0] ?? ""}
        kid
        src={photoOf(viewer.school, "pupil", { id: pupilId, photo })}
      />
      <h2 id={id}>
        {wishesText(viewer.language).title(firstName)}
        <small class="soft">{` ${of.join(", ")}`}</small>
      </h2>
    </div>
  );
}

/** All times, by day. */
function Times(props: SheetProps) {
  const { when, offer } = props;
  return (
    <div class="pair">
      {offer.days.map(({ day, choices }) => (
        <section>
          <h3>{shortDay(day, when)}</h3>
          <ul class="slots" role="list">
            {blocksOf(choices, offer).map((block) => (
              <li class={block.rows > 1 ? `two n${block.rows}` : undefined}>
                <Time {...props} block={block} />
              </li>
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}

/** Five places, to be filled in order; what fills one gives it back. */
function Seats(props: SheetProps) {
  const { viewer, child, offer } = props;
  const t = wishesText(viewer.language);
  const choices = offer.days.flatMap(({ choices }) => choices);
  return (
    <ol class="seats" role="list" aria-label={t.seats(child.firstName)}>
      {Array.from({ length: mostWishes }, (_, n) => {
        const choice = choices.find(({ slotId }) => slotId === offer.wishes[n]);
        return choice
          ? (
            <li>
              <Seat {...props} choice={choice} n={n + 1} />
            </li>
          )
          : (
            <li class="seat" aria-hidden="true">
              <span class="rank">{n + 1}</span>
            </li>
          );
      })}
    </ol>
  );
}

function Seat(
  { viewer, when, child, offer, choice, n }: SheetProps & {
    choice: Pick<Block, "slotId" | "from">;
    n: number;
  },
) {
  const t = wishesText(viewer.language);
  const day = dayIn(when.timeZone, choice.from);
  const words = (
    <>
      <span class="rank" aria-hidden="true">{n}</span>
      <b>{clockTime(choice.from, when)}</b>
      <small aria-hidden="true">{`${weekdayName(day, when.language)} ${dayOfMonth(day)}`}</small>
      <span class="vh">
        {`, ${longDay(day, when)}`}
        {mayWish(child, offer) ? t.takeBack(n, child.firstName) : `, ${t.rank(n)}`}
      </span>
    </>
  );
  return mayWish(child, offer)
    ? (
      <button type="submit" class="seat taken" {...posts(viewer, child, choice, "/removal")}>
        {words}
      </button>
    )
    : <span class="seat taken">{words}</span>;
}

/** That it is kept already: at each press, nothing more to do. */
function Saved({ viewer, child, offer }: SheetProps) {
  const t = wishesText(viewer.language);
  const n = offer.wishes.length;
  const action =
    `/${viewer.school.shortName}/conversations/rounds/${offer.round.id}/wishes/removal`;
  return (
    <div class="row small">
      <span role="status" class={n > 0 ? "grow row near ok-text" : "grow soft"}>
        {n > 0 && <Icon name="ok" />}
        {n === 0
          ? child.readOnly ? t.noneReadOnly : t.none
          : n < mostWishes || child.readOnly
          ? t.saved(n)
          : t.full}
      </span>
      {n > 0 && mayWish(child, offer) && (
        <button
          type="submit"
          class="btn bare s"
          name="pupil"
          value={child.pupilId}
          formaction={action}
          hx-post={`${action}?part=choices`}
          {...swapsInTurn}
        >
          {t.clear}
          <span class="vh">{t.clearFor(child.firstName)}</span>
        </button>
      )}
    </div>
  );
}

type TimeProps = SheetProps & { block: Block };

function Time(props: TimeProps) {
  const { viewer, when, child, offer, block } = props;
  const t = wishesText(viewer.language);
  const rank = offer.wishes.indexOf(block.slotId) + 1;
  const time = clockTime(block.from, when);
  const words = block.rows > 1 ? `${time} – ${clockTime(block.until, when)}` : time;
  // a key of its own: the focus stays on it when the picture changes
  const id = `wish-${offer.round.id}-${child.pupilId}-${block.slotId}`;
  if (rank > 0) {
    if (!mayWish(child, offer)) {
      return (
        <span class="slot wish">
          <b>{words}</b>
          <span class="rank">{rank}</span>
        </span>
      );
    }
    return (
      <button
        type="submit"
        id={id}
        class="slot wish"
        {...posts(viewer, child, block, "/removal")}
      >
        <b>{words}</b>
        <span class="rank" aria-hidden="true">{rank}</span>
        <span class="vh">{t.takeBack(rank, child.firstName)}</span>
      </button>
    );
  }
  if (block.state !== "free") return <Gone {...props} words={words} />;
  const next = offer.wishes.length + 1;
  if (!mayWish(child, offer) || next > mostWishes) {
    return (
      <span class="slot">
        <b>{words}</b>
      </span>
    );
  }
  return (
    <button type="submit" id={id} class="slot free" {...posts(viewer, child, block, "")}>
      <b>{words}</b>
      <span class="rank" aria-hidden="true"></span>
      <span class="vh">{t.add(next, child.firstName)}</span>
    </button>
  );
}

function Gone({ viewer, family, offer, block, words }: TimeProps & { words: string }) {
  const t = guardianText(viewer.language);
  const at = block.state === "conflict" ? teacherAt(family, block) : undefined;
  const short = t.short(offer.slots);
  const why = { taken: t.taken, held: t.held, short, past: t.over, conflict: t.taken };
  const { state } = block;
  const said = state === "free" || state === "mine" ? "" : why[state];
  return (
    <span class="slot gone">
      <b>{words}</b>
      <span>{at ? t.atTeacher(at) : said}</span>
    </span>
  );
}

const mayWish = (child: ChildChoices, { phase }: RoundChoices) =>
  !child.readOnly && phase === "wishes";

/** Presses follow each other quickly: each is answered, in its turn. */
const swapsInTurn = { ...swapsChoices, "hx-sync": "#choices:queue all" };

function posts(
  viewer: Viewer,
  child: ChildChoices,
  { slotId }: Pick<Block, "slotId">,
  what: "" | "/removal",
) {
  const action = `/${viewer.school.shortName}/conversations/slots/${slotId}/wish${what}`;
  return {
    name: "pupil",
    value: child.pupilId,
    formaction: action,
    "hx-post": `${action}?part=choices`,
    ...swapsInTurn,
  };
}
