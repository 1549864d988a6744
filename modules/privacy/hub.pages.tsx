import {
  ButtonLink,
  Cell,
  Empty,
  Head,
  Row,
  RowHead,
  Sheet,
  Table,
} from "../../web/components.tsx";
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
          <p>{t.logLead}</p>
          <ButtonLink look="quiet" small icon="search" href={`${home}/privacy/log`}>
            {t.log}
          </ButtonLink>
        </Sheet>
        <Sheet title={t.retention}>
          <p>{t.retentionLead}</p>
          <ButtonLink look="quiet" small icon="clock" href={`${home}/privacy/retention`}>
            {t.retention}
          </ButtonLink>
        </Sheet>
        <Sheet title={t.erasing}>
          <p>{t.erasingLead}</p>
          <ButtonLink look="quiet" small icon="user" href={`${home}/people`}>{t.people}</ButtonLink>
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
  const { when: at, kind, why, counts } = t.columns;
  return (
    <>
      <p class="soft">{t.recordLead}</p>
      <Table caption={t.record} columns={[at, kind, why, counts]}>
        {erasures.map((one) => (
          <Row>
            <RowHead>{moment(one.at, when)}</RowHead>
            <Cell>
              {t.kinds[one.kind as keyof typeof t.kinds] ?? ruleWords(one.kind, language).name}
            </Cell>
            <Cell>{reasons[one.reason as keyof typeof reasons] ?? automatic}</Cell>
            <Cell>{countWords(one.counts, language, "gone").join(", ")}</Cell>
          </Row>
        ))}
      </Table>
    </>
  );
}
