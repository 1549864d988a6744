import { createHash, randomUUID } from "node:crypto";
import { mkdir, open, readFile, rename, stat } from "node:fs/promises";
import { join } from "node:path";

/** Contents by their SHA-256; the database knows names and who may see them. */
export interface FileStore {
  /** Keeps the bytes; acknowledged only when they would survive a power cut. Returns their hash. */
  put(bytes: Uint8Array): Promise<string>;
  /** The bytes of a hash, or undefined when the store does not have them. */
  get(hash: string): Promise<Uint8Array<ArrayBuffer> | undefined>;
}

/** A store in a folder: `<folder>/ab/abcdef…`. Written aside and renamed, so never half there. */
export function folderStore(folder: string): FileStore {
  const place = (hash: string) => join(folder, hash.slice(0, 2), hash);
  return {
    async put(bytes) {
      const hash = createHash("sha256").update(bytes).digest("hex");
      const target = place(hash);
      if (await stat(target).catch(() => undefined)) return hash;
      const parent = join(folder, hash.slice(0, 2));
      await mkdir(parent, { recursive: true, mode: 0o700 });
      const aside = join(parent, `.${randomUUID()}`);
      const file = await open(aside, "wx", 0o600);
      await file.writeFile(bytes);
      await file.sync();
      await file.close();
      await rename(aside, target);
      await syncFolder(parent);
      return hash;
    },
    async get(hash) {
      if (!/^[0-9a-f]{64}$/.test(hash)) return undefined;
      const bytes = await readFile(place(hash)).catch(() => undefined);
      return bytes && new Uint8Array(bytes);
    },
  };
}

/** A rename is durable only when its folder has been written too. */
async function syncFolder(path: string) {
  const folder = await open(path, "r");
  await folder.sync();
  await folder.close();
}
