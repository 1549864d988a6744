import { createHash } from "node:crypto";

type Through = TransformStream<Uint8Array, Uint8Array>;

/** Bytes of a SHA-256. */
const length = 32;

/** Thrown where a seal does not fit what is before it. */
class SealBroken extends Error {}

/** Adds the SHA-256 of all bytes behind them. (`tar` stops before it.) */
export function seal(): Through {
  const hash = createHash("sha256");
  return new TransformStream({
    transform(bytes, controller) {
      hash.update(bytes);
      controller.enqueue(bytes);
    },
    flush: (controller) => controller.enqueue(new Uint8Array(hash.digest())),
  });
}

/** Takes the seal away, after holding it against the bytes that came before it. */
export function unseal(): Through {
  const hash = createHash("sha256");
  let held: Uint8Array = new Uint8Array();
  return new TransformStream({
    transform(bytes, controller) {
      const all = Buffer.concat([held, bytes]);
      const end = Math.max(0, all.length - length);
      held = all.subarray(end);
      if (end === 0) return;
      hash.update(all.subarray(0, end));
      controller.enqueue(all.subarray(0, end));
    },
    flush() {
      if (!hash.digest().equals(held)) throw new SealBroken();
    },
  });
}
