import { sql } from "kysely";
import type postgres from "postgres";
import { BackupError } from "./format.ts";

/** One backup of a database at a time. */
const backupLock = 5_404_813;
/** Held while a backup is being made, and shared by whoever removes files for good. */
const filesLock = 5_404_814;

/** Another process makes one now. */
export class BackupUnderWay extends BackupError {
  constructor() {
    super("Another backup is being made. Try again when it is done.");
  }
}

/**
 * Does something while no other process makes a backup of this database, and no file that it
 * refers to is removed for good.
 * @throws BackupUnderWay
 */
export async function whileFilesStay<T>(pool: postgres.Sql, action: () => Promise<T>): Promise<T> {
  const connection = await pool.reserve();
  try {
    const [row] = await connection.unsafe<{ mine: boolean }[]>(
      `select pg_try_advisory_lock(${backupLock}) as mine`,
    );
    if (!row!.mine) throw new BackupUnderWay();
    await connection.unsafe(`select pg_advisory_lock(${filesLock})`);
    return await action();
  } finally {
    // The connection may be lost, and the locks with it.
    await connection.unsafe("select pg_advisory_unlock_all()").catch(() => {});
    connection.release();
  }
}

/** Asked in the transaction that removes files: false while a backup is being made. */
export const mayRemoveFiles = sql<
  { may: boolean }
>`select pg_try_advisory_xact_lock_shared(${sql.lit(filesLock)}) as may`;
