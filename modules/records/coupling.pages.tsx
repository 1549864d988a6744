import {
  Back,
  Button,
  Choices,
  Confirm,
  ErrorSummary,
  Field,
  Head,
  Icon,
  Notice,
  Select,
  Sheet,
} from "../../web/components.tsx";
import { dayIn } from "../../web/clock.ts";
import { addDays, longDay, moment, shortDay, type When } from "../../web/dates.ts";
import { fieldOf, type Values } from "../../web/forms.ts";
import { shellText } from "../../web/text.ts";
import type { Viewer } from "../../web/viewer.ts";
import { relationName, relations } from "../school/mod.ts";
import type { MadeCode } from "./coupling.queries.ts";
import { couplingText } from "./coupling.text.ts";
import { GroupNames } from "./partials.tsx";
import type { Pupil } from "./pupils.queries.ts";

interface CouplingProps {
  viewer: Viewer;
  values?: Values;
  /** Sentences, by field. */
  errors?: Record<string, string>;
}

/** *Kind koppelen*: where a guardian enters the code. */
export function CouplingPage({ viewer, values = {}, errors = {} }: CouplingProps) {
  const { school, language } = viewer;
  const t = couplingText(language, viewer);
  const children = `/${school.shortName}/children`;
  if (viewer.readOnly) {
    return (
      <>
        <Back href={children}>{shellText(language).own.children}</Back>
        <Head title={t.title} lead={t.reader} />
      </>
    );
  }
  const field = fieldOf(values, errors);
  return (
    <>
      <Back href={children}>{shellText(language).own.children}</Back>
      <Head title={t.title} lead={t.lead} />
      <div class="sheet stack">
        <ErrorSummary errors={errors} labels={t} language={language} />
        <form class="form narrow" id="form" method="post" action={`${children}/coupling`}>
          <Field
            {...field("code")}
            label={t.code}
            hint={t.codeHint}
            maxlength={40}
            autocomplete="off"
            required
          />
          {viewer.people.length > 1 && (
            <Choices
              {...field("person")}
              type="radio"
              legend={t.person}
              hint={t.personHint}
              options={viewer.people.map(({ id, name }) => ({ value: String(id), label: name }))}
            />
          )}
          <div>
            <Button>{t.submit}</Button>
          </div>
        </form>
      </div>
    </>
  );
}

interface CodesProps {
  viewer: Viewer;
  pupil: Pupil;
  codes: MadeCode[];
  when: When;
  /** Where a guardian enters it: the whole address. */
  address: string;
  /** Just made: shown this once. */
  made?: { code: string; until: string };
  values?: Values;
  /** Sentences, by field. */
  errors?: Record<string, string>;
}

/** The codes of a pupil, for the office: make one, see what became of them. */
export function CodesPage(
  { viewer, pupil, codes, when, address, made, values = {}, errors = {} }: CodesProps,
) {
  const { school, language } = viewer;
  const t = couplingText(language, viewer);
  const here = `/${school.shortName}/pupils/${pupil.id}`;
  const field = fieldOf(values, errors);
  return (
    <>
      <Back href={here}>{pupil.name}</Back>
      <div class="no-print">
        <Head
          title={t.officeTitle(pupil.firstName)}
          lead={<GroupNames pupil={pupil} language={language} />}
        />
      </div>
      <div class="stack">
        {made && <Slip viewer={viewer} pupil={pupil} when={when} address={address} made={made} />}
        <div class="sheet stack no-print">
          <p>{t.officeLead(pupil.firstName)}</p>
          <form class="form narrow" method="post" action={`${here}/coupling`}>
            <Select
              {...field("relation")}
              label={t.relation(pupil.firstName)}
              options={relations.map((key) => ({ value: key, label: relationName(viewer, key) }))}
            />
            <div>
              <Button look={made && "quiet"}>{t.make}</Button>
            </div>
          </form>
        </div>
        <div class="no-print">
          <Sheet title={t.listTitle}>
            {codes.length === 0 ? <p class="soft">{t.none}</p> : (
              <ul class="rows" role="list">
                {codes.map((code) => <Code viewer={viewer} code={code} when={when} here={here} />)}
              </ul>
            )}
          </Sheet>
        </div>
      </div>
    </>
  );
}

/** What goes along with the child: in the school's language, for nobody knows who will read it. */
function Slip(
  { viewer, pupil, when, address, made }:
    & Pick<CodesProps, "viewer" | "pupil" | "when" | "address">
    & { made: { code: string; until: string } },
) {
  const { school, language } = viewer;
  const t = couplingText(language, viewer);
  const slip = couplingText(school.language);
  const inSchool = { ...when, language: school.language };
  return (
    <section class="sheet stack" id="slip">
      <div class="no-print">
        <Notice tone="good" live>{t.madeOnce}</Notice>
      </div>
      <div class="flow" lang={school.language}>
        <p class="only-print">{school.name}</p>
        <h2>{slip.slipTitle(pupil.name)}</h2>
        <p>
          <code class="key big">{made.code}</code>
        </p>
        <p>{slip.slipLead(pupil.firstName, school.name)}</p>
        <p>{slip.slipSteps(address)}</p>
        <p>{slip.slipUntil(longDay(made.until, inSchool))}</p>
      </div>
      <div class="no-print">
        <button type="button" class="btn" data-print>
          <Icon name="print" />
          {t.print}
        </button>
      </div>
    </section>
  );
}

function Code(
  { viewer, code, when, here }: { viewer: Viewer; code: MadeCode; when: When; here: string },
) {
  const t = couplingText(viewer.language, viewer);
  const open = code.usedAt === null && code.expiresAt > when.now;
  // it ends at midnight: the day before is the last on which it works
  const lastDay = shortDay(addDays(dayIn(when.timeZone, code.expiresAt), -1), when);
  const became = code.usedAt
    ? t.usedBy(code.usedBy ?? t.someone, moment(code.usedAt, when))
    : open
    ? t.openUntil(lastDay)
    : t.over;
  return (
    <li>
      <span class="grow">
        {t.madeOn(moment(code.createdAt, when))}
        {code.relation !== "" && `, ${t.forRelation(relationName(viewer, code.relation))}`}
        <br />
        <small class="soft">{became}</small>
      </span>
      {open && (
        <Confirm
          label={t.withdraw}
          question={t.withdrawQuestion}
          action={`${here}/coupling/${code.id}/removal`}
          confirm={t.withdrawConfirm}
          look="bare"
        />
      )}
    </li>
  );
}
