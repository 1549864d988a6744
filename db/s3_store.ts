import { createHash, randomUUID } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import { S3mini } from "s3mini";
import { type FileStore, isHash } from "./file_store.ts";

/** How often a request is sent before the store counts as away; the waits between double. */
const attempts = 4;
const firstWait = 200;
/** Milliseconds for one request: a large attachment over a slow line. */
const patience = 60_000;

/**
 * A store in an S3-compatible bucket. Each put writes an object of its own, `<hash>.<id>`, which
 * never changes: a removal takes away those that are old and cannot meet a put of the same content,
 * for which S3 has no lock.
 * @param url `s3://key:secret@host/bucket?region=eu-west-1`; `s3+http://…` goes without TLS
 */
export function s3Store(url: string): FileStore {
  const s3 = clientFor(url);
  /** Those whose key begins with this, a thousand at a time. */
  async function* objects(prefix: string) {
    let next: string | undefined;
    do {
      const page = await s3.listObjectsPaged("/", prefix, 1000, next);
      if (!page?.objects) throw new Error(`There is no bucket "${s3.bucketName}"`);
      yield* page.objects;
      next = page.nextContinuationToken;
    } while (next);
  }

  return {
    async put(bytes) {
      const hash = createHash("sha256").update(bytes).digest("hex");
      await s3.putObject(`${hash}.${randomUUID()}`, bytes);
      return hash;
    },
    async get(hash) {
      if (!isHash(hash)) return undefined;
      for await (const { Key } of objects(hash)) {
        const bytes = await s3.getObjectArrayBuffer(Key);
        if (bytes) return new Uint8Array(bytes); // else it was removed just now, and there may be another
      }
    },
    async remove(hash, before) {
      const all = await Array.fromAsync(objects(hash));
      // The store tells whole seconds, rounded down.
      const old = all.filter(({ LastModified }) => LastModified.getTime() + 1000 <= +before);
      for (const { Key } of old) await s3.deleteObject(Key);
      return old.length === all.length;
    },
    async *list() {
      let last = "";
      for await (const { Key } of objects("")) {
        const hash = Key.slice(0, 64);
        if (isHash(hash) && hash !== last) yield last = hash; // keys come in order
      }
    },
  };
}

function clientFor(url: string): S3mini {
  const { protocol, host, pathname, username, password, searchParams } = new URL(url);
  return new S3mini({
    endpoint: `${protocol === "s3+http:" ? "http" : "https"}://${host}${pathname}`,
    region: searchParams.get("region") ?? "us-east-1",
    accessKeyId: decodeURIComponent(username),
    secretAccessKey: decodeURIComponent(password),
    fetch: patientFetch,
  });
}

/**
 * As `fetch`, and the whole answer: what breaks off or meets a server in trouble is sent again.
 * @throws an error with code `EIO` when the store stays away
 */
async function patientFetch(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
  for (let attempt = 1;; attempt++) {
    let trouble: unknown;
    try {
      const answer = await fetch(input, { ...init, signal: AbortSignal.timeout(patience) });
      const body = await answer.arrayBuffer();
      const { status, headers } = answer;
      if (status < 500 && status !== 429) {
        return new Response(status === 204 || status === 304 ? null : body, { status, headers });
      }
      trouble = status;
    } catch (error) {
      trouble = error;
    }
    if (attempt === attempts) {
      const message = "The file store does not answer";
      throw Object.assign(new Error(message, { cause: trouble }), { code: "EIO" });
    }
    await delay(firstWait * 2 ** (attempt - 1));
  }
}
