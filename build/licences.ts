import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { programFile } from "../program_file.ts";
import type { Architecture } from "./packages.ts";

interface Manifest {
  name: string;
  version: string;
  license?: string | { type: string };
  dependencies?: Record<string, string>;
}

/** What is in the file and no package of its own says under which terms. */
const others =
  `Deno, the runtime: MIT, Copyright the Deno authors, https://github.com/denoland/deno.
PostgreSQL: the PostgreSQL Licence, Copyright (c) 1996-2026, PostgreSQL Global Development Group,
Copyright (c) 1994, The Regents of the University of California.
Lucide, the icons: ISC, Copyright (c) Lucide Contributors. Figtree, the font: SIL OFL 1.1, Copyright
The Figtree Project Authors.`;

/**
 * The terms of everything that is in the built file: as those ask, they go along with it. Packages
 * are followed from package.json down; what the bundler leaves out of them is named all the same.
 */
export async function collectLicences(architecture: Architecture): Promise<string> {
  const found = new Map<string, string>();
  const follow = async (name: string, asker: string) => {
    const folder = await findFolder(name, asker);
    if (!folder) return; // for another machine, or optional
    const about: Manifest = JSON.parse(await Deno.readTextFile(join(folder, "package.json")));
    const key = `${about.name} ${about.version}`;
    if (found.has(key)) return;
    found.set(key, await termsOf(folder, about));
    for (const dependency of Object.keys(about.dependencies ?? {})) {
      await follow(dependency, folder);
    }
  };
  const root = fileURLToPath(programFile("."));
  const { dependencies = {} }: Manifest = JSON.parse(
    await Deno.readTextFile(join(root, "package.json")),
  );
  for (const name of Object.keys(dependencies)) {
    if (/-(x64|arm64)$/.test(name) && !name.endsWith(architecture)) continue;
    await follow(name, root);
  }
  const parts = [...found].sort(([a], [b]) => a < b ? -1 : 1)
    .map(([name, terms]) => `${"=".repeat(80)}\n${name}\n\n${terms}`);
  return `Schoolbel is under the EUPL 1.2; see LICENSE. It is made with:\n\n${others}\n\n${
    parts.join("\n\n")
  }\n`;
}

/** Where a package is for the one that asks for it: beside it, or above it. */
async function findFolder(name: string, asker: string): Promise<string | undefined> {
  for (let above = asker;; above = dirname(above)) {
    const folder = await Deno.realPath(join(above, "node_modules", name)).catch(() => undefined);
    if (folder) return folder;
    if (above === dirname(above)) return undefined;
  }
}

async function termsOf(folder: string, { license }: Manifest): Promise<string> {
  const texts: string[] = [];
  for await (const { name, isFile } of Deno.readDir(folder)) {
    if (!isFile || !/^(licen[cs]e|copying|notice)/i.test(name)) continue;
    texts.push((await Deno.readTextFile(join(folder, name))).trim());
  }
  const named = typeof license === "string" ? license : license?.type ?? "not said";
  return texts.length > 0 ? texts.join("\n\n") : `Licence: ${named} (as its package.json says)`;
}
