import { createHash, randomUUID } from "node:crypto";
import { mkdir, open, readdir, readFile, rename, rm, stat, utimes } from "node:fs/promises";
import { join } from "node:path";

/** Contents by their SHA-256; the database knows names and who may see them. */
export interface FileStore {
  /** Keeps the bytes; acknowledged only when they would survive a power cut. Returns their hash. */
  put(bytes: Uint8Array): Promise<string>;
  /** The bytes of a hash, or undefined when the store does not have them. */
  get(hash: string): Promise<Uint8Array<ArrayBuffer> | undefined>;
  /**
   * Removes the bytes of a hash, unless they were put (again) after `before`: whoever did that may
   * be about to write the row that refers to them. Returns whether they are gone.
   */
  remove(hash: string, before: Date): Promise<boolean>;
  /** Every hash the store has bytes of, in no order. */
  list(): AsyncIterable<string>;
}

/**
 * A store in a folder: `<folder>/ab/abcdef…`. Written aside and renamed, so never half there.
 * The time of a file is when it was last put. Putting what is there touches it, and removing takes
 * it aside before looking at that time: a put at the same moment either touched it, and it is put
 * back, or finds nothing, and writes it anew.
 */
export function folderStore(folder: string): FileStore {
  const place = (hash: string) => join(folder, hash.slice(0, 2), hash);
  return {
    async put(bytes) {
      const hash = createHash("sha256").update(bytes).digest("hex");
      const target = place(hash);
      if (await touched(target)) return hash;
      const parent = join(folder, hash.slice(0, 2));
      await mkdir(parent, { recursive: true, mode: 0o700 });
      const aside = join(parent, `.${randomUUID()}`);
      try {
        await writeDurably(aside, bytes);
        await rename(aside, target);
      } catch (error) {
        await rm(aside, { force: true }); // a disk that is full need not be fuller
        throw error;
      }
      await syncFolder(parent);
      return hash;
    },
    async get(hash) {
      if (!isHash(hash)) return undefined;
      const bytes = await readFile(place(hash)).catch(() => undefined);
      return bytes && new Uint8Array(bytes);
    },
    async remove(hash, before) {
      const target = place(hash);
      const aside = join(folder, hash.slice(0, 2), `.${randomUUID()}`);
      if (!await rename(target, aside).then(() => true, isAbsent)) return true;
      const { mtime } = await stat(aside);
      if (mtime >= before) await rename(aside, target);
      else await rm(aside);
      return mtime < before;
    },
    async *list() {
      for (const parent of await readdir(folder).catch((error) => isAbsent(error) || [])) {
        for (const name of await readdir(join(folder, parent))) if (isHash(name)) yield name;
      }
    },
  };
}

/** Whether this is a SHA-256 as we write it. */
export const isHash = (text: string): boolean => /^[0-9a-f]{64}$/.test(text);

async function writeDurably(path: string, bytes: Uint8Array) {
  const file = await open(path, "wx", 0o600);
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Gives a file the present time; false when it is not there. */
async function touched(path: string): Promise<boolean> {
  const now = new Date();
  return await utimes(path, now, now).then(() => true, isAbsent);
}

/** False for the error that a file is not there; any other is thrown. */
function isAbsent(error: NodeJS.ErrnoException): false {
  if (error.code === "ENOENT") return false;
  throw error;
}

/** A rename is durable only when its folder has been written too. */
async function syncFolder(path: string) {
  const folder = await open(path, "r");
  await folder.sync();
  await folder.close();
}
