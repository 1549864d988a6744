import type postgres from "postgres";
import { connectionLost, isConnectionLost } from "./unavailable.ts";

/** A set of connections that were made together. */
export interface Connections {
  sql: postgres.Sql;
  /** One of them was lost: nothing begins on these any more, and nothing goes on. */
  broken: boolean;
}

export interface Pool {
  /** As postgres.js gives it, always over connections that are whole. */
  sql: postgres.Sql;
  /** Those of this moment. A transaction holds on to the ones it began on. */
  current(): Connections;
  close(): Promise<void>;
}

interface OwnOptions {
  max: number;
  onclose: () => void;
  onnotify?: (channel: string) => void;
}
type OpenConnections = (options: OwnOptions) => postgres.Sql;

/** Seconds that what was under way on other connections gets to finish. */
const grace = 5;
/** Milliseconds between two tries to listen again. */
const listenAgain = 500;

/**
 * A pool that outlives its database. A connection of postgres.js 3.4 that was lost is not fit for
 * use again: what follows on it may end the process, wait for ever, be taken for done, or be
 * written outside the transaction it belongs to (its issues 1066, 1154, 1208 and 1216). So when
 * one is lost, all that were made with it are thrown away, and the next query makes new ones.
 */
export function openPool(open: OpenConnections, max: number): Pool {
  globalThis.addEventListener("unhandledrejection", hearLost); // added once, however often
  let closing = false;
  const listeners = new Set<postgres.Sql>();

  const begin = (): Connections => {
    const made: Connections = { broken: false, sql: open({ max, onclose: () => lost(made) }) };
    return made;
  };
  let connections = begin();

  function lost(these: Connections) {
    if (closing || these.broken) return;
    these.broken = true;
    discard(these.sql);
  }

  function current(): Connections {
    if (connections.broken && !closing) connections = begin();
    return connections;
  }

  /** As `listen` of postgres.js, and with the same patience: it also tells when it listens again. */
  const listen: postgres.Sql["listen"] = Object.assign(
    (channel: string, heard: (payload: string) => void, listening = () => {}) => {
      let stopped = false;
      let own: postgres.Sql | undefined;
      const start = async () => {
        if (stopped || closing) return;
        const mine = own = open({ max: 1, onnotify: () => heard(""), onclose: () => again(mine) });
        listeners.add(mine);
        try {
          await mine.unsafe(`listen "${channel}"`);
          listening();
        } catch {
          again(mine);
        }
      };
      const again = (mine: postgres.Sql) => {
        if (!listeners.delete(mine)) return;
        discard(mine);
        if (!stopped && !closing) setTimeout(start, listenAgain);
      };
      const unlisten = async () => {
        stopped = true;
        if (own && listeners.delete(own)) await own.end({ timeout: grace });
      };
      const state = { status: "idle", pid: 0, secret: 0 };
      return start().then(() => ({ state, unlisten }));
    },
  );

  const sql = new Proxy(connections.sql, {
    apply: (_, __, args) => Reflect.apply(current().sql, undefined, args),
    get: (_, key) => key === "listen" ? listen : Reflect.get(current().sql, key),
  });
  return {
    sql,
    current,
    async close() {
      closing = true;
      const all = [connections.sql, ...listeners];
      await Promise.all(all.map((one) => one.end({ timeout: grace })));
    },
  };
}

/**
 * On each new connection postgres.js asks for types by itself. Nobody waits for that answer, and
 * a promise that is broken unheard would end the process.
 */
function hearLost(event: PromiseRejectionEvent) {
  if (isConnectionLost(event.reason)) event.preventDefault();
}

/** Ends connections after a while, and sees to it that none of them comes back meanwhile. */
function discard({ options, end }: postgres.Sql) {
  Object.assign(options, {
    socket() {
      throw connectionLost();
    },
  });
  end({ timeout: grace }).catch(() => {});
}
