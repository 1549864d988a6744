import type { House } from "../../web/house.ts";
import { type Load, load } from "./load.ts";
import { median, run, signIn } from "./stage.ts";

/** The start page of a parent against the floor, in turn, so that both meet the same machine. */
export async function againstFloor(house: House, school: string, parent: string, rounds = 5) {
  const token = await signIn(house.pool, parent);
  const { host, port, user, database } = house.pool.options as unknown as Record<string, unknown>;
  const address = JSON.stringify({
    host: [host].flat()[0],
    port: [port].flat()[0],
    user,
    database,
  });
  const app = await run("main.ts", ["serve", "--port", "0", "--data", house.config.dataDir]);
  const floor = await run("tests/bench/floor.ts", [address, school, token]);
  const ask = (port: number, seconds: number) =>
    load({ port, path: `/${school}`, cookie: `session=${token}`, seconds });
  await ask(app.port, 3); // both are warm before they are measured
  await ask(floor.port, 3);
  const ours: Load[] = [];
  const theirs: Load[] = [];
  for (let round = 0; round < rounds; round++) {
    ours.push(await ask(app.port, 3));
    theirs.push(await ask(floor.port, 3));
  }
  const memory = await app.memory();
  await app.stop();
  await floor.stop();
  const middle = (loads: Load[], what: keyof Load) => median(loads.map((one) => one[what]));
  return {
    perSecond: middle(ours, "perSecond"),
    floorPerSecond: middle(theirs, "perSecond"),
    ratio: median(ours.map((one, n) => one.perSecond / theirs[n]!.perSecond)),
    median: middle(ours, "median"),
    p99: middle(ours, "p99"),
    bytes: middle(ours, "bytes"),
    memory,
  };
}
