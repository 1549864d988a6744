import { readdir, readFile } from "node:fs/promises";
import { dirname, join, relative, resolve } from "node:path";
import { expect, test } from "vitest";

const root = resolve(import.meta.dirname!, "..");

interface Import {
  from: string;
  to: string;
  typeOnly: boolean;
}

/** Every import between our own files under a folder, with paths from the root. */
async function importsIn(folder: string): Promise<Import[]> {
  const names = await readdir(join(root, folder), { recursive: true });
  const files = names.filter((name) => /\.tsx?$/.test(name)).map((name) => join(folder, name));
  const found: Import[] = [];
  for (const file of files) {
    const source = await readFile(join(root, file), "utf8");
    for (
      const [, typed, path] of source.matchAll(
        /^(?:import|export)\s(type\s)?[^;]*?from "(\.[^"]+)"/gms,
      )
    ) {
      const to = relative(root, resolve(root, dirname(file), path!));
      found.push({ from: file, to, typeOnly: typed !== undefined });
    }
  }
  return found;
}

const moduleOf = (path: string) => /^modules\/([^/]+)\//.exec(path)?.[1];
const show = (imports: Import[]) => imports.map(({ from, to }) => `${from} → ${to}`);

test("a module meets another only through its face", async () => {
  const strangers = (await importsIn("modules")).filter(({ from, to }) =>
    moduleOf(from) && moduleOf(to) && moduleOf(from) !== moduleOf(to)
  );
  expect(show(strangers.filter(({ to }) => !to.endsWith("/mod.ts")))).toEqual([]);
});

test("modules stand on each other without circles, with accounts at the bottom", async () => {
  const below = new Map<string, Set<string>>();
  for (const { from, to } of await importsIn("modules")) {
    const [upper, lower] = [moduleOf(from), moduleOf(to)];
    if (!upper || !lower || upper === lower) continue;
    below.set(upper, (below.get(upper) ?? new Set()).add(lower));
  }
  const reaches = (from: string, to: string, seen = new Set<string>()): boolean =>
    [...below.get(from) ?? []].some((next) =>
      next === to || (!seen.has(next) && reaches(next, to, seen.add(next)))
    );
  expect([...below.keys()].filter((name) => reaches(name, name))).toEqual([]);
  expect([...below.get("accounts") ?? []]).toEqual([]);
});

test("the shell, the database and the mails know no module, but for the types of its tables", async () => {
  const all = (await Promise.all(["web", "db", "emails"].map(importsIn))).flat();
  const allowed = ["web/app.ts"];
  const wrong = all.filter(({ from, to, typeOnly }) =>
    to.startsWith("modules/") && !allowed.includes(from) && !from.startsWith("db/demo/") &&
    !(typeOnly && to.endsWith("/tables.ts"))
  );
  expect(show(wrong)).toEqual([]);
});

test("mails are made from plain props: the templates know neither database nor pages", async () => {
  const wrong = (await importsIn("emails")).filter(({ from, to }) =>
    !to.startsWith("emails/") && to !== "turns.ts" && !from.endsWith("ledger.ts")
  );
  expect(show(wrong)).toEqual([]);
});
