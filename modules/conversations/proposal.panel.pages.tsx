import { Button, Select } from "../../web/components.tsx";
import type { When } from "../../web/dates.ts";
import { type Cell, cellsOf, proposalPath, type ProposalProps } from "./proposal.cells.ts";
import { talkKey } from "./proposal.forms.ts";
import type { ProposedTalk } from "./proposal.queries.ts";
import { proposalText } from "./proposal.text.ts";
import { slotTime, timeAndDay } from "./slots.words.ts";
import { teacherText } from "./teacher.text.ts";

/** What is done with the chosen talk, or how to choose one. */
export function ProposalPanel(props: ProposalProps) {
  const { viewer, when, round, proposal, chosen } = props;
  const t = proposalText(viewer.language);
  const path = proposalPath(viewer, round);
  if (!chosen) {
    return (
      <section class="sheet" id="panel">
        <p class="soft">{viewer.readOnly ? teacherText(viewer.language).round.readOnly : t.hint}</p>
      </section>
    );
  }
  return (
    <section class="sheet" id="panel" aria-labelledby="panel-title">
      <h2 id="panel-title" tabindex={-1} autofocus>{chosen.name}</h2>
      <div class="stack">
        {chosen.from && <p>{slotTime(chosen.from, when)}</p>}
        <Wishes {...props} chosen={chosen} />
        {!chosen.booked && !viewer.readOnly && (
          <>
            <MoveForm {...props} entry={chosen} />
            {chosen.slotId !== null && (
              <form method="post" action={`${path}/moves`}>
                <input type="hidden" name="talk" value={talkKey(chosen)} />
                <input type="hidden" name="was" value={proposal.version} />
                <Button look="quiet" small icon="x">{t.takeOut}</Button>
              </form>
            )}
          </>
        )}
        <p>
          <a href={path}>{t.close}</a>
        </p>
      </div>
    </section>
  );
}

/** What the family would like, the dearest first. */
function Wishes(
  { when, slots, chosen }: Pick<ProposalProps, "when" | "slots"> & { chosen: ProposedTalk },
) {
  const t = proposalText(when.language);
  const times = chosen.wishes.flatMap((id) => slots.find((slot) => slot.id === id) ?? []);
  if (times.length === 0) return <p class="soft">{t.noWishes}</p>;
  return (
    <div>
      <p class="soft">{t.wishes}</p>
      <ol class="chips" role="list">
        {times.map(({ from }, n) => (
          <li class={`mark ${chosen.rank === n + 1 ? "got-1" : ""}`}>
            {`${n + 1}. ${timeAndDay(from, when)}`}
          </li>
        ))}
      </ol>
    </div>
  );
}

/** The time of a talk, and others; a free one first where it has none. */
export function MoveForm({ entry, ...props }: ProposalProps & { entry: ProposedTalk }) {
  const { viewer, when, round, proposal } = props;
  const t = proposalText(viewer.language);
  const placed = entry.slotId !== null;
  const cells = cellsOf(props).filter(({ slot, entry: other }) =>
    other === entry || !other?.booked && slot.from > when.now && (other || !slot.pupil)
  );
  const inOrder = placed
    ? cells
    : [...cells.filter((cell) => !cell.entry), ...cells.filter((cell) => cell.entry)];
  const id = `to-${talkKey(entry)}`;
  return (
    <form method="post" action={`${proposalPath(viewer, round)}/moves`} class="stack near">
      <input type="hidden" name="talk" value={talkKey(entry)} />
      <input type="hidden" name="was" value={proposal.version} />
      <Select
        name="to"
        id={id}
        label={t.move(entry.name)}
        value={String(entry.slotId)}
        options={inOrder.map((cell) => {
          const { slot } = cell;
          const rank = entry.wishes.indexOf(slot.id) + 1;
          const label = [moveLabel(cell, entry, when), rank > 0 && t.choice(rank)];
          return { value: String(slot.id), label: label.filter(Boolean).join(", ") };
        })}
      />
      <div>
        <Button look="quiet" small>{placed ? t.doMove : t.place}</Button>
      </div>
    </form>
  );
}

/** *15:20 ma 16 november, ruil met Bo: die krijgt 15:00 ma 16 november* */
function moveLabel({ slot, entry: other }: Cell, entry: ProposedTalk, when: When): string {
  const t = proposalText(when.language);
  const time = timeAndDay(slot.from, when);
  if (!other) return time;
  if (other === entry) return t.asItIs(time);
  if (!entry.from) return t.insteadOf(time, other.name);
  // whether a longer talk fits there is seen once they have swapped
  const theirs = other.slots === entry.slots ? timeAndDay(entry.from, when) : null;
  return t.swapWith(time, other.name, theirs);
}
