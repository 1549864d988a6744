import type { Child } from "hono/jsx";
import { Button, Field, Icon, type IconName, Stamp, Tabs } from "../../web/components.tsx";
import { moment, type When } from "../../web/dates.ts";
import type { Language } from "../../web/language.ts";
import type { Viewer } from "../../web/viewer.ts";
import type { OutgoingMail } from "./ledger.queries.ts";
import { reasonOf } from "./reasons.ts";
import type { DeliveryState } from "./tables.ts";
import { deliveryText } from "./text.ts";

/** Mail with sign-in links is for the postmaster; who did not get theirs is for the whole office. */
export function OutgoingTabs(
  { viewer, current, readsMail }: {
    viewer: Viewer;
    current: "all" | "failures";
    readsMail: boolean;
  },
) {
  const t = deliveryText(viewer.language).outgoing;
  const home = `/${viewer.school.shortName}/outgoing`;
  const all = { href: home, label: t.all, current: current === "all" };
  const failures = {
    href: `${home}/failures`,
    label: t.failures,
    current: current === "failures",
  };
  return <Tabs label={t.tabs} links={readsMail ? [all, failures] : [failures]} />;
}

const looks: Record<DeliveryState, { icon: IconName; tone?: "good" | "bad" }> = {
  due: { icon: "clock" },
  sending: { icon: "send" },
  sent: { icon: "ok", tone: "good" },
  kept: { icon: "mail", tone: "good" },
  failed: { icon: "alert", tone: "bad" },
  bounced: { icon: "reply", tone: "bad" },
  cancelled: { icon: "x" },
};

/** The state of a mail: word, icon and colour. */
export function StateChip({ state, language }: { state: DeliveryState; language: Language }) {
  const { icon, tone } = looks[state];
  return (
    <span class={tone ? `chip ${tone}` : "chip"}>
      <Icon name={icon} />
      {deliveryText(language).outgoing.states[state]}
    </span>
  );
}

/** What kind of mail it is, in words. */
export function kindWords(kind: string, language: Language): string {
  const t = deliveryText(language).outgoing;
  return kind in t.kinds ? t.kinds[kind as keyof typeof t.kinds] : t.otherKind;
}

type Ended = Pick<OutgoingMail, "state" | "error">;

/** Why it did not arrive, or not yet. */
export function Reason({ mail, language }: { mail: Ended; language: Language }) {
  return (
    <>
      {deliveryText(language).reasons[reasonOf(mail.state, mail.error)]}
      {mail.error && <span class="soft small">{` (${mail.error})`}</span>}
    </>
  );
}

interface DeliveryProgressProps {
  viewer: Viewer;
  when: When;
  mail: OutgoingMail;
  /** On its own, under a page that was made before the mail was kept. */
  alone?: boolean;
}

/** How far one mail is; asks again by itself until it has left. */
export function DeliveryProgress({ viewer, when, mail, alone }: DeliveryProgressProps) {
  const t = deliveryText(viewer.language).outgoing;
  const here = `/${viewer.school.shortName}/outgoing/${mail.id}`;
  const underWay = mail.state === "due" || mail.state === "sending";
  const live = underWay
    ? { "hx-get": `${here}/state`, "hx-trigger": "every 2s", "hx-swap": "outerHTML" }
    : {};
  return (
    <div class="stack near" role="status" {...live}>
      <p class="row">
        <StateChip state={mail.state} language={viewer.language} />
        {(mail.attempts > 1 || mail.error) && <span class="soft">{t.attempts(mail.attempts)}</span>}
        {mail.state === "due" && mail.attempts > 0 && (
          <span class="soft">{t.nextTry(moment(mail.dueAt, when))}</span>
        )}
      </p>
      {(mail.error || mail.state === "bounced") && (
        <p>
          <Reason mail={mail} language={viewer.language} />
        </p>
      )}
      {(mail.state === "failed" || mail.state === "bounced") && (
        <form method="post" action={`${here}/attempt`}>
          <Button look="quiet" small>{t.tryAgain}</Button>
        </form>
      )}
      {alone && mail.state === "kept" && <a href={here}>{t.read}</a>}
    </div>
  );
}

/** Looks for an address; `children` are hidden fields that stay as they are. */
export function AddressSearch(
  { action, search, language, children }: {
    action: string;
    search: string | undefined;
    language: Language;
    children?: Child;
  },
) {
  const t = deliveryText(language).outgoing;
  return (
    <form method="get" action={action} role="search" class="row low">
      {children}
      <div class="grow">
        <Field name="q" type="search" label={t.search} value={search} maxlength={254} />
      </div>
      <Button look="quiet">{t.searchButton}</Button>
    </form>
  );
}

/** When something happened to a mail last. */
export function LastMoment({ mail, when }: { mail: OutgoingMail; when: When }) {
  return <Stamp at={mail.sentAt ?? mail.createdAt} when={when} />;
}
