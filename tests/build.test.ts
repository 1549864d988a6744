import { chmod, chown, copyFile, mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";

/** The built file is started as somebody without rights: when the tests run as root, as this user. */
const user = "daemon";
const isRoot = Deno.uid() === 0;
const root = resolve(import.meta.dirname!, "..");
const text = new TextDecoder();
let work: string;
let built: string;

beforeAll(async () => {
  work = await mkdtemp("/tmp/schoolbel-built-"); // in /dev, Deno lets no program with rights of its own read
  await chmod(work, 0o755);
  const arch = Deno.build.arch === "aarch64" ? "arm64" : "x64";
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["task", "build", "--arch", arch, "--out", work],
    cwd: root,
  }).output();
  if (!success) throw new Error(text.decode(stderr));
  console.log(text.decode(stdout).trim());
  built = join(work, `schoolbel-linux-${arch}`);
}, 300_000);
afterAll(() => rm(work, { recursive: true, force: true }));

/** An empty folder of that user, with the built file alone in it. */
async function emptyFolder(): Promise<string> {
  const folder = await mkdtemp(join(work, "server-"));
  await copyFile(built, join(folder, "schoolbel"));
  await give(folder);
  return folder;
}

async function give(path: string) {
  if (isRoot) await chown(path, await idOf("u"), await idOf("g"));
}

async function idOf(which: "u" | "g"): Promise<number> {
  const { stdout } = await new Deno.Command("id", { args: [`-${which}`, user] }).output();
  return Number(text.decode(stdout));
}

/** Started in its folder, without rights and without an environment. */
function start(folder: string, words: string[], program = "./schoolbel"): Deno.ChildProcess {
  const drop = [`--reuid=${user}`, `--regid=${user}`, "--clear-groups", "env"];
  const args = ["-i", program, ...words];
  return new Deno.Command(isRoot ? "setpriv" : "env", {
    args: isRoot ? [...drop, ...args] : args,
    cwd: folder,
    stdout: "piped",
    stderr: "piped",
  }).spawn();
}

async function run(folder: string, words: string[]) {
  const { code, stdout, stderr } = await start(folder, words).output();
  return { code, out: text.decode(stdout), said: text.decode(stderr) };
}

/** Starts the demo, and waits until its first page is there. */
async function openDemo(folder: string) {
  const began = performance.now();
  const child = start(folder, ["demo", "--port", "0"]);
  let out = "";
  let address: string | undefined;
  const reader = child.stdout.getReader();
  while (!address) {
    const { done, value } = await reader.read();
    if (done) throw new Error(`${out}${await new Response(child.stderr).text()}`);
    out += text.decode(value);
    address = /http:\S+\/regenton/.exec(out)?.[0];
  }
  const page = await fetch(`${address}/sign-in`);
  const ms = Math.round(performance.now() - began);
  const close = async () => {
    child.kill("SIGTERM");
    reader.releaseLock();
    const [{ code }] = await Promise.all([
      child.status,
      child.stdout.cancel(),
      child.stderr.cancel(),
    ]);
    return code;
  };
  return { pid: child.pid, address, page, ms, close };
}

/** Megabytes of memory of a program and of the PostgreSQL of its folder, shared pages counted once. */
async function memoryOf(pid: number, folder: string) {
  let [program, database] = [0, 0];
  for await (const { name } of Deno.readDir("/proc")) {
    const command = await Deno.readTextFile(`/proc/${name}/cmdline`).catch(() => "");
    const cwd = await Deno.readLink(`/proc/${name}/cwd`).catch(() => "");
    if (!cwd.startsWith(folder) || !/postgres|deno/.test(command)) continue;
    const rollup = await Deno.readTextFile(`/proc/${name}/smaps_rollup`).catch(() => "");
    const megabytes = Number(/^Pss:\s+(\d+)/m.exec(rollup)?.[1] ?? 0) / 1024;
    if (Number(name) === pid) program += megabytes;
    else database += megabytes;
  }
  return { program: Math.round(program), database: Math.round(database) };
}

const cacheOf = (folder: string) => join(folder, "schoolbel-cache");
async function copyIn(folder: string): Promise<string> {
  const names = (await readdir(cacheOf(folder))).filter((name) => name.startsWith("version."));
  expect(names).toHaveLength(1);
  return join(cacheOf(folder), names[0]!);
}

test(
  "the file, copied alone into an empty folder, serves the demo to people and stops in order",
  async () => {
    const folder = await emptyFolder();
    const first = await openDemo(folder);
    expect(first.page.status).toBe(200);

    const signIn = await fetch(`${first.address}/sign-in`, {
      method: "POST",
      redirect: "manual",
      headers: { origin: new URL(first.address).origin },
      body: new URLSearchParams({
        next: "/regenton",
        userName: "ouder@regenton.example",
        password: "Schoolbel1!",
      }),
    });
    expect(signIn.status).toBe(303);
    const cookie = signIn.headers.getSetCookie().map((line) => line.split(";")[0]).join("; ");
    const home = await (await fetch(`${first.address}/news`, { headers: { cookie } })).text();
    const picture = /src="(\/regenton\/[^"]+)"/.exec(home)?.[1];
    expect(picture).toBeDefined();
    const shown = await fetch(new URL(picture!, first.address), { headers: { cookie } });
    expect(shown.headers.get("content-type")).toBe("image/webp");
    expect((await shown.arrayBuffer()).byteLength).toBeGreaterThan(1000);
    expect(await first.close()).toBe(0);

    const later = await openDemo(folder);
    expect(later.page.status).toBe(200);
    // It may write in its data folder, and nowhere else.
    const flags = (await Deno.readTextFile(`/proc/${later.pid}/cmdline`)).split("\0");
    expect(flags.filter((flag) => /^(-A|--allow-all|--allow-(read|write|run|ffi|sys))$/.test(flag)))
      .toEqual([]);
    expect(flags).toContain(`--allow-write=${join(folder, "data")}`);
    const memory = await memoryOf(later.pid, folder);
    expect(await later.close()).toBe(0);
    const { size } = await Deno.stat(built);
    console.log(
      `built file: ${
        Math.round(size / 1e6)
      } MB, first page after ${first.ms} ms at the first start, ` +
        `${later.ms} ms later; memory ${memory.program} MB and PostgreSQL ${memory.database} MB`,
    );
    expect(size).toBeLessThan(90e6);
    expect(later.ms).toBeLessThan(first.ms);
    expect(memory.program).toBeGreaterThan(20); // else it has not been measured
    expect(memory.program + memory.database).toBeLessThan(300);
  },
  120_000,
);

test(
  "two that start at once for the first time both run, and one copy stays; what a version before left goes",
  async () => {
    const folder = await emptyFolder();
    await mkdir(cacheOf(folder));
    await give(cacheOf(folder));
    for (const name of ["version.left", "version.running", "half.999999999"]) {
      await mkdir(join(cacheOf(folder), name, ".running"), { recursive: true });
      for (const path of [name, join(name, ".running")]) await give(join(cacheOf(folder), path));
    }
    const other = start(folder, ["60"], "sleep");
    await writeFile(join(cacheOf(folder), "version.left/.running/999999999"), "");
    await writeFile(join(cacheOf(folder), "version.running/.running", `${other.pid}`), "");
    const both = await Promise.all([run(folder, ["version"]), run(folder, ["version"])]);
    other.kill();
    await Promise.all([other.stdout.cancel(), other.stderr.cancel()]);
    expect(both.map(({ code }) => code)).toEqual([0, 0]);
    expect(both[0]!.out).toMatch(/^\d+\.\d+/m);
    expect((await readdir(cacheOf(folder))).filter((name) => !/^version\.[0-9a-f]{16}$/.test(name)))
      .toEqual(["version.running"]);
  },
  120_000,
);

test("who has only the file can read the terms of all it is made with", async () => {
  const { code, out } = await run(await emptyFolder(), ["version", "--licences"]);
  expect(code).toBe(0);
  expect(out).toContain("the PostgreSQL Licence");
  for (const name of ["hono", "kysely", "sharp", "pdfmake", "react"]) {
    expect(out).toMatch(new RegExp(`^${name} \\d+\\.\\d+`, "m"));
  }
}, 60_000);

test("a damaged copy is noticed and made anew; words and exit codes pass through", async () => {
  const folder = await emptyFolder();
  expect((await run(folder, ["version"])).code).toBe(0);
  const program = join(await copyIn(folder), "start.js");
  const whole = await Deno.readTextFile(program);
  await writeFile(program, whole.replace(/.$/s, "!"));
  const wrong = await run(folder, ["serve", "--port", "a b"]);
  expect(wrong.code).toBe(2);
  expect(wrong.said).toContain('"a b"');
  expect(await Deno.readTextFile(program)).toBe(whole);
}, 120_000);

test.each([
  ["cut short", (bytes: Uint8Array) => bytes.subarray(0, bytes.length / 2), /incomplete/],
  [
    "damaged",
    (bytes: Uint8Array) => bytes.fill(0, bytes.length / 2, bytes.length / 2 + 9),
    /damaged/,
  ],
])(
  "a file that was %s on its way says so in one line and leaves nothing",
  async (_, change, line) => {
    const folder = await emptyFolder();
    await writeFile(join(folder, "schoolbel"), change(await Deno.readFile(built)));
    const { code, said } = await run(folder, ["version"]);
    expect(code).toBe(1);
    expect(said).toMatch(line);
    expect(said.trim().split("\n")).toHaveLength(1);
    const left = await readdir(cacheOf(folder)).catch(() => []);
    expect(left).toEqual([]);
  },
  60_000,
);

test("without a place to unpack it says in one line what to do", async () => {
  const folder = await emptyFolder();
  if (isRoot) await chown(folder, 0, 0);
  await chmod(folder, 0o555);
  const { code, said } = await run(folder, ["version"]);
  expect(code).toBe(1);
  expect(said).toMatch(/XDG_CACHE_HOME/);
  expect(said.trim().split("\n")).toHaveLength(1);
}, 60_000);
