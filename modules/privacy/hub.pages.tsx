import { ButtonLink, Empty, Head, Sheet } from "../../web/components.tsx";
import { moment, type When } from "../../web/dates.ts";
import type { Counts } from "../../web/personal.ts";
import type { Viewer } from "../../web/viewer.ts";
import { countWords, erasingText } from "./erasing.text.ts";
import { hubText } from "./hub.text.ts";
import { ruleWords } from "./retention.text.ts";

/** A line of the written record: someone who was erased, or what a rule took in a night. */
export interface Erasure {
  id: number;
  at: Date;
  kind: string;
  reason: string | null;
  counts: Counts;
}

/** The way to the log, the periods of keeping and erasing; and what was erased. */
export function HubPage(
  { viewer, when, erasures }: { viewer: Viewer; when: When; erasures: Erasure[] },
) {
  const { language, school } = viewer;
  const t = hubText(language);
  const home = `/${school.shortName}`;
  return (
    <>
      <Head title={t.title} lead={t.lead} />
      <div class="stack">
        <Sheet title={t.log}>
          <div class="stack near">
            <p>{t.logLead}</p>
            <div>
              <ButtonLink look="quiet" small icon="search" href={`${home}/privacy/log`}>
                {t.log}
              </ButtonLink>
            </div>
          </div>
        </Sheet>
        <Sheet title={t.retention}>
          <div class="stack near">
            <p>{t.retentionLead}</p>
            <div>
              <ButtonLink look="quiet" small icon="clock" href={`${home}/privacy/retention`}>
                {t.retention}
              </ButtonLink>
            </div>
          </div>
        </Sheet>
        <Sheet title={t.erasing}>
          <div class="stack near">
            <p>{t.erasingLead}</p>
            <div>
              <ButtonLink look="quiet" small icon="user" href={`${home}/people`}>
                {t.people}
              </ButtonLink>
            </div>
          </div>
        </Sheet>
        <Sheet title={t.record}>
          {erasures.length === 0
            ? <Empty>{t.nothing}</Empty>
            : <Record viewer={viewer} when={when} erasures={erasures} />}
        </Sheet>
      </div>
    </>
  );
}

function Record(
  { viewer, when, erasures }: { viewer: Viewer; when: When; erasures: Erasure[] },
) {
  const { language } = viewer;
  const t = hubText(language);
  const { reasons, automatic } = erasingText(language);
  return (
    <>
      <p class="soft">{t.recordLead}</p>
      <ul class="rows" role="list">
        {erasures.map((one) => (
          <li>
            <div class="grow">
              <b>{nameOf(one, language)}</b>{" "}
              <span class="soft small">
                {moment(one.at, when)}. {reasons[one.reason as keyof typeof reasons] ?? automatic}.
              </span>
              <br />
              {countWords(one.counts, language, "gone").join(", ")}
            </div>
          </li>
        ))}
      </ul>
    </>
  );
}

function nameOf({ kind }: Erasure, language: string): string {
  const { kinds } = hubText(language);
  const name = kinds[kind as keyof typeof kinds] ?? ruleWords(kind, language).name;
  return name.charAt(0).toUpperCase() + name.slice(1);
}
