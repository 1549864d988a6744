/** Why a try is not even made: too many wrong ones, or too many people at once. */
type RefusalReason = "tooMany" | "busy";

/** "Not now": nothing was tried, nothing changed; the answer says how long to wait. */
export class Refusal extends Error {
  override name = "Refusal";
  readonly status: 429 | 503;

  /** @param seconds how long to wait */
  constructor(readonly reason: RefusalReason, readonly seconds: number) {
    super(reason);
    this.status = reason === "busy" ? 503 : 429;
  }
}

/** "Not now" is an answer, not an accident. */
export async function unlessRefused<T>(work: Promise<T>): Promise<T | Refusal> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
}
