/** Chance that can be had again from its seed (mulberry32). */
export class Chance {
  private state: number;

  constructor(seed: number) {
    this.state = seed >>> 0;
  }

  /** At least `from`, less than `to`. */
  between(from: number, to: number): number {
    this.state = (this.state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return from + ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32 * (to - from);
  }

  one<T>(of: readonly T[]): T {
    return of[Math.floor(this.between(0, of.length))]!;
  }

  happens(probability: number): boolean {
    return this.between(0, 1) < probability;
  }
}
