import { createHash } from "node:crypto";
import type postgres from "postgres";
import { listHashes } from "../../db/backup/tables.ts";
import type { FileStore } from "../../db/file_store.ts";
import { type Check, ok, problem } from "./check.ts";

/** How many files a quick look takes. */
const sample = 200;

/** Holds the files that the database refers to against their hashes. */
export async function checkFiles(
  pool: postgres.Sql,
  files: FileStore,
  { quick, progress }: { quick: boolean; progress: (done: number, total: number) => void },
): Promise<Check> {
  const subject = "files";
  const all = (await listHashes(pool)).map(({ hash }) => hash);
  const looked = quick ? all.filter((_, at) => at % Math.ceil(all.length / sample) === 0) : all;
  let missing = 0;
  let damaged = 0;
  for (const [at, hash] of looked.entries()) {
    const bytes = await files.get(hash);
    if (!bytes) missing++;
    else if (createHash("sha256").update(bytes).digest("hex") !== hash) damaged++;
    progress(at + 1, looked.length);
  }
  const known = new Set(all);
  let loose = 0;
  for await (const hash of files.list()) if (!known.has(hash)) loose++;
  if (missing + damaged > 0) {
    const todo = "Take them from a backup: a restore elsewhere has them under files/.";
    return problem(subject, `${missing} missing and ${damaged} damaged of ${looked.length}`, todo);
  }
  const some = looked.length < all.length ? `${looked.length} of ${all.length}` : `${all.length}`;
  const besides = loose > 0 ? `; ${loose} more that nothing refers to, removed by themselves` : "";
  return ok(subject, `${some} whole${besides}`);
}
