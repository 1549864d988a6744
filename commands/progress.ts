/** A bar for long work, drawn over and over; nothing where nobody looks on. */
export function progressBar(label: string): {
  update(done: number, total: number): void;
  end(): void;
} {
  if (!Deno.stderr.isTerminal()) return { update() {}, end() {} };
  const write = (text: string) => Deno.stderr.writeSync(new TextEncoder().encode(text));
  const width = 30;
  let drawn = -1;
  return {
    update(done, total) {
      const percent = total > 0 ? Math.min(100, Math.floor((100 * done) / total)) : 0;
      if (percent === drawn) return;
      drawn = percent;
      const filled = Math.round((width * percent) / 100);
      const bar = "█".repeat(filled) + "░".repeat(width - filled);
      write(`\r${label} ${bar} ${percent} %\x1b[K`);
    },
    end: () => void write("\r\x1b[K"),
  };
}
