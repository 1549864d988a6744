import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ConfigError, readConfig } from "../config.ts";

let folder: string;
beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), "schoolbel-line-"))));
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Runs the program as a person would; returns how it ended and what it said on the error output. */
async function run(args: string[], env: Record<string, string> = {}) {
  const output = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "main.ts", ...args],
    cwd: resolve(import.meta.dirname!, ".."),
    env: { DATA_DIR: folder, ...env },
  }).output();
  const text = new TextDecoder();
  return { code: output.code, said: text.decode(output.stderr), out: text.decode(output.stdout) };
}

test("flags win over the environment, which wins over what is usual", () => {
  const { config } = readConfig(["--port", "8001"], { PORT: "9000", HOST: "0.0.0.0" });
  expect(config).toMatchObject({ port: 8001, host: "0.0.0.0", origin: "http://0.0.0.0:8001" });
  expect(readConfig([], {}).config).toMatchObject({ port: 8000, host: "127.0.0.1" });
});

test.each([
  [["--port", "80a"], "--port (PORT)"],
  [["--port", "70000"], "70000"],
  [["--host", "a b"], "--host (HOST)"],
  [["--origin", "portaal.school"], "http:// or https://"],
  [["--database-url", "mysql://x"], "postgres://"],
  [["--smtp-url", "mail.school"], "smtp:// or smtps://"],
  [["--mail-from", "De Regenton"], "--mail-from (MAIL_FROM)"],
  [["--port", "-1"], "--port"],
  [["--port", ""], "--port (PORT)"],
  [["--port"], "--port"],
  [["--data", ""], "--data (DATA_DIR)"],
  [["--host", "[::1]"], "--host (HOST)"],
  [["--origin", "https://x.nl/portaal"], "such as https://x.nl"],
  [["--origin", "https://jan:geheim@x.nl"], "such as https://x.nl"],
  [["--origin", "https://"], "--origin (ORIGIN)"],
  [["--origin", "javascript:alert(1)"], "--origin (ORIGIN)"],
  [["--database-url", "localhost:5432"], "--database-url (DATABASE_URL)"],
  [["--smtp-url", "smtp://"], "--smtp-url (SMTP_URL)"],
  [["--mail-from", "a@b\r\nBcc: c@d"], "--mail-from (MAIL_FROM)"],
  [["--files-url", "https://bucket"], "--files-url (FILES_URL)"],
  [["--files-url", "s3://host/bucket"], "s3://key:secret@host/bucket"],
  [["--tls-cert", "a.pem"], "--tls-key (TLS_KEY)"],
  [["--tls-key", "a.pem"], "--tls-cert (TLS_CERT)"],
  [["--tls-cert", "a", "--tls-key", "b", "--origin", "http://x.nl"], "https://"],
  [["--backup-keep", "0"], "--backup-keep (BACKUP_KEEP)"],
  [["--backup-keep", "veel"], "--backup-keep (BACKUP_KEEP)"],
  [["--colour", "red"], "--colour"],
])("a wrong value %j is refused in one line that names it", (args, named) => {
  const refuse = () => readConfig(args, {});
  expect(refuse).toThrow(ConfigError);
  expect(refuse).toThrow(named);
  try {
    refuse();
  } catch (error) {
    expect((error as Error).message).not.toContain("\n");
  }
});

test("a wrong address with a password in it is not repeated", () => {
  expect(() => readConfig(["--smtp-url", "http://x:geheim@y"], {})).toThrow(/^(?!.*geheim)/);
});

test.each([
  [["serve", "--port", "x"], {}, 2, "--port"],
  [["serve", "nu"], {}, 2, "nu"],
  [["zing"], {}, 2, "zing"],
  [["serve", "--port", "0"], { DATABASE_URL: "postgres://a:b@127.0.0.1:1/x" }, 1, "127.0.0.1:1"],
  [["serve"], { DATA_DIR: import.meta.filename! }, 1, "--data"],
  [["serve"], { DATA_DIR: "/proc/nothing" }, 1, "/proc/nothing"],
  [["serve"], { TLS_CERT: "/nothing.pem", TLS_KEY: "/nothing.key" }, 2, "/nothing.pem (TLS_CERT)"],
  [["serve"], { TLS_CERT: import.meta.filename!, TLS_KEY: import.meta.filename! }, 2, "PEM"],
  [["serve"], { HOST: "nowhere.invalid" }, 2, "--host"],
  [["serve"], { HOST: "192.0.2.1" }, 2, "--host"],
])("who starts it with %j and %j hears one clear line", async (args, env, code, named) => {
  const end = await run(args, env as Record<string, string>);
  expect(end.code).toBe(code);
  expect(end.said.trim().split("\n")).toHaveLength(1);
  expect(end.said).toContain(named);
});

test("who asks what it can do is told, with every option", async () => {
  const { code, out } = await run(["help"]);
  expect(code).toBe(0);
  for (const word of ["demo", "serve", "import", "--port", "DATABASE_URL"]) {
    expect(out).toContain(word);
  }
});

test("a port that is in use is said so, and the database is left in order", async () => {
  using taken = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { code, said } = await run(["serve", "--port", String(taken.addr.port)]);
  expect(code).toBe(2);
  expect(said).toContain(`Port ${taken.addr.port} is in use`);
}, 60_000);
