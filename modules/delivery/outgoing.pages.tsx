import type { Child } from "hono/jsx";
import type { KeptMail, MailAddress } from "../../emails/sender.ts";
import {
  Back,
  Button,
  ButtonLink,
  Cell,
  Confirm,
  Empty,
  Filter,
  Head,
  Icon,
  Notice,
  Row,
  RowHead,
  Sheet,
  Table,
} from "../../web/components.tsx";
import { moment, type When } from "../../web/dates.ts";
import { fileSize } from "../../web/file_size.ts";
import type { Viewer } from "../../web/viewer.ts";
import { addressOf, type Asked } from "./asked.ts";
import { type FilterName, filters, type OutgoingMail } from "./ledger.queries.ts";
import {
  AddressSearch,
  DeliveryProgress,
  kindWords,
  LastMoment,
  OutgoingTabs,
  StateChip,
} from "./outgoing.partials.tsx";
import { deliveryText } from "./text.ts";

interface OutgoingPageProps {
  viewer: Viewer;
  when: When;
  asked: Asked;
  list: { mails: OutgoingMail[]; next: number | undefined };
  hasMailServer: boolean;
  /** Mails that lie here although there is a mail server by now. */
  kept: number;
  /** Where a test mail goes. */
  ownAddress: string;
}

/** All mail of the school, newest first. */
export function OutgoingPage(props: OutgoingPageProps) {
  const { viewer, when, asked, list, hasMailServer, kept } = props;
  const t = deliveryText(viewer.language).outgoing;
  const home = `/${viewer.school.shortName}/outgoing`;
  return (
    <>
      <Head title={t.title} lead={t.testTo(props.ownAddress)}>
        <form method="post" action={`${home}/test`}>
          <Button look="quiet" icon="send">{t.sendTest}</Button>
        </form>
      </Head>
      <div class="stack">
        <Notice>{hasMailServer ? t.sentNotice : t.keptNotice}</Notice>
        {kept > 0 && (
          <Notice>
            <p>{t.keptWaiting(kept)}</p>
            <Confirm
              label={t.sendKept}
              question={t.sendKeptQuestion}
              action={`${home}/kept`}
              confirm={t.sendKept}
              icon="send"
            />
          </Notice>
        )}
        <div>
          <OutgoingTabs viewer={viewer} current="all" readsMail />
          <div class="sheet stack">
            <Narrow viewer={viewer} asked={asked} />
            {list.mails.length > 0
              ? <MailTable viewer={viewer} when={when} mails={list.mails} />
              : <Empty>{asked.filter || asked.search ? t.noneFound : t.none}</Empty>}
            {list.next !== undefined && (
              <div class="pager">
                <ButtonLink
                  look="quiet"
                  small
                  href={addressOf(home, { ...asked, before: list.next })}
                >
                  {t.older}
                </ButtonLink>
              </div>
            )}
          </div>
        </div>
      </div>
    </>
  );
}

/** By state, and by address. */
function Narrow({ viewer, asked: { filter, search } }: { viewer: Viewer; asked: Asked }) {
  const t = deliveryText(viewer.language).outgoing;
  const home = `/${viewer.school.shortName}/outgoing`;
  const links = [undefined, ...Object.keys(filters) as FilterName[]].map((name) => ({
    href: addressOf(home, { filter: name, search }),
    label: t.filters[name ?? "all"],
    current: name === filter,
  }));
  return (
    <>
      <Filter label={t.filter} links={links} />
      <AddressSearch action={home} search={search} language={viewer.language}>
        {filter && <input type="hidden" name="state" value={filter} />}
      </AddressSearch>
    </>
  );
}

function MailTable(
  { viewer, when, mails }: { viewer: Viewer; when: When; mails: OutgoingMail[] },
) {
  const { language, school } = viewer;
  const t = deliveryText(language).outgoing;
  const { receiver, kind, when: moment, state } = t.columns;
  return (
    <Table caption={t.list} columns={[receiver, kind, moment, state]}>
      {mails.map((mail) => (
        <Row>
          <RowHead>
            <a href={`/${school.shortName}/outgoing/${mail.id}`}>{mail.name || mail.address}</a>
            {mail.name && (
              <>
                <br />
                <span class="soft small">{mail.address}</span>
              </>
            )}
          </RowHead>
          <Cell wide>{kindWords(mail.kind, language)}</Cell>
          <Cell>
            <LastMoment mail={mail} when={when} />
          </Cell>
          <Cell>
            <StateChip state={mail.state} language={language} />
            {mail.attempts > 1 && (
              <>
                {" "}
                <span class="soft small">{t.attempts(mail.attempts)}</span>
              </>
            )}
          </Cell>
        </Row>
      ))}
    </Table>
  );
}

interface DeliveryPageProps {
  viewer: Viewer;
  when: When;
  mail: OutgoingMail;
  /** The mail itself, when it lies here. */
  kept: KeptMail | undefined;
}

/** One mail: how far it is, and where it was kept, the mail as its receiver would see it. */
export function DeliveryPage({ viewer, when, mail, kept }: DeliveryPageProps) {
  const t = deliveryText(viewer.language).outgoing;
  const home = `/${viewer.school.shortName}/outgoing`;
  const kind = kindWords(mail.kind, viewer.language);
  return (
    <>
      <Back href={home}>{t.back}</Back>
      <Head
        title={kept?.subject || kind}
        lead={[mail.name, mail.address].filter(Boolean).join(", ")}
      />
      <div class="stack">
        <Sheet title={t.stateHeading} aside={kept && kind}>
          <div class="stack">
            <DeliveryProgress viewer={viewer} when={when} mail={mail} />
            <ul class="rows" role="list">
              <Fact name={t.queued}>{moment(mail.createdAt, when)}</Fact>
              {mail.sentAt && (
                <Fact name={mail.state === "kept" ? t.keptAt : t.sentAt}>
                  {moment(mail.sentAt, when)}
                </Fact>
              )}
            </ul>
          </div>
        </Sheet>
        {kept
          ? <Mail kept={kept} address={`${home}/${mail.id}/body`} viewer={viewer} />
          : <Notice>{whyNoMail(mail, t)}</Notice>}
      </div>
    </>
  );
}

function whyNoMail({ state }: OutgoingMail, t: ReturnType<typeof deliveryText>["outgoing"]) {
  if (state === "kept") return t.lost;
  return state === "sent" || state === "bounced" ? t.notKept : t.notMade;
}

/** The mail in its own frame, the same as plain text, and the lines that mail programs read. */
function Mail({ kept, address, viewer }: { kept: KeptMail; address: string; viewer: Viewer }) {
  const t = deliveryText(viewer.language).outgoing;
  return (
    <>
      <Sheet title={t.mailHeading}>
        <ul class="rows" role="list">
          <Fact name={t.from}>{written(kept.from)}</Fact>
          <Fact name={t.to}>{kept.to.map(written).join(", ")}</Fact>
          <Fact name={t.subject}>{kept.subject}</Fact>
          {kept.attachments.length > 0 && (
            <Fact name={t.attachments(kept.attachments.length)}>
              {kept.attachments.map(({ name, bytes }) =>
                `${name} (${fileSize(bytes, viewer.language)})`
              ).join(", ")}
            </Fact>
          )}
        </ul>
        <iframe
          class="mail-frame"
          src={address}
          title={t.frame}
          sandbox="allow-top-navigation-by-user-activation"
        >
        </iframe>
      </Sheet>
      <Sheet>
        <Folded name={t.textPart}>{kept.text}</Folded>
        <Folded name={t.headers}>
          {kept.headers.map(({ name, value }) => `${name}: ${value}`).join("\n")}
        </Folded>
      </Sheet>
    </>
  );
}

/** Text as it is, for who wants to see it. */
function Folded({ name, children }: { name: string; children: Child }) {
  return (
    <details>
      <summary class="btn quiet s">
        <Icon name="down" />
        {name}
      </summary>
      <pre class="verbatim">{children}</pre>
    </details>
  );
}

const written = ({ name, address }: MailAddress) => name ? `${name} <${address}>` : address;

function Fact({ name, children }: { name: string; children: Child }) {
  return (
    <li>
      <span class="grow soft">{name}</span>
      <span>{children}</span>
    </li>
  );
}
