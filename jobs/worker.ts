import { isUnavailable } from "../db/unavailable.ts";
import { MailFailure, type MailSender, unanswered } from "../emails/sender.ts";
import { modules } from "../modules/mod.ts";
import type { House } from "../web/house.ts";
import { errorFields } from "../web/log.ts";
import type { Composer, Delivery } from "../web/module.ts";
import { schoolFields } from "../web/session.ts";
import type { School } from "../web/viewer.ts";

const minute = 60_000;
/** How long a worker may have a row; after that it is taken to have died, and another sends it. */
const lease = 5 * minute;
/**
 * How many mails a worker has in hand: enough to keep the sender's connections busy, few enough
 * that the last is sent within the lease though the mail server lets each of them time out.
 */
const handful = 20;
/** Milliseconds in which outcomes gather, so that a stream of mails is noted in few statements. */
const together = 10;
/** With waits that double up to an hour, this is four days of trying. */
const mostAttempts = 100;
/** How often an urgent mail is tried at waits of seconds, before those: an hour of trying. */
const quickAttempts = 120;
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
  const hand = new Hand(house, sender);
  let woken = false;
  let wake = () => {};
  const onNotify = () => (woken = true, wake());

  /** Until there may be something to do: a NOTIFY, room in the hand, or some seconds later. */
  const rest = () =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, pause);
      const getUp = () => (clearTimeout(timer), resolve());
      wake = getUp;
      hand.someDone().then(getUp);
    });

  const work = async () => {
    while (!stopping.signal.aborted) {
      woken = false;
      const taken = await hand.fill()
        .catch((error) => (house.log("worker failed", errorFields(error)), 0));
      if (taken === 0 && !woken && !stopping.signal.aborted) await rest();
    }
    await hand.emptied();
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
export async function sendDue(house: House, sender: MailSender): Promise<number> {
  const hand = new Hand(house, sender);
  let sent = 0;
  while (true) {
    const taken = await hand.fill();
    sent += taken;
    if (taken > 0) continue;
    if (hand.isEmpty) break;
    await hand.someDone();
  }
  await hand.emptied();
  return sent;
}

/** The mails a worker has taken and not yet finished with. One slow mail does not hold up the rest. */
class Hand {
  private readonly underWay = new Set<Promise<void>>();
  private readonly notes: Notes;

  constructor(private readonly house: House, private readonly sender: MailSender) {
    this.notes = new Notes(house);
  }

  get isEmpty(): boolean {
    return this.underWay.size === 0;
  }

  /** Takes what is due, once the hand is half empty; returns how many rows that were. */
  async fill(): Promise<number> {
    const room = handful - this.underWay.size;
    if (room < handful / 2) return 0;
    const rows = await takeDue(this.house, room);
    for (const row of rows) {
      const done = attempt(this.house, this.sender, row)
        .then((outcome) => this.notes.add(outcome))
        .finally(() => this.underWay.delete(done));
      this.underWay.add(done);
    }
    return rows.length;
  }

  /** Resolves when a mail is finished with; never while there is none. */
  someDone(): Promise<void> {
    return Promise.race(this.underWay);
  }

  /** Resolves when all are finished with, and it is noted. */
  async emptied(): Promise<void> {
    await Promise.all(this.underWay);
    await this.notes.written();
  }
}

/** Takes due rows, and rows whose worker died. Each goes on lease to us alone. */
function takeDue({ pool, clock, config }: House, limit: number): Promise<Row[]> {
  const now = clock.now();
  return pool.unsafe<Row[]>(
    `
    with taken as (
      select school_id, id from deliveries
      where (state = 'due' and due_at <= $1) or (state = 'sending' and leased_until < $1)
      order by (kind = 'urgent') desc, due_at, id
      limit $4 for update skip locked)
    update deliveries d
    set state = 'sending', attempts = attempts + 1, leased_until = $2,
      message_id = coalesce(message_id, 'd' || d.school_id || '-' || d.id || '@' || $3::text)
    from taken, schools s
    where d.school_id = taken.school_id and d.id = taken.id and s.id = d.school_id
    returning d.school_id, d.id, d.kind, d.cause, d.account_id, d.address, d.language, d.payload,
      d.attempts, d.message_id, (select to_jsonb(x) from (select ${
      schoolFields("s")
    }) x) as school`,
    [now, new Date(now.getTime() + lease), new URL(config.origin).hostname, limit],
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
    const failure = error instanceof MailFailure ? error : undefined;
    if (!failure) house.log("mail not made", errorFields(error));
    const reason = failure?.code ?? "EINTERNAL";
    const most = row.kind === "urgent" ? quickAttempts + mostAttempts : mostAttempts;
    if (failure?.permanent || row.attempts >= most) {
      return { school_id, id, state: "failed", error: reason, due_at: now };
    }
    // Without the database the mail server was not even asked.
    const asked = failure !== undefined || !isUnavailable(error);
    const wait = asked ? waitAfter(row, reason) : 5_000;
    return { school_id, id, state: "due", error: reason, due_at: new Date(now.getTime() + wait) };
  }
}

/**
 * How long until the next attempt, in milliseconds. When the mail server answers again, what is
 * urgent must leave within seconds.
 */
function waitAfter({ kind, attempts }: Row, reason: string): number {
  const doublings = 2 ** (attempts - 1);
  const quick = kind === "urgent" && attempts <= quickAttempts &&
    new RegExp(unanswered).test(reason);
  return quick ? Math.min(30_000, 5_000 * doublings) : minute * Math.min(60, doublings);
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
    this.start();
  }

  async written() {
    while (this.writing || this.waiting.length > 0) {
      this.start();
      await this.writing;
    }
  }

  private start() {
    this.writing ??= this.write().finally(() => this.writing = undefined);
  }

  private async write() {
    await new Promise((resolve) => setTimeout(resolve, together));
    while (this.waiting.length > 0) {
      const outcomes = this.waiting.splice(0);
      await this.save(outcomes);
    }
  }

  /**
   * What was sent and is not noted goes twice. So while the database is away (it restarts within
   * seconds) we try again, for as long as the lease holds.
   */
  private async save(outcomes: Outcome[]) {
    for (const begin = Date.now(); Date.now() - begin < lease;) {
      try {
        return await this.note(outcomes);
      } catch (error) {
        this.house.log("mail not noted", errorFields(error));
        await new Promise((resolve) => setTimeout(resolve, 1000));
      }
    }
  }

  private note(outcomes: Outcome[]) {
    return this.house.pool.unsafe(
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
