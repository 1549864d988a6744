import type postgres from "postgres";
import { appliedMigrations } from "../../db/backup/tables.ts";
import { migrations } from "../../db/migrate.ts";
import { type Check, ok, problem, warning } from "./check.ts";

const minute = 60_000;

export async function checkServer(pool: postgres.Sql): Promise<Check> {
  const [row] = await pool.unsafe<{ version: string; bytes: number }[]>(
    "select current_setting('server_version') as version, pg_database_size(current_database()) as bytes",
  );
  return ok("database", `PostgreSQL ${row!.version}, ${Math.round(row!.bytes / 1e6)} MB`);
}

/** @returns also whether the tables are those of this program, so that more can be asked */
export async function checkSchema(
  pool: postgres.Sql,
): Promise<{ check: Check; current: boolean }> {
  const subject = "schema";
  const applied = await appliedMigrations(pool);
  const known = migrations.map(({ name }) => name);
  const newer = applied.filter((name) => !known.includes(name));
  const pending = known.filter((name) => !applied.includes(name));
  if (newer.length > 0) {
    const todo = "Start the newer Schoolbel that made it.";
    return {
      check: problem(subject, `newer than this program (${newer[0]})`, todo),
      current: false,
    };
  }
  if (applied.length === 0) {
    const todo = "Start serve: it makes the tables.";
    return { check: warning(subject, "empty", todo), current: false };
  }
  if (pending.length > 0) {
    const todo = "Start serve: it makes a backup and updates.";
    const found = `${pending.length} updates to be made`;
    return { check: warning(subject, found, todo), current: false };
  }
  return { check: ok(subject, `up to date (${applied.at(-1)})`), current: true };
}

/** Mails that did not arrive in the last week, and mails that wait too long. */
export async function checkDeliveries(pool: postgres.Sql, now: Date): Promise<Check> {
  const subject = "deliveries";
  const [row] = await pool.unsafe<{ failed: number; late: number }[]>(
    `select (select count(*)::int from deliveries
        where state in ('failed', 'bounced') and due_at > $1) as failed,
      (select count(*)::int from deliveries where state = 'due' and created_at < $2
        and due_at < $3) as late`,
    [
      new Date(now.getTime() - 7 * 24 * 60 * minute),
      new Date(now.getTime() - 60 * minute),
      new Date(now.getTime() - 15 * minute),
    ],
  );
  const { failed, late } = row!;
  if (late > 0) {
    const todo = "Is serve running, and does the mail server answer?";
    return problem(subject, `${late} mails have been waiting for over an hour`, todo);
  }
  if (failed > 0) {
    const todo = "See who under Uitgaande mail and Onbereikbaar in the portal.";
    return warning(subject, `${failed} mails did not arrive in the last week`, todo);
  }
  return ok(subject, "none failed in the last week, none late");
}

/** Whether this machine, the database and the schools agree on what time it is. */
export async function checkClock(pool: postgres.Sql, now: Date, current: boolean): Promise<Check> {
  const subject = "clock";
  const [row] = await pool.unsafe<{ at: Date }[]>("select clock_timestamp() as at");
  const apart = Math.abs(row!.at.getTime() - Date.now());
  if (now.getUTCFullYear() < 2026) {
    return problem(subject, `it says ${now.toISOString()}`, "Set the clock of this machine.");
  }
  if (apart > minute) {
    const found = `${Math.round(apart / 1000)} seconds apart from the database's`;
    return problem(subject, found, "Let both machines keep time (timedatectl set-ntp true).");
  }
  const zones = current
    ? await pool.unsafe<{ zone: string }[]>(
      "select distinct time_zone as zone from schools order by 1",
    )
    : [];
  const unknown = zones.find(({ zone }) => !isTimeZone(zone));
  if (unknown) {
    const todo = "Choose another in the school's settings.";
    return problem(subject, `time zone ${unknown.zone} is unknown`, todo);
  }
  const names = zones.map(({ zone }) => zone).join(", ");
  return ok(subject, [now.toISOString().slice(0, 16) + "Z", names].filter(Boolean).join(", "));
}

function isTimeZone(name: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat("nl", { timeZone: name }));
  } catch {
    return false;
  }
}
