import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";
import { options, readConfig } from "../config.ts";

const root = resolve(import.meta.dirname!, "..");
const read = (path: string) => readFile(join(root, path), "utf8");
const words = Object.values(options).map(({ env }) => env as string);

/** The settings as systemd and a shell both read them. */
async function exampleSettings(): Promise<Record<string, string>> {
  const text = await read("deploy/settings.example");
  const lines = text.split("\n").filter((line) => line && !line.startsWith("#"));
  return Object.fromEntries(lines.map((line) => {
    const [, word, quoted, bare] = /^([A-Z_]+)=(?:'([^']*)'|([^\s'"$&;<>]*))$/.exec(line) ?? [];
    expect([line, word]).not.toContain(undefined);
    return [word, quoted ?? bare];
  }));
}

test("the example of the settings has only words that are settings, and works", async () => {
  const settings = await exampleSettings();
  const { config } = readConfig([], settings);
  expect(config).toMatchObject({
    dataDir: "/var/lib/schoolbel",
    origin: "https://portaal.uwschool.example",
    backupDir: "/var/backups/schoolbel",
  });
  const ours = Object.keys(settings).filter((word) => word !== "XDG_CACHE_HOME");
  expect(ours.filter((word) => !words.includes(word))).toEqual([]);
});

test("the service may write where the settings say it keeps things, and nowhere else", async () => {
  const unit = await read("deploy/schoolbel.service");
  const { DATA_DIR, BACKUP_DIR, XDG_CACHE_HOME } = await exampleSettings();
  const setting = (name: string) => new RegExp(`^${name}=(.*)$`, "m").exec(unit)?.[1];
  expect(`/var/lib/${setting("StateDirectory")}`).toBe(DATA_DIR);
  expect(`/var/cache/${setting("CacheDirectory")}`).toBe(`${XDG_CACHE_HOME}/schoolbel`);
  expect(setting("ReadWritePaths")).toBe(`-${BACKUP_DIR}`);
  expect(setting("ProtectSystem")).toBe("strict");
  expect(setting("NoNewPrivileges")).toBe("yes");
});

test("every setting is in the README, and every page that is referred to is there", async () => {
  const readme = await read("README.md");
  expect(words.filter((word) => !readme.includes(`\`${word}\``))).toEqual([]);
  for (const page of ["README.md", "docs/self-hosting.md", "docs/scaling.md"]) {
    const text = await read(page);
    for (const [, link] of text.matchAll(/\]\((?!https?:|#)([^)#]+)/g)) {
      const path = resolve(root, page, "..", link!);
      expect([page, link, await Deno.stat(path).then(() => true, () => false)])
        .toEqual([page, link, true]);
    }
  }
});
