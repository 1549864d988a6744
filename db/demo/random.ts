/**
 * Chance that repeats itself: the same seed gives the same school, so that a test, a screenshot
 * and a bug report speak of the same people. (mulberry32; not for secrets.)
 */
export class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** 0 up to, not including, 1. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let t = this.#state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  }

  /** A whole number from `low` to `high`, both included. */
  between(low: number, high: number): number {
    return low + Math.floor(this.next() * (high - low + 1));
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  pick<T>(list: readonly T[]): T {
    return list[this.between(0, list.length - 1)]!;
  }

  /** A new array in another order. */
  shuffle<T>(list: readonly T[]): T[] {
    const result = [...list];
    for (let i = result.length - 1; i > 0; i--) {
      const j = this.between(0, i);
      [result[i], result[j]] = [result[j]!, result[i]!];
    }
    return result;
  }
}

/** Cards in an order by chance: each comes once before the first comes again. */
export class Deck<T> {
  #next = 0;
  readonly #cards: T[];

  constructor(random: Random, cards: readonly T[]) {
    this.#cards = random.shuffle(cards);
  }

  draw(): T {
    return this.#cards[this.#next++ % this.#cards.length]!;
  }
}
