import {
  Button,
  Cell,
  Empty,
  Head,
  Notice,
  Row,
  RowHead,
  Sheet,
  Stamp,
  Table,
} from "../../web/components.tsx";
import type { When } from "../../web/dates.ts";
import type { Viewer } from "../../web/viewer.ts";
import type { OutgoingMail, Pending, Unreachable } from "./ledger.queries.ts";
import {
  AddressSearch,
  kindWords,
  LastMoment,
  OutgoingTabs,
  Reason,
  StateChip,
} from "./outgoing.partials.tsx";
import { deliveryText } from "./text.ts";

interface FailuresPageProps {
  viewer: Viewer;
  when: When;
  unreachable: Unreachable[];
  pending: Pending;
  hasMailServer: boolean;
  search: string | undefined;
  /** What was sent to the address looked for. */
  found: OutgoingMail[];
  /** Whether this viewer may read the mails themselves. */
  readsMail: boolean;
}

/** Who do not get their mail, and where the office notes what came back. */
export function FailuresPage(props: FailuresPageProps) {
  const { viewer, when, unreachable, pending, search, found } = props;
  const t = deliveryText(viewer.language).failures;
  const here = `/${viewer.school.shortName}/outgoing/failures`;
  return (
    <>
      <Head title={deliveryText(viewer.language).outgoing.failures} lead={t.lead} />
      <div class="stack">
        <NotLeft {...props} />
        <div>
          <OutgoingTabs viewer={viewer} current="failures" readsMail={props.readsMail} />
          <div class="sheet">
            {unreachable.length > 0
              ? <UnreachableTable viewer={viewer} when={when} unreachable={unreachable} />
              : <Empty>{pending.waiting + pending.kept > 0 ? t.noneFailed : t.none}</Empty>}
          </div>
        </div>
        <Sheet title={t.bounceHeading}>
          <div class="stack">
            <p>{t.bounceLead}</p>
            <AddressSearch action={here} search={search} language={viewer.language} />
            {search && (found.length > 0
              ? <Found viewer={viewer} when={when} found={found} />
              : <p role="status">{t.noResults}</p>)}
          </div>
        </Sheet>
      </div>
    </>
  );
}

/** What nobody has yet: it waits, or is kept as there is no mail server. */
function NotLeft({ viewer, pending, hasMailServer }: FailuresPageProps) {
  const t = deliveryText(viewer.language).failures;
  const { waiting, unanswered, kept } = pending;
  return (
    <>
      {waiting > 0 && (
        <Notice tone={unanswered > 0 ? "bad" : "info"}>
          {t.waiting(waiting)}
          {unanswered > 0 && ` ${t.unanswered}`}
        </Notice>
      )}
      {kept > 0 && <Notice tone="bad">{t.kept(kept, hasMailServer)}</Notice>}
    </>
  );
}

function UnreachableTable(
  { viewer, when, unreachable }: { viewer: Viewer; when: When; unreachable: Unreachable[] },
) {
  const { language, school } = viewer;
  const t = deliveryText(language).failures;
  const { person, reason, when: moment, action } = t.columns;
  return (
    <Table caption={t.list} columns={[person, reason, moment, action]}>
      {unreachable.map((one) => (
        <Row>
          <RowHead>
            {one.name || t.nobody}
            <br />
            <span class="soft small">{one.address}</span>
          </RowHead>
          <Cell>
            <Reason mail={one} language={language} />
            <br />
            <span class="soft small">{kindWords(one.kind, language)}</span>
          </Cell>
          <Cell>
            <Stamp at={one.at} when={when} />
          </Cell>
          <Cell>
            <form
              method="post"
              action={`/${school.shortName}/outgoing/${one.deliveryId}/attempt`}
            >
              <Button look="quiet" small>
                {deliveryText(language).outgoing.tryAgain}
                <span class="vh">{t.forWhom(one.name || one.address)}</span>
              </Button>
            </form>
          </Cell>
        </Row>
      ))}
    </Table>
  );
}

function Found(
  { viewer, when, found }: { viewer: Viewer; when: When; found: OutgoingMail[] },
) {
  const { language, school } = viewer;
  const t = deliveryText(language).failures;
  return (
    <section>
      <h3>{t.results}</h3>
      <ul class="rows" role="list">
        {found.map((mail) => (
          <li>
            <span class="grow">
              {kindWords(mail.kind, language)}
              <br />
              <span class="soft small">
                {mail.address}, <LastMoment mail={mail} when={when} />
              </span>
            </span>
            {mail.state === "sent"
              ? (
                <form method="post" action={`/${school.shortName}/outgoing/${mail.id}/bounce`}>
                  <Button look="quiet" small>
                    {t.bounce}
                    <span class="vh">{`: ${kindWords(mail.kind, language)}`}</span>
                  </Button>
                </form>
              )
              : <StateChip state={mail.state} language={language} />}
          </li>
        ))}
      </ul>
    </section>
  );
}
