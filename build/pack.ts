import { createHash } from "node:crypto";
import { join } from "node:path";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import { programFile } from "../program_file.ts";
import { version } from "../version.ts";
import type { Architecture } from "./packages.ts";
import { run } from "./run.ts";

/** As `uname -m` names them. */
const machines: Record<Architecture, string> = { x64: "x86_64", arm64: "aarch64" };

/** Makes the one file of a tree: build/head.sh, and behind it the tree as a gzipped tar. */
export async function pack(
  tree: string,
  arch: Architecture,
  archive: string,
): Promise<Uint8Array> {
  const { sums, room } = await writeSums(tree);
  await run("tar", [
    ...["--sort=name", "--mtime=@0", "--owner=0", "--group=0", "--numeric-owner"],
    ...["--format=ustar", "-cf", archive, "-C", tree, "."],
  ]);
  const packed = await compress(await Deno.readFile(archive));
  return await withHead(packed, { arch, machine: machines[arch], sums, room });
}

/** Writes the list of all files with their SHA-256, and returns the list's own. */
async function writeSums(tree: string): Promise<{ sums: string; room: string }> {
  const lines: string[] = [];
  let size = 0;
  for (const path of await filesIn(tree)) {
    const bytes = await Deno.readFile(join(tree, path));
    size += bytes.length;
    lines.push(`${sha256(bytes)}  ${path}\n`);
  }
  const list = new TextEncoder().encode(lines.join(""));
  await Deno.writeFile(join(tree, "SHA256SUMS"), list, { mode: 0o644 });
  return { sums: sha256(list), room: String(Math.ceil(size / 1e6)) };
}

/** The paths of all files in a folder, in the order of their names. */
async function filesIn(folder: string, path = "."): Promise<string[]> {
  const paths: string[] = [];
  for await (const { name, isDirectory } of Deno.readDir(join(folder, path))) {
    const inside = `${path}/${name}`;
    paths.push(...isDirectory ? await filesIn(folder, inside) : [inside]);
  }
  return paths.sort();
}

function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

/** In pieces at the same time; gzip files that follow each other are one (RFC 1952, 2.2). */
async function compress(bytes: Uint8Array): Promise<Uint8Array> {
  const piece = 8_000_000;
  const starts = Array.from({ length: Math.ceil(bytes.length / piece) }, (_, i) => i * piece);
  return concat(
    await Promise.all(
      starts.map((start) => promisify(gzip)(bytes.subarray(start, start + piece), { level: 6 })),
    ),
  );
}

/** Puts build/head.sh before the tar, with its blanks filled in. */
async function withHead(packed: Uint8Array, about: Record<string, string>): Promise<Uint8Array> {
  const { tasks } = JSON.parse(await Deno.readTextFile(programFile("deno.json")));
  const [v8] = /--v8-flags=\S+/.exec(tasks.serve) ?? [];
  if (!v8) throw new Error("The task `serve` in deno.json says no --v8-flags.");
  const filled = { ...about, version, v8, packed: String(packed.length) };
  const script = Object.entries(filled).reduce(
    (script, [name, value]) => script.replaceAll(`@${name}@`, value),
    await Deno.readTextFile(programFile("build/head.sh")),
  );
  // The size of the whole counts the digits it is written with: they get a place of a fixed width.
  const [before, after] = script.split("@size@").map((part) => new TextEncoder().encode(part));
  const place = 12;
  const size = before!.length + place + after!.length + packed.length;
  const digits = new TextEncoder().encode(String(size).padEnd(place));
  return concat([before!, digits, after!, packed]);
}

function concat(parts: Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  parts.reduce((at, part) => (whole.set(part, at), at + part.length), 0);
  return whole;
}
