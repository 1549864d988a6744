import type { Child } from "hono/jsx";
import { Back, Button, Confirm, Head, Icon, Notice } from "../../web/components.tsx";
import { dayIn } from "../../web/clock.ts";
import { clockTime, longDay } from "../../web/dates.ts";
import { isOffice } from "../../web/viewer.ts";
import { type Cell, cellsOf, proposalPath, type ProposalProps } from "./proposal.cells.ts";
import { talkKey } from "./proposal.forms.ts";
import { MoveForm, ProposalPanel } from "./proposal.panel.pages.tsx";
import { FiguresBar, summaryOf } from "./proposal.partials.tsx";
import type { ProposedTalk } from "./proposal.queries.ts";
import { proposalText } from "./proposal.text.ts";
import { Hours } from "./slots.partials.tsx";
import { roundPath } from "./teacher.paths.ts";
import { teacherText } from "./teacher.text.ts";

interface FrameProps extends Pick<ProposalProps, "viewer" | "round"> {
  /** How many of its children have a brother or sister in another round to be allotted. */
  siblings: number;
  refusal: string | undefined;
  children?: Child;
}

function Frame({ viewer, round, siblings, refusal, children }: FrameProps) {
  const t = proposalText(viewer.language);
  const groups = teacherText(viewer.language).groups(round.groups.map(({ name }) => name));
  return (
    <>
      <Back href={roundPath(viewer, round)}>{round.title}</Back>
      <Head title={t.title} lead={t.lead(round.title, groups)} />
      {refusal && <Notice tone="bad" live>{refusal}</Notice>}
      {siblings > 0 && <Together viewer={viewer} siblings={siblings} />}
      {children}
    </>
  );
}

/** That families do better when rounds are allotted together, which the office can. */
function Together({ viewer, siblings }: Pick<FrameProps, "viewer" | "siblings">) {
  const t = proposalText(viewer.language);
  const all = `/${viewer.school.shortName}/conversations/proposals`;
  return (
    <Notice>
      {t.siblings(siblings)} {isOffice(viewer)
        ? (
          <>
            {t.together} <a href={all}>{t.all.title}</a>
          </>
        )
        : t.askOffice}
    </Notice>
  );
}

/** Before there is a proposal: what will be done. */
export function NoProposalPage(
  { wished, invited, ...props }: Omit<FrameProps, "children"> & { wished: number; invited: number },
) {
  const { viewer, round } = props;
  const t = proposalText(viewer.language);
  return (
    <Frame {...props}>
      <form method="post" action={proposalPath(viewer, round)} class="sheet stack narrow">
        <p>{t.notYet(wished, invited)}</p>
        {!viewer.readOnly && (
          <div>
            <Button icon="list">{t.make}</Button>
          </div>
        )}
      </form>
    </Frame>
  );
}

/** The picture of the talks as they would be, and what is done with it. */
export function ProposalPage(
  { siblings, refusal, ...props }: ProposalProps & Pick<FrameProps, "siblings" | "refusal">,
) {
  const { viewer, round, proposal } = props;
  const unplaced = proposal.entries.filter(({ slotId }) => slotId === null);
  return (
    <Frame viewer={viewer} round={round} siblings={siblings} refusal={refusal}>
      <div class="stack" data-kind="gesprek">
        <Outcome {...props} />
        {unplaced.length > 0 && <Unplaced {...props} unplaced={unplaced} />}
        <div class="cols talks-page">
          <Days {...props} />
          <div class="stack panel">
            <ProposalPanel {...props} />
          </div>
        </div>
      </div>
    </Frame>
  );
}

/** What it comes to in figures; fixing it, or making it again. */
function Outcome({ viewer, round, proposal: { figures, version } }: ProposalProps) {
  const t = proposalText(viewer.language);
  return (
    <section class="sheet stack">
      <div>
        <h2>{summaryOf(figures, viewer)}</h2>
        <p class="soft">{t.made}</p>
      </div>
      <FiguresBar figures={figures} language={viewer.language} />
      {!viewer.readOnly && (
        <div class="actions">
          <Confirm
            label={t.fix}
            icon="lock"
            question={t.fixQuestion(figures.invited - figures.unplaced, figures.unplaced)}
            action={`${roundPath(viewer, round)}/allotment`}
            confirm={t.fixConfirm}
          >
            <input type="hidden" name="was" value={version} />
          </Confirm>
          <Confirm
            label={t.again}
            look="bare"
            question={t.againQuestion}
            action={proposalPath(viewer, round)}
            confirm={t.make}
          />
        </div>
      )}
    </section>
  );
}

/** The times of each day, with who would be there. */
function Days(props: ProposalProps) {
  const { viewer, when, round } = props;
  const days = Map.groupBy(cellsOf(props), ({ slot }) => dayIn(when.timeZone, slot.from));
  const moves = viewer.readOnly ? undefined : `${proposalPath(viewer, round)}/moves`;
  return (
    <div
      class="days"
      data-move={moves}
      data-swap=""
      data-taken={proposalText(viewer.language).settled}
    >
      {[...days].map(([day, cells]) => (
        <section class="sheet" aria-labelledby={`day-${day}`}>
          <h2 id={`day-${day}`}>{longDay(day, when)}</h2>
          <ul class="slots roomy" role="list">
            {cells.map((cell) => (
              <li>
                <CellLink {...props} cell={cell} />
              </li>
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}

function CellLink({ viewer, when, round, proposal, chosen, cell }: ProposalProps & { cell: Cell }) {
  const t = proposalText(viewer.language);
  const { slot, entry } = cell;
  if (!entry) {
    return (
      <span class="slot" id={`slot-${slot.id}`} data-slot={slot.id} data-state="free">
        <Hours from={slot.from} when={when} />
        <span class="soft">{slot.pupil?.name ?? t.free}</span>
      </span>
    );
  }
  const query = `talk=${talkKey(entry)}`;
  const path = proposalPath(viewer, round);
  const moves = !entry.booked && !viewer.readOnly;
  return (
    <a
      class="slot booked proposed"
      id={`slot-${slot.id}`}
      href={`${path}?${query}#panel`}
      hx-get={`${path}?part=panel&${query}`}
      hx-target="#panel"
      hx-swap="outerHTML"
      aria-current={chosen === entry ? "true" : undefined}
      data-slot={slot.id}
      data-state={moves ? "booked" : undefined}
      data-fields={`${query}&was=${proposal.version}`}
      draggable={moves ? "true" : "false"}
    >
      <Hours from={slot.from} until={entry.slots > 1 ? entry.until! : undefined} when={when} />
      <span class="grow">
        <span>{entry.name}</span>
        {entry.forGuardian && <small>{t.withGuardian(entry.forGuardian)}</small>}
        {entry.beside && (
          <small class="row near">
            <Icon name="link" />
            {t.beside(entry.beside.name, clockTime(entry.beside.from, when))}
          </small>
        )}
        <Choice entry={entry} language={viewer.language} />
      </span>
    </a>
  );
}

/** Which of its wishes a talk is at. */
function Choice({ entry, language }: { entry: ProposedTalk; language: string }) {
  const t = proposalText(language);
  const { rank, wishes, booked } = entry;
  if (booked) return <span class="mark">{t.booked}</span>;
  if (rank !== null) return <span class={`mark got-${Math.min(rank, 4)}`}>{t.choice(rank)}</span>;
  return wishes.length > 0
    ? <span class="mark elsewhere">{t.elsewhere}</span>
    : <span class="mark">{t.unasked}</span>;
}

/** Who has no place yet, before all else. */
function Unplaced(props: ProposalProps & { unplaced: ProposedTalk[] }) {
  const { viewer, unplaced } = props;
  const t = proposalText(viewer.language);
  return (
    <section class="sheet stack" aria-labelledby="unplaced">
      <div>
        <h2 id="unplaced" class="row near">
          <Icon name="alert" />
          {t.unplaced(unplaced.length)}
        </h2>
        <p class="soft">{t.unplacedHint}</p>
      </div>
      <ul class="rows" role="list">
        {unplaced.map((entry) => (
          <li>
            <span class="grow">
              <b>{entry.name}</b>
              {entry.forGuardian && (
                <small class="soft">{` ${t.withGuardian(entry.forGuardian)}`}</small>
              )}
            </span>
            {!viewer.readOnly && <MoveForm {...props} entry={entry} />}
          </li>
        ))}
      </ul>
    </section>
  );
}
