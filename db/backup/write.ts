import { createHash, randomUUID } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { createTarPacker } from "modern-tar";
import { zstdCompressSync } from "node:zlib";
import type postgres from "postgres";
import { version } from "../../version.ts";
import { exists } from "../embedded_user.ts";
import type { FileStore } from "../file_store.ts";
import {
  BackupError,
  formatVersion,
  type Head,
  headName,
  isMailName,
  type Manifest,
  manifestName,
} from "./format.ts";
import { encrypt } from "./key.ts";
import { whileFilesStay } from "./locks.ts";
import { seal } from "./seal.ts";
import {
  appliedMigrations,
  copyTarget,
  listHashes,
  listSequences,
  listTables,
  type Sql,
} from "./tables.ts";

/** Where everything is that a backup holds. */
export interface Stored {
  pool: postgres.Sql;
  files: FileStore;
  mailDir: string;
}

interface BackupOptions {
  now: Date;
  /** See `encrypt`; without it anyone who has the file can read it. */
  key?: string;
  /** Bytes read and, by estimate, to be read. */
  progress?: (done: number, total: number) => void;
  signal?: AbortSignal;
}

interface BackupResult {
  path: string;
  /** Size of the backup. */
  bytes: number;
  files: number;
  rows: number;
  /** Hashes of files that the database refers to, but the store did not have or had damaged. */
  missing: string[];
}

/** Rows are read in parts of about this many bytes, so that memory stays flat. */
const partSize = 4 << 20;

/**
 * Writes everything into one file while the portal is in use: the database as it is at one moment,
 * and every file it refers to at that moment. Written aside and renamed, so there is a whole backup
 * or none. Works on a database of an older version too.
 * @param path of the file to be made
 * @throws BackupError when another backup is being made, or it cannot be written
 */
export async function writeBackup(
  stored: Stored,
  path: string,
  options: BackupOptions,
): Promise<BackupResult> {
  return await whileFilesStay(stored.pool, async () => {
    if (await exists(path).catch(() => false)) {
      throw new BackupError(`${path} is there already.`);
    }
    const archive = await Archive.create(path, options);
    try {
      const found = await fill(archive, stored, options);
      return { path, bytes: await archive.finish(), ...found };
    } catch (error) {
      await archive.abandon(error);
      throw explained(archive.failure ?? error, path);
    }
  });
}

async function fill(archive: Archive, stored: Stored, options: BackupOptions) {
  const { head, tables, hashes } = await addDatabase(archive, stored.pool, options.now);
  const missing: string[] = [];
  let bytes = 0;
  for (const { hash } of hashes) {
    const content = await stored.files.get(hash);
    if (!content || sha256(content) !== hash) missing.push(hash);
    else {
      bytes += content.length;
      await archive.add(`files/${hash.slice(0, 2)}/${hash}`, content);
    }
  }
  const manifest: Manifest = {
    head,
    tables,
    files: { count: hashes.length - missing.length, bytes },
    mails: await addMails(archive, stored.mailDir),
    missing,
  };
  await archive.add(manifestName, json(manifest));
  const rows = tables.reduce((sum, table) => sum + table.rows, 0);
  return { files: manifest.files.count, rows, missing };
}

/** All tables as they are at one moment, and which files they refer to. */
async function addDatabase(archive: Archive, pool: postgres.Sql, now: Date) {
  return await pool.begin("isolation level repeatable read read only", async (sql) => {
    await sql.unsafe("set local datestyle = 'ISO, YMD'; set local extra_float_digits = 1").simple();
    const tables = await listTables(sql);
    if (tables.length === 0) throw new BackupError("There is nothing to back up yet.");
    const head: Head = {
      format: formatVersion,
      program: version,
      createdAt: now.toISOString(),
      migrations: await appliedMigrations(sql),
      tables,
      sequences: await listSequences(sql),
    };
    const hashes = await listHashes(sql);
    const [size] = await sql.unsafe<{ bytes: number }[]>(
      "select sum(pg_table_size(quote_ident(name)::regclass))::bigint as bytes from unnest($1::text[]) as name",
      [tables.map(({ name }) => name)],
    );
    archive.expect(size!.bytes + hashes.reduce((sum, { bytes }) => sum + bytes, 0));
    const headBytes = json(head);
    await archive.add(headName, headBytes);
    const written: Manifest["tables"] = [];
    for (const table of tables) written.push(await addTable(archive, sql, table));
    return { head: sha256(headBytes), tables: written, hashes };
  });
}

async function addTable(archive: Archive, sql: Sql, table: Head["tables"][number]) {
  const hash = createHash("sha256");
  let rows = 0;
  let parts = 0;
  let waiting: Uint8Array[] = [];
  let size = 0;
  const flush = async () => {
    if (size === 0) return;
    const part = Buffer.concat(waiting);
    hash.update(part);
    for (let at = part.indexOf(10); at >= 0; at = part.indexOf(10, at + 1)) rows++;
    const name = `database/${table.name}/${String(++parts).padStart(6, "0")}.copy.zst`;
    await archive.add(name, zstdCompressSync(part));
    waiting = [];
    size = 0;
  };
  let failure: unknown;
  const stream = await sql.unsafe(`copy ${copyTarget(table)} to stdout`).readable();
  for await (const chunk of stream as AsyncIterable<Uint8Array>) {
    if (failure) continue; // what is not read to its end holds up the connection for ever
    waiting.push(chunk);
    size += chunk.length;
    if (size >= partSize) await flush().catch((error) => failure = error);
  }
  stream._read(0); // the driver may have paused the connection at the end, and then never goes on
  if (failure) throw failure;
  await flush();
  return { name: table.name, rows, sha256: hash.digest("hex") };
}

async function addMails(archive: Archive, folder: string): Promise<Manifest["mails"]> {
  const mails: Manifest["mails"] = [];
  const names = await readdir(folder).catch(() => []);
  for (const name of names.filter(isMailName).sort()) {
    const bytes = await readFile(join(folder, name)).catch(() => undefined);
    if (!bytes) continue; // removed meanwhile: its time was over
    await archive.add(`mail/${name}`, bytes);
    mails.push({ name, sha256: sha256(bytes) });
  }
  return mails;
}

/** The file that is being written: a tar with its seal, and age when there is a key. */
class Archive {
  private readonly packer = createTarPacker();
  private done = 0;
  private total = 0;
  /** What went wrong while writing, as on a full disk. */
  failure: unknown;

  private constructor(
    private readonly path: string,
    private readonly aside: string,
    private readonly file: Deno.FsFile,
    private readonly options: BackupOptions,
  ) {}

  static async create(path: string, options: BackupOptions): Promise<Archive> {
    const aside = join(dirname(path), `.${basename(path)}.${randomUUID().slice(0, 8)}`);
    try {
      // Names, addresses, everything: for the owner of the process only.
      const file = await Deno.open(aside, { createNew: true, write: true, mode: 0o600 });
      const archive = new Archive(path, aside, file, options);
      archive.writing = archive.write().catch((error) => void (archive.failure ??= error));
      return archive;
    } catch (error) {
      throw explained(error, path);
    }
  }

  private writing: Promise<void> = Promise.resolve();

  private async write(): Promise<void> {
    const packed = this.packer.readable.pipeThrough(seal());
    const { key } = this.options;
    const bytes = key ? await encrypt(packed, key) : packed;
    await bytes.pipeTo(
      new WritableStream({
        write: async (chunk) => {
          for (let at = 0; at < chunk.length;) at += await this.file.write(chunk.subarray(at));
        },
      }),
    );
  }

  expect(total: number) {
    this.total = total;
  }

  async add(name: string, bytes: Uint8Array): Promise<void> {
    this.options.signal?.throwIfAborted();
    if (this.failure) throw this.failure;
    const mtime = this.options.now;
    const entry = this.packer.controller
      .add({ name, size: bytes.length, type: "file", mode: 0o600, mtime }).getWriter();
    await entry.write(bytes);
    await entry.close();
    this.done += bytes.length;
    this.options.progress?.(this.done, Math.max(this.done, this.total));
  }

  /** Makes the backup durable under its own name. Returns its size. */
  async finish(): Promise<number> {
    this.packer.controller.finalize();
    await this.writing;
    if (this.failure) throw this.failure;
    const { size } = await this.file.stat();
    await this.file.sync();
    this.file.close();
    await Deno.rename(this.aside, this.path);
    using folder = await Deno.open(dirname(this.path));
    await folder.sync();
    return size;
  }

  /** Leaves nothing behind. */
  async abandon(reason: unknown): Promise<void> {
    this.packer.controller.error(reason);
    await this.writing;
    try {
      this.file.close();
    } catch {
      // it was closed already
    }
    await Deno.remove(this.aside).catch(() => {});
  }
}

const json = (value: unknown) => new TextEncoder().encode(JSON.stringify(value, null, 1) + "\n");
const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");

/** The error of a disk as one line that says what to do; any other as it is. */
function explained(error: unknown, path: string): unknown {
  const code = error instanceof Error && "code" in error ? error.code : "";
  const folder = dirname(path);
  if (code === "ENOSPC" || code === "EDQUOT") {
    return new BackupError(`There is no room for the backup in ${folder}. Nothing was left there.`);
  }
  if (code === "ENOENT" || code === "ENOTDIR") {
    return new BackupError(`There is no folder ${folder} for the backup. Make it first.`);
  }
  if (code === "EACCES" || code === "EPERM" || code === "EROFS") {
    return new BackupError(`The folder ${folder} may not be written by this user (${code}).`);
  }
  return error;
}
