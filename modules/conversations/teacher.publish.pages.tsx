import { Actions, Back, Button, Head, Notice, Sheet, TextArea } from "../../web/components.tsx";
import type { When } from "../../web/dates.ts";
import { value, type Values } from "../../web/forms.ts";
import type { Viewer } from "../../web/viewer.ts";
import type { Words } from "./mails.words.ts";
import type { Round } from "./rounds.queries.ts";
import type { Slot } from "./slots.queries.ts";
import { timeAndDay } from "./slots.words.ts";
import { makerText } from "./teacher.maker.text.ts";
import { roundPath } from "./teacher.paths.ts";
import { teacherText } from "./teacher.text.ts";

interface PublishProps {
  viewer: Viewer;
  when: When;
  round: Round;
  /** How many children are invited. */
  invited: number;
  /** How many slots the talks without a time take. */
  waiting: number;
  /** Slots that are free. */
  free: number;
  /** Talks that were booked in, whose child or guardian has another at that time by now. */
  clashing: Slot[];
  /** Whom no mail reaches. */
  unreachable: string[];
  values: Values;
  error: string | undefined;
  /** What the mail tells below what the teacher writes, for one of who get it. */
  added: Words[];
  /** Which children that one is invited for. */
  addedFor: string;
}

/** Asks before a round is published, with the mail that goes out. */
export function PublishPage(props: PublishProps) {
  const { viewer, when, round, invited, waiting, free, clashing, unreachable, values, error } =
    props;
  const { added, addedFor } = props;
  const t = teacherText(viewer.language);
  const maker = makerText(viewer.language);
  const path = roundPath(viewer, round);
  return (
    <>
      <Back href={path}>{round.title}</Back>
      <Head title={t.publish.title} lead={t.publish.lead(invited)} />
      <form method="post" action={`${path}/publication`} class="stack">
        {clashing.length > 0 && (
          <Notice tone="bad">
            {t.publish.clashing}
            <ul role="list">
              {clashing.map((slot) => (
                <li>
                  <a href={`${path}?slot=${slot.id}#panel`}>{slot.pupil!.name}</a>
                  {`, ${timeAndDay(slot.from, when)}`}
                </li>
              ))}
            </ul>
          </Notice>
        )}
        {free < waiting && <Notice tone="bad">{t.publish.few(free, waiting)}</Notice>}
        {unreachable.length > 0 && <Notice>{t.round.unreachable(unreachable.join(", "))}</Notice>}
        <TextArea
          name="invitation"
          label={maker.mail}
          hint={maker.mailHint}
          value={value(values, "invitation")}
          error={error}
          maxlength={4000}
        />
        <Sheet title={t.publish.added}>
          {addedFor && <p class="soft small">{t.publish.addedFor(addedFor)}</p>}
          <div class="stack near">
            {added.map((words) =>
              typeof words === "string"
                ? <p>{words}</p>
                : <ul role="list">{words.map((line) => <li>{line}</li>)}</ul>
            )}
          </div>
        </Sheet>
        <Actions>
          <Button icon="send">{t.publish.confirm}</Button>
        </Actions>
      </form>
    </>
  );
}
