import {
  Actions,
  Back,
  Button,
  ButtonLink,
  Confirm,
  Empty,
  ErrorSummary,
  Field,
  Head,
  Sheet,
  Tab,
  TextArea,
  Tiles,
} from "../../web/components.tsx";
import { dayIn, timeIn } from "../../web/clock.ts";
import {
  dayOfMonth,
  longDay,
  monthName,
  shortDay,
  weekdayName,
  type When,
} from "../../web/dates.ts";
import { fieldText } from "../../web/field_text.ts";
import { type Errors, fieldOf, type Values, valuesOf } from "../../web/forms.ts";
import { kindName } from "../../web/kinds.ts";
import { isOffice, isStaff, type Viewer } from "../../web/viewer.ts";
import { type AgendaTalk, AgendaTalkRow } from "../conversations/mod.ts";
import { monthAfter } from "./days.ts";
import type { AgendaItem, Place } from "./queries.ts";
import { agendaText } from "./text.ts";

interface MonthPageProps {
  viewer: Viewer;
  /** `2026-11` */
  month: string;
  items: AgendaItem[];
  /** The talks about one's children. */
  talks: AgendaTalk[];
}

/** A month as a list of what happens in it. */
export function MonthPage({ viewer, month, items, talks }: MonthPageProps) {
  const { school, language } = viewer;
  const t = agendaText(language);
  const home = `/${school.shortName}/agenda`;
  const name = `${monthName(`${month}-01`, language)} ${month.slice(0, 4)}`;
  return (
    <>
      <Head title={kindName("agenda", school, language)} lead={name}>
        {isStaff(viewer) && <ButtonLink href={`${home}/new`} icon="plus">{t.add}</ButtonLink>}
      </Head>
      <div class="stack" data-kind="agenda">
        <nav class="filter" aria-label={kindName("agenda", school, language)}>
          <a href={`${home}?month=${monthAfter(month, -1)}`}>{t.earlier}</a>
          <a href={`${home}?month=${monthAfter(month, 1)}`}>{t.later}</a>
        </nav>
        {items.length + talks.length === 0 ? <Empty>{t.emptyMonth}</Empty> : (
          <Sheet>
            <ul class="rows" role="list">
              {inOrder(items, talks, viewer).map((one) =>
                "pupilId" in one
                  ? <AgendaTalkRow talk={one} viewer={viewer} />
                  : <MonthRow item={one} viewer={viewer} />
              )}
            </ul>
          </Sheet>
        )}
      </div>
    </>
  );
}

/** By day and time; what takes the whole day comes first. */
function inOrder(items: AgendaItem[], talks: AgendaTalk[], { school: { timeZone } }: Viewer) {
  const key = (one: AgendaItem | AgendaTalk) =>
    "pupilId" in one
      ? `${dayIn(timeZone, one.from)} ${timeIn(timeZone, one.from)}`
      : `${one.startsOn} ${one.startsAt ?? ""}`;
  return [...items, ...talks].sort((a, b) => key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0);
}

function MonthRow({ item, viewer }: { item: AgendaItem; viewer: Viewer }) {
  const { school, language } = viewer;
  return (
    <li>
      <span class="chip" id={`day-${item.startsOn}`}>
        {`${weekdayName(item.startsOn, language)} ${dayOfMonth(item.startsOn)}`}
      </span>
      <span class="grow">
        <a href={`/${school.shortName}/agenda/${item.id}`}>
          <b>{item.title}</b>
        </a>
        <br />
        <span class="soft small">
          {[audienceOf(item, viewer), times(item), item.place].filter(Boolean).join(", ")}
        </span>
      </span>
    </li>
  );
}

interface ItemPageProps {
  viewer: Viewer;
  item: AgendaItem;
  when: When;
}

/** One item, whole. */
export function ItemPage({ viewer, item, when }: ItemPageProps) {
  const { school, language } = viewer;
  const t = agendaText(language);
  const home = `/${school.shortName}/agenda`;
  const days = item.endsOn === item.startsOn
    ? longDay(item.startsOn, when)
    : `${longDay(item.startsOn, when)} ${t.until} ${longDay(item.endsOn, when)}`;
  return (
    <>
      <Back href={`${home}?month=${item.startsOn.slice(0, 7)}`}>{t.toMonth}</Back>
      <article class="post" data-kind="agenda">
        <div class="post-top">
          <Tab kind="agenda" name={kindName("agenda", school, language)} />
          <p class="post-meta">
            <b>{audienceOf(item, viewer)}</b>
            <time datetime={item.startsOn}>{shortDay(item.startsOn, when)}</time>
          </p>
        </div>
        <div class="sheet flow">
          <h1>{item.title}</h1>
          <p>
            <b>{days}</b>, {times(item) || t.allDay}
          </p>
          {item.place && <p>{t.where}: {item.place}</p>}
          {item.description.split(/\n{2,}/).filter(Boolean).map((part) => <p>{part}</p>)}
          {mayDelete(viewer, item) && (
            <Confirm
              label={t.remove}
              question={t.removeQuestion}
              action={`${home}/${item.id}/removal`}
              confirm={t.removeConfirm}
              icon="trash"
            />
          )}
        </div>
      </article>
    </>
  );
}

/** Who put it there may take it away, and the office. */
export function mayDelete(viewer: Viewer, item: AgendaItem): boolean {
  return isOffice(viewer) || (isStaff(viewer) && item.own);
}

interface NewItemPageProps {
  viewer: Viewer;
  places: Place[];
  values: Values;
  errors?: Errors;
}

/** The form for a new item. */
export function NewItemPage({ viewer, places, values, errors = {} }: NewItemPageProps) {
  const { school, language } = viewer;
  const t = agendaText(language);
  const home = `/${school.shortName}/agenda`;
  const sentences: Record<string, string> = { ...fieldText(language), ...t.errors };
  const said = Object.fromEntries(
    Object.entries(errors).map(([field, key]) => [field, sentences[key] ?? sentences.wrong]),
  );
  const field = fieldOf(values, said);
  return (
    <>
      <Back href={home}>{t.toMonth}</Back>
      <Head title={t.add} />
      <form method="post" action={home} class="sheet form">
        <ErrorSummary errors={said} labels={t} language={language} />
        <Tiles
          many
          type="checkbox"
          name="audience"
          legend={t.audience}
          error={said.audience}
          value={valuesOf(values, "audience")}
          options={places.map(({ id, name }) => ({
            value: id === null ? "school" : String(id),
            label: id === null ? t.school : t.group(name),
          }))}
        />
        <Field {...field("title")} label={t.title} maxlength={120} required />
        <div class="split">
          <Field {...field("startsOn")} type="date" label={t.startsOn} required />
          <Field
            {...field("endsOn")}
            type="date"
            label={t.endsOn}
            hint={t.endsOnHint}
            optional={language}
          />
        </div>
        <div class="split">
          <Field
            {...field("startsAt")}
            type="time"
            label={t.startsAt}
            hint={t.timesHint}
            optional={language}
          />
          <Field {...field("endsAt")} type="time" label={t.endsAt} optional={language} />
        </div>
        <Field {...field("place")} label={t.place} maxlength={120} optional={language} />
        <TextArea
          {...field("description")}
          label={t.description}
          maxlength={2000}
          optional={language}
        />
        <Actions>
          <Button>{t.save}</Button>
        </Actions>
      </form>
    </>
  );
}

function audienceOf(item: AgendaItem, { language }: Viewer): string {
  const t = agendaText(language);
  return item.forSchool ? t.school : item.groups.map(({ name }) => t.group(name)).join(", ");
}

/** `17:30 – 19:00`, or nothing when it takes the whole day. */
function times({ startsAt, endsAt }: AgendaItem): string {
  return [startsAt, endsAt].filter(Boolean).join(" – ");
}
