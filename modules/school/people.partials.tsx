import { dayIn } from "../../web/clock.ts";
import { namedDay, type When } from "../../web/dates.ts";
import type { AccountState } from "./people.queries.ts";
import { peopleText } from "./people.text.ts";

/** How far someone is with getting in, in words and never in colour alone. */
export function AccountSign({ of, when }: { of: AccountState; when: When }) {
  const t = peopleText(when.language).state;
  return (
    <>
      {of.blocked || of.shutOut
        ? <span class="chip" data-kind="fotos">{of.blocked ? t.blocked : t.shutOut}</span>
        : stateWord(of, when)}
      {of.undelivered && (
        <>
          {" "}
          <span class="chip bad">{t.undelivered}</span>
        </>
      )}
      {of.readOnly && (
        <>
          {" "}
          <span class="chip">{t.readOnly}</span>
        </>
      )}
    </>
  );
}

function stateWord({ accountId, activatedAt, invitedAt }: AccountState, when: When) {
  const t = peopleText(when.language).state;
  if (accountId === null) return <span class="soft">{t.noAddress}</span>;
  if (activatedAt) return <span class="ok-text">{t.active}</span>;
  if (!invitedAt) return <span>{t.waiting}</span>;
  return <span>{t.invited(namedDay(dayIn(when.timeZone, invitedAt), when))}</span>;
}
