import type { Child } from "hono/jsx";
import { ButtonLink, Empty, Head, Meter, Sheet } from "../../web/components.tsx";
import { dayIn } from "../../web/clock.ts";
import { longDay, moment, type When } from "../../web/dates.ts";
import type { Viewer } from "../../web/viewer.ts";
import { proposalText } from "./proposal.text.ts";
import { isBeforeAllotment, type ListedRound, type Round } from "./rounds.queries.ts";
import { teacherText } from "./teacher.text.ts";
import { talksName } from "./viewing.ts";

interface ListProps {
  viewer: Viewer;
  when: When;
  rounds: ListedRound[];
  /** What staff who are parents choose for their own children. */
  own: Child;
}

/** The rounds of this school year, those one takes part in first, and last what has been. */
export function RoundsPage({ viewer, when, rounds, own }: ListProps) {
  const t = teacherText(viewer.language);
  const isOwn = (round: Round) => ownPart(viewer, round) !== undefined;
  const [now, ended] = [false, true].map((wanted) =>
    rounds.filter((round) => hasEnded(round, when.now) === wanted)
  ) as [ListedRound[], ListedRound[]];
  const sections = [
    { title: t.own, rounds: now.filter(isOwn) },
    { title: t.others, rounds: now.filter((round) => !isOwn(round)) },
    { title: t.ended, rounds: ended },
  ].filter((section) => section.rounds.length > 0);
  return (
    <>
      <Head title={talksName(viewer)} lead={t.lead}>
        <HeadLinks viewer={viewer} rounds={rounds} />
      </Head>
      <div class="stack">
        {sections.length === 0 && <Empty>{t.none}</Empty>}
        {sections.map((section) => (
          <Sheet title={section.title}>
            <ul class="rows aligned" role="list">
              {section.rounds.map((round) => <RoundRow {...{ viewer, when, round }} />)}
            </ul>
          </Sheet>
        ))}
        {own && (
          <section class="stack">
            <h2>{t.forOwnChildren}</h2>
            {own}
          </section>
        )}
      </div>
    </>
  );
}

/** A closed round is under way until its last talk. */
const hasEnded = ({ phase, talksUntil }: ListedRound, now: Date) =>
  phase === "withdrawn" || (phase === "closed" && (talksUntil === null || talksUntil <= now));

/** A new round, one's own schedule of several, and allotting several at once. */
function HeadLinks({ viewer, rounds }: Pick<ListProps, "viewer" | "rounds">) {
  const t = teacherText(viewer.language);
  const home = `/${viewer.school.shortName}/conversations`;
  const own = rounds.filter(({ phase }) => phase !== "withdrawn")
    .flatMap((round) => ownPart(viewer, round) ?? []);
  const toAllot = rounds.filter(({ mayManage, phase }) => mayManage && phase === "allotting");
  return (
    <>
      {!viewer.readOnly && (
        <ButtonLink href={`${home}/rounds/new`} icon="plus">{t.newRound}</ButtonLink>
      )}
      {own.length > 1 && (
        <ButtonLink
          look="quiet"
          icon="print"
          href={`${home}/teachers/${own[0]!.id}/schedule.pdf`}
        >
          {t.ownSchedule}
        </ButtonLink>
      )}
      {toAllot.length > 1 && (
        <ButtonLink look="quiet" icon="list" href={`${home}/proposals`}>
          {proposalText(viewer.language).allotAll(toAllot.length)}
        </ButtonLink>
      )}
    </>
  );
}

/** As whom the viewer takes part in a round. */
const ownPart = ({ people }: Viewer, { teachers }: Round) =>
  teachers.find(({ id }) => people.some((person) => person.id === id));

/** On the staff's first page: how far the rounds are that one takes part in, or keeps as office. */
export function RoundsToday(
  { viewer, when, rounds }: { viewer: Viewer; when: When; rounds: ListedRound[] },
) {
  if (rounds.length === 0) return null;
  return (
    <Sheet title={talksName(viewer)}>
      <ul class="rows" role="list">
        {rounds.slice(0, mostToday).map((round) => <RoundRow {...{ viewer, when, round }} />)}
      </ul>
      {rounds.length > mostToday && (
        <p>
          <a href={`/${viewer.school.shortName}/conversations`}>
            {teacherText(viewer.language).allRounds(rounds.length)}
          </a>
        </p>
      )}
    </Sheet>
  );
}

/** The rest is under *Oudergesprekken*. */
const mostToday = 5;

/** One round: for whom, when, and how far it is. */
function RoundRow(
  { viewer, when, round }: { viewer: Viewer; when: When; round: ListedRound },
) {
  const t = teacherText(viewer.language);
  return (
    <li data-kind="gesprek">
      <div class="much grow">
        <b>
          <a href={`/${viewer.school.shortName}/conversations/rounds/${round.id}`}>{round.title}</a>
        </b>
        <p class="soft small">
          {[t.groups(round.groups.map(({ name }) => name)), daysOf(round, when)].filter(Boolean)
            .join(" · ")}
        </p>
      </div>
      <div class="grow">
        <Progress viewer={viewer} round={round} />
      </div>
      <span class="chip">{phaseName(round, viewer)}</span>
    </li>
  );
}

/** Where a round stands; who was allotted a time has not chosen it. */
export function phaseName({ fair, phase }: Round, { language }: Viewer): string {
  const t = teacherText(language);
  return fair && phase === "open" ? t.allotted : t.phases[phase];
}

/** *18 van 26 gekozen*, or *gaven voorkeuren*, with its bar. */
export function Progress(
  { viewer, round: { fair, booked, wished, invited, phase } }: {
    viewer: Viewer;
    round: Pick<ListedRound, "fair" | "booked" | "wished" | "invited" | "phase">;
  },
) {
  const t = teacherText(viewer.language);
  const before = isBeforeAllotment(phase);
  const done = before ? wished : booked;
  const said = before
    ? t.wished(wished, invited)
    : fair
    ? t.placed(booked, invited)
    : t.chosen(booked, invited);
  return (
    <div class="stack near">
      <span class="small">{said}</span>
      {invited > 0 && <Meter value={done} max={invited} label={said} />}
    </div>
  );
}

/** *maandag 16 november – donderdag 19 november*. */
function daysOf({ firstAt, lastAt }: ListedRound, when: When): string {
  if (!firstAt || !lastAt) return "";
  const days = [firstAt, lastAt].map((at) => longDay(dayIn(when.timeZone, at), when));
  return [...new Set(days)].join(" – ");
}

/** For whom, with whom, where and until when; one sentence each. */
export function roundLead(round: Round, when: When): string {
  const t = teacherText(when.language);
  const { fair, wishesUntil, phase } = round;
  const asking = fair && wishesUntil && (phase === "draft" || isBeforeAllotment(phase));
  const open = round.phase === "open" || round.phase === "draft" || round.phase === "upcoming";
  return [
    `${capital(t.groups(round.groups.map(({ name }) => name)))}, ${
      round.teachers.map(({ name }) => name).join(", ")
    }.`,
    round.room && t.where(round.room),
    open && round.opensAt && round.opensAt > when.now && t.from(moment(round.opensAt, when)),
    asking && t.wishesUntil(moment(wishesUntil, when)),
    open && round.closesAt && t.until(moment(round.closesAt, when)),
  ].filter(Boolean).join(" ");
}

const capital = (words: string) => words.charAt(0).toUpperCase() + words.slice(1);
