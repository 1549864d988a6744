/** A reason why the embedded PostgreSQL cannot serve: one line, fit to show on the terminal. */
export class EmbeddedError extends Error {
  override name = "EmbeddedError";
}

/** A user of this machine. Without a name when only its number is known. */
export interface SystemUser {
  uid: number;
  gid: number;
  name?: string;
}

/** Looks a user up by name or number, in whatever the machine keeps its users in. */
export async function findUser(nameOrUid: string | number): Promise<SystemUser | undefined> {
  const { stdout } = await new Deno.Command("getent", { args: ["passwd", `${nameOrUid}`] })
    .output();
  const [name, , uid, gid] = new TextDecoder().decode(stdout).trim().split(":");
  return name ? { name, uid: Number(uid), gid: Number(gid) } : undefined;
}

/**
 * A command of PostgreSQL, run inside `folder`, as `user` when we are root.
 *
 * PostgreSQL refuses to run as root, and the user it then runs as may not be able to walk to the
 * folder (`/root` is closed to others). `setpriv` enters the folder while it is still root and
 * drops its rights after that; the program then calls the folder `/proc/self/cwd` and needs none
 * of the folders above it. Deno drops rights first, so that serves only when setpriv is missing.
 */
export async function commandAs(
  user: SystemUser | undefined,
  folder: string,
  program: string,
  args: string[],
  options: Deno.CommandOptions = {},
): Promise<Deno.Command> {
  // A clean environment: PGOPTIONS or LD_LIBRARY_PATH of whoever starts us must not count.
  const base = {
    ...options,
    cwd: folder,
    clearEnv: true,
    env: { PATH: "/usr/bin:/bin", LC_ALL: "C" },
  };
  if (!user) return new Deno.Command(program, { ...base, args });
  const { uid, gid } = user;
  const setpriv = await firstExisting(["/usr/bin/setpriv", "/bin/setpriv"]);
  if (!setpriv) return new Deno.Command(program, { ...base, args, uid, gid });
  const drop = [`--reuid=${uid}`, `--regid=${gid}`, "--clear-groups"];
  return new Deno.Command(setpriv, { ...base, args: [...drop, program, ...args] });
}

async function firstExisting(paths: string[]): Promise<string | undefined> {
  for (const path of paths) {
    if (await exists(path)) return path;
  }
}

/** Whether something is there, whatever it is. */
export const exists = (path: string): Promise<boolean> =>
  Deno.lstat(path).then(() => true, (error) => {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  });
