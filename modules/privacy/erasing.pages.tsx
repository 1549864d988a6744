import {
  Alert,
  Back,
  Button,
  ButtonLink,
  Check,
  Choices,
  ErrorSummary,
  Head,
  Notice,
  Sheet,
} from "../../web/components.tsx";
import { fieldOf, type Values } from "../../web/forms.ts";
import type { Counts } from "../../web/personal.ts";
import { shellText } from "../../web/text.ts";
import type { Viewer } from "../../web/viewer.ts";
import { type Erasable, reasons } from "./erasing.ts";
import { countWords, erasingText } from "./erasing.text.ts";

interface ErasingProps {
  viewer: Viewer;
  who: Erasable;
  counts: Counts;
  values?: Values;
  /** Sentences, by field. */
  errors?: Record<string, string>;
}

const erasingPath = (viewer: Viewer, { kind, id }: Pick<Erasable, "kind" | "id">) =>
  `/${viewer.school.shortName}/privacy/erasure/${kind === "person" ? "people" : "pupils"}/${id}`;

/** Where the office keeps someone. */
const pageOf = ({ school }: Viewer, { kind, id }: Erasable) =>
  `/${school.shortName}/people/${kind === "person" ? id : `pupils/${id}`}`;

/** What erasing someone takes away and leaves; asks why, and whether one is sure. */
export function ErasingPage({ viewer, who, counts, values = {}, errors = {} }: ErasingProps) {
  const { language } = viewer;
  const t = erasingText(language);
  const isPupil = who.kind === "pupil";
  const { form, ...fields } = errors;
  const field = fieldOf(values, errors);
  return (
    <>
      <Back href={pageOf(viewer, who)}>{who.name}</Back>
      <Head title={t.titleOf(who.name)} lead={t.lead} />
      <div class="stack">
        {form && <Alert>{form}</Alert>}
        <ErrorSummary
          errors={fields}
          labels={{ reason: t.reason, sure: t.title }}
          language={language}
        />
        {!who.left && <Notice tone="bad">{isPupil ? t.stillHerePupil : t.stillHere}</Notice>}
        <Sheet title={t.goes}>
          <List
            items={[isPupil ? t.goesPupil : t.goesName, ...countWords(counts, language, "gone")]}
          />
        </Sheet>
        <Sheet title={t.stays}>
          <List
            items={[
              ...countWords(counts, language, "kept"),
              ...who.sharedWith.length > 0 ? [t.sharedWith(who.sharedWith.join(", "))] : [],
              t.staysLog,
            ]}
          />
        </Sheet>
        <Notice>
          <p>{t.administration}</p>
          <p>{t.backups}</p>
        </Notice>
        <Sheet>
          <form class="form" method="post" action={erasingPath(viewer, who)}>
            <Choices
              {...field("reason")}
              type="radio"
              legend={t.reason}
              options={reasons.map((reason) => ({ value: reason, label: t.reasons[reason] }))}
            />
            <Check id="sure" name="sure" label={t.sure(who.name)} checked={false} />
            <div class="actions">
              <Button>{t.erase}</Button>
              <ButtonLink look="bare" href={pageOf(viewer, who)}>
                {shellText(language).cancel}
              </ButtonLink>
            </div>
          </form>
        </Sheet>
      </div>
    </>
  );
}

function List({ items }: { items: string[] }) {
  return (
    <ul>
      {items.map((item) => <li>{item}</li>)}
    </ul>
  );
}
