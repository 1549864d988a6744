import {
  Actions,
  Alert,
  Back,
  Button,
  ButtonLink,
  Empty,
  Head,
  Notice,
  Sheet,
} from "../../web/components.tsx";
import { dayOfMonth, monthName } from "../../web/dates.ts";
import { value, type Values } from "../../web/forms.ts";
import type { Language } from "../../web/language.ts";
import type { Viewer } from "../../web/viewer.ts";
import { type Audience, audiences, ClassTable, shownPhone } from "../school/mod.ts";
import type { Choice, Sharer, Sight } from "./sharing.queries.ts";
import { sharingText } from "./sharing.text.ts";

interface SharingProps {
  viewer: Viewer;
  /** The people of one account, or one child. */
  sharers: Sharer[];
  action: string;
  /** Of a child: the day on which somebody last chose, in words. */
  lastChosen?: string | undefined;
  /** What was chosen in a form that did not come through. */
  values?: Values | undefined;
}

/** *Wie mag uw gegevens zien?*: per field School, Groep or Niemand. */
export function SharingSheet({ viewer, sharers, action, lastChosen, values }: SharingProps) {
  const t = sharingText(viewer.language, viewer);
  const [first] = sharers;
  if (!first) return <div class="sheet">{t.staffOnly}</div>;
  const ofChild = first.kind === "pupil";
  return (
    <form class="sheet stack" method="post" action={action}>
      {values && <Alert>{t.wrong}</Alert>}
      <div>
        <h2>{ofChild ? t.titleOf(first.firstName) : t.title}</h2>
        <p class="soft">
          {viewer.readOnly
            ? (ofChild ? t.leadChildReader : t.leadReader)
            : (ofChild ? t.leadChild : t.lead)}
        </p>
        {ofChild && (
          <p class="soft">
            {t.shared(first.firstName)} {lastChosen && t.lastChosen(lastChosen)}
          </p>
        )}
      </div>
      <details>
        <summary class="btn quiet s">{t.explanation}</summary>
        <div class="stack near">
          <ul role="list">
            {audiences.map((audience) => (
              <li>
                <b>{t.audiences[audience]}</b> {t.levels[audience]}
              </li>
            ))}
          </ul>
          <p>
            {t.needsName} {!ofChild && t.needsChild}
          </p>
        </div>
      </details>
      {sharers.map((sharer) => (
        <section>
          {sharers.length > 1 && <h3>{sharer.name}</h3>}
          {isNameless(sharer) && <Notice>{t.nameless(sharer.firstName || sharer.name)}</Notice>}
          <ChoiceTable viewer={viewer} sharer={sharer} values={values} />
        </section>
      ))}
      {!ofChild && viewer.children.length > 0 && (
        <p>
          {t.children} {viewer.children.map((child, i) => (
            <>
              {i > 0 && ", "}
              <a href={`/${viewer.school.shortName}/children/${child.id}/privacy`}>
                {child.firstName}
              </a>
            </>
          ))}
        </p>
      )}
      <Actions>
        {viewer.readOnly ? <p class="soft">{t.readOnly}</p> : <Button>{t.save}</Button>}
        <ButtonLink look="bare" href={`${action}/preview`}>
          {ofChild ? t.previewOf(first.firstName) : t.preview}
        </ButtonLink>
      </Actions>
    </form>
  );
}

/** Something is shared, but not the name: so nothing is. */
const isNameless = ({ choices }: Sharer) =>
  choices.some(({ field, audience }) => field === "name" && audience === "none") &&
  choices.some(({ audience }) => audience !== "none");

function ChoiceTable(
  { viewer, sharer, values }: { viewer: Viewer; sharer: Sharer; values: Values | undefined },
) {
  const t = sharingText(viewer.language, viewer);
  return (
    <table class="table fold pick" role="table">
      <caption class="vh">{t.caption(sharer.name)}</caption>
      <thead role="rowgroup">
        <tr role="row">
          <th role="columnheader" scope="col">{t.field}</th>
          {audiences.map((audience) => (
            <th role="columnheader" scope="col" class="c">{t.audiences[audience]}</th>
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup">
        {sharer.choices.map((choice) => (
          <ChoiceRow viewer={viewer} sharer={sharer} choice={choice} values={values} />
        ))}
      </tbody>
    </table>
  );
}

interface RowProps {
  viewer: Viewer;
  sharer: Sharer;
  choice: Choice;
  values: Values | undefined;
}

function ChoiceRow({ viewer, sharer, choice, values }: RowProps) {
  const { language } = viewer;
  const t = sharingText(language, viewer);
  const label = choice.field === "contact" ? choice.label! : t.fields[choice.field];
  const chosen = value(values ?? {}, choice.name) || choice.audience;
  const disabled = viewer.readOnly || choice.closed;
  return (
    <tr role="row">
      <th role="rowheader" scope="row">
        {label}
        <br />
        <span class="soft small">
          {choice.closed ? t.secret : shown(sharer, choice, language)}
          {viewer.readOnly && !choice.closed && ` (${t.audiences[choice.audience]})`}
        </span>
        {!disabled && (
          <input type="hidden" name={`was-${choice.name}`} value={loadedWith(choice, values)} />
        )}
      </th>
      {audiences.map((audience) => (
        <td role="cell" class="c">
          <label>
            <input
              type="radio"
              name={choice.name}
              value={audience}
              checked={audience === (choice.closed ? "none" : chosen)}
              disabled={disabled}
              aria-label={t.choose(label, t.audiences[audience])}
            />
            <span aria-hidden="true">{t.audiences[audience]}</span>
          </label>
        </td>
      ))}
    </tr>
  );
}

/** What the form was first loaded with, when it comes back; else what is chosen now. */
function loadedWith({ name, audience }: Choice, values: Values | undefined): Audience {
  const was = value(values ?? {}, `was-${name}`);
  return audiences.find((one) => one === was) ?? audience;
}

/** What it is about: the number itself, *geen foto*. */
function shown({ kind }: Sharer, { field, value }: Choice, language: Language): string {
  const t = sharingText(language);
  if (field === "contact") return shownPhone(value ?? "");
  if (value === null) return t.empty[field];
  if (field === "photo") return kind === "pupil" ? t.hasPhotoChild : t.hasPhoto;
  if (field === "phone") return shownPhone(value);
  return field === "birthday" ? `${dayOfMonth(value)} ${monthName(value, language)}` : value;
}

interface PreviewProps {
  viewer: Viewer;
  sights: Sight[];
  /** The only one it is about; without it the whole family. */
  child?: Sharer;
  /** Where one chooses. */
  back: string;
}

/** What a parent of each group, and one of another, sees of the viewer's family or of one child. */
export function PreviewPage({ viewer, sights, child, back }: PreviewProps) {
  const t = sharingText(viewer.language, viewer);
  const words = child
    ? {
      title: t.previewOf(child.firstName),
      lead: t.previewLeadOf(child.firstName),
      noGroups: t.noGroupsOf(child.firstName),
      nothing: t.nothingOf(child.firstName),
    }
    : { title: t.preview, lead: t.previewLead, noGroups: t.noGroups, nothing: t.nothing };
  return (
    <>
      <Back href={back}>{t.back}</Back>
      <Head title={words.title} lead={words.lead} />
      {sights.length < 2 ? <Empty>{words.noGroups}</Empty> : (
        <div class="stack">
          {sights.map(({ group, pupils }) => {
            const title = group === undefined ? t.fromElsewhere : t.fromGroup(group);
            return (
              <Sheet title={title}>
                {pupils.length === 0
                  ? <p class="soft">{words.nothing}</p>
                  : <ClassTable caption={title} viewer={asParent(viewer)} pupils={pupils} />}
              </Sheet>
            );
          })}
        </div>
      )}
    </>
  );
}

/** Staff with a child here look through the eyes of a parent, without links for staff. */
const asParent = (viewer: Viewer): Viewer => ({ ...viewer, roles: new Set(["guardian"]) });
