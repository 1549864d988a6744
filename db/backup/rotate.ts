import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";

/**
 * Removes the oldest of the backups a program made by itself; those made by hand are somebody's.
 * @param ours names of one kind, which sort by when they were made
 */
export async function keepNewest(folder: string, ours: RegExp, keep: number): Promise<void> {
  const names = (await readdir(folder)).filter((name) => ours.test(name)).sort().reverse();
  for (const name of names.slice(keep)) await rm(join(folder, name), { force: true });
}
