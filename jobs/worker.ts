import { MailFailure, type MailSender } from "../emails/sender.ts";
import { modules } from "../modules/mod.ts";
import type { House } from "../web/house.ts";
import { errorFields } from "../web/log.ts";
import type { Composer, Delivery } from "../web/module.ts";
import { schoolFields } from "../web/session.ts";
import type { School } from "../web/viewer.ts";

const minute = 60_000;
/** How long a worker may have a row; after that it is taken to have died, and another sends it. */
const lease = 5 * minute;
const batchSize = 50;
/** With waits that double up to an hour, this is four days of trying. */
const mostAttempts = 100;
/** How long to sleep when nothing wakes us: retries come due without a NOTIFY. */
const pause = 10_000;

const composers: Record<string, Composer> = Object.assign({}, ...modules.map((m) => m.mails ?? {}));

interface Row {
  school_id: number;
  id: number;
  kind: string;
  cause: string;
  account_id: number | null;
  address: string;
  language: string;
  payload: Record<string, unknown>;
  attempts: number;
  message_id: string;
  school: School;
}

/** How an attempt ended, as it is noted in the ledger. */
interface Outcome {
  school_id: number;
  id: number;
  state: "sent" | "kept" | "failed" | "due" | "cancelled";
  error: string | null;
  due_at: Date;
}

/**
 * Sends what the ledger holds, until told to stop. It is woken by NOTIFY, and looks by itself
 * now and then, as retries come due without one.
 */
export function startWorker(house: House, sender: MailSender): { stop(): Promise<void> } {
  const stopping = new AbortController();
  let woken = false;
  let wake = () => {};
  const onNotify = () => (woken = true, wake());

  const work = async () => {
    while (!stopping.signal.aborted) {
      woken = false;
      await sendDue(house, sender, stopping.signal)
        .catch((error) => house.log("worker failed", errorFields(error)));
      if (woken || stopping.signal.aborted) continue;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, pause);
        wake = () => (clearTimeout(timer), resolve());
      });
    }
  };
  const listening = house.pool.listen("deliveries", onNotify, onNotify);
  const working = work();
  return {
    async stop() {
      stopping.abort();
      wake();
      await working;
      await (await listening).unlisten();
    },
  };
}

/**
 * Sends everything that is due now, urgent first, and returns how many rows that were. Rows are
 * taken with SKIP LOCKED, so any number of workers in any number of processes share the work;
 * a row is noted as sent after the mail server has accepted it, so a crash in between sends it
 * twice (with one Message-ID), never not.
 */
export async function sendDue(
  house: House,
  sender: MailSender,
  stopping?: AbortSignal,
): Promise<number> {
  let sent = 0;
  while (!stopping?.aborted) {
    const rows = await takeDue(house);
    if (rows.length === 0) break;
    const notes = new Notes(house);
    await Promise.all(rows.map(async (row) => notes.add(await attempt(house, sender, row))));
    await notes.written();
    sent += rows.length;
  }
  return sent;
}

/** Takes due rows, and rows whose worker died. Each goes on lease to us alone. */
function takeDue({ pool, clock, config }: House): Promise<Row[]> {
  const now = clock.now();
  return pool.unsafe<Row[]>(
    `
    with taken as (
      select school_id, id from deliveries
      where (state = 'due' and due_at <= $1) or (state = 'sending' and leased_until < $1)
      order by (kind = 'urgent') desc, due_at, id
      limit ${batchSize} for update skip locked)
    update deliveries d
    set state = 'sending', attempts = attempts + 1, leased_until = $2,
      message_id = coalesce(message_id, 'd' || d.school_id || '-' || d.id || '@' || $3::text)
    from taken, schools s
    where d.school_id = taken.school_id and d.id = taken.id and s.id = d.school_id
    returning d.school_id, d.id, d.kind, d.cause, d.account_id, d.address, d.language, d.payload,
      d.attempts, d.message_id, (select to_jsonb(x) from (select ${
      schoolFields("s")
    }) x) as school`,
    [now, new Date(now.getTime() + lease), new URL(config.origin).hostname],
    { prepare: true },
  );
}

async function attempt(house: House, sender: MailSender, row: Row): Promise<Outcome> {
  const { school_id, id } = row;
  const now = house.clock.now();
  try {
    const compose = composers[row.kind];
    if (!compose) throw new MailFailure({ permanent: true, code: "EKIND", message: "No composer" });
    const mail = await compose(house, deliveryOf(row));
    if (!mail) return { school_id, id, state: "cancelled", error: null, due_at: now };
    await sender.send(mail);
    const state = sender.kind === "smtp" ? "sent" : "kept";
    return { school_id, id, state, error: null, due_at: now };
  } catch (error) {
    if (!(error instanceof MailFailure)) house.log("mail not made", errorFields(error));
    const reason = error instanceof MailFailure ? error.code : "EINTERNAL";
    const givenUp = (error instanceof MailFailure && error.permanent) ||
      row.attempts >= mostAttempts;
    const wait = minute * Math.min(60, 2 ** (row.attempts - 1));
    const due_at = new Date(now.getTime() + wait);
    return { school_id, id, state: givenUp ? "failed" : "due", error: reason, due_at };
  }
}

function deliveryOf(row: Row): Delivery {
  const { id, school, kind, cause, address, language, payload } = row;
  return {
    id,
    school,
    kind,
    cause,
    address,
    language,
    payload,
    accountId: row.account_id,
    messageId: row.message_id,
  };
}

/** Writes outcomes as they come, all that came in the meantime in one statement. */
class Notes {
  private waiting: Outcome[] = [];
  private writing: Promise<void> | undefined;

  constructor(private readonly house: House) {}

  add(outcome: Outcome) {
    this.waiting.push(outcome);
    this.writing ??= this.write().finally(() => this.writing = undefined);
  }

  async written() {
    while (this.writing) await this.writing;
  }

  private async write() {
    while (this.waiting.length > 0) {
      const outcomes = this.waiting.splice(0);
      await this.house.pool.unsafe(
        `
        update deliveries d
        set state = o.state, error = o.error, due_at = o.due_at, leased_until = null,
          sent_at = case when o.state in ('sent', 'kept') then $2::timestamptz end
        from jsonb_to_recordset($1::jsonb)
          as o(school_id integer, id bigint, state text, error text, due_at timestamptz)
        where d.school_id = o.school_id and d.id = o.id and d.state = 'sending'`,
        [JSON.stringify(outcomes), this.house.clock.now()],
        { prepare: true },
      );
    }
  }
}
