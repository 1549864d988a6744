/** Lets a few tasks run at once; the rest wait, first come first served. */
export class Turns {
  private free: number;
  private readonly queue: (() => void)[] = [];

  /** @param places how many may run at once */
  constructor(places: number) {
    this.free = places;
  }

  /** How many wait. */
  get waiting(): number {
    return this.queue.length;
  }

  /** Runs the task when there is a place for it; answers and fails as the task does. */
  async run<T>(task: () => Promise<T>): Promise<T> {
    if (this.free > 0) this.free--;
    else await new Promise<void>((go) => this.queue.push(go));
    try {
      return await task();
    } finally {
      const next = this.queue.shift(); // gets the place of the one that leaves
      if (next) next();
      else this.free++;
    }
  }
}
