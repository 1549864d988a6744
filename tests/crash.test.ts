import { expect, test } from "vitest";
import { torture } from "./torture/torture.ts";

test(
  "killed ten times under load, with a mail server that drops connections, it loses nothing",
  async () => {
    const outcome = await torture({ kills: 10, seed: 20261110 });
    expect(outcome.losses).toEqual([]);
    expect([...outcome.back.values()].flat()).toHaveLength(10);
    // It was under load indeed, and the mail server was trouble.
    expect(outcome.acknowledged).toBeGreaterThan(100);
    expect(outcome.mails).toBeGreaterThan(30);
    expect(outcome.dropped.before).toBeGreaterThan(0);
    expect(outcome.dropped.after).toBeGreaterThan(0);
  },
  180_000,
);
