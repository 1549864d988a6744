import { execFile } from "node:child_process";
import { copyFile, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { promisify } from "node:util";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { readConfig } from "../config.ts";
import { listen } from "../web/listen.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "schoolbel-serving-"));
  await Promise.all(["old", "new"].map(makeCertificate));
});
const children: Deno.ChildProcess[] = [];
afterEach(async () => {
  for (const child of children.splice(0)) {
    try {
      child.kill("SIGKILL");
    } catch { /* it has ended, as it should */ }
    await child.status;
  }
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const file = (name: string) => join(folder, name);

async function makeCertificate(name: string) {
  await promisify(execFile)("openssl", [
    ...["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"],
    ...["-days", "2", "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"],
    ...["-addext", "basicConstraints=critical,CA:FALSE"],
    ...["-keyout", file(`${name}.key`), "-out", file(`${name}.crt`)],
  ]);
}

/** Puts one of the certificates where the server looks, as certbot would. */
async function install(name: string) {
  await copyFile(file(`${name}.crt`), file("used.crt"));
  await copyFile(file(`${name}.key`), file("used.key"));
}

/** Whether a visitor who trusts only this certificate gets a page. */
async function trusted(name: string, port: number): Promise<boolean> {
  const client = Deno.createHttpClient({ caCerts: [await Deno.readTextFile(file(`${name}.crt`))] });
  try {
    const answer = await fetch(`https://localhost:${port}/health`, { client });
    await answer.body?.cancel();
    return answer.ok;
  } catch {
    return false;
  } finally {
    client.close();
  }
}

/** The program itself, on a free port; resolves once it answers. */
async function serve(...args: string[]) {
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "main.ts", "serve", "--port", "0", "--host", "127.0.0.1"].concat(args),
    cwd: resolve(import.meta.dirname!, ".."),
    env: { DATA_DIR: file("data") },
    stdout: "piped",
    stderr: "inherit",
  }).spawn();
  children.push(child);
  const lines: Record<string, string>[] = [];
  const reader = child.stdout.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  const read = async () => {
    const { value, done } = await reader.read();
    const parts = (rest + (value ?? "")).split("\n");
    rest = parts.pop()!;
    lines.push(...parts.map((line) => JSON.parse(line)));
    return !done;
  };
  const said = async (event: string) => {
    while (!lines.some((line) => line.event === event)) {
      if (!await read()) throw new Error(`It ended without saying ${event}`);
    }
    return lines.find((line) => line.event === event)!;
  };
  const port = Number(new URL((await said("listening")).address!).port);
  return { child, port, said };
}

const slowRequestAt = async (port: number) =>
  slowRequest(
    await Deno.connect({ hostname: "127.0.0.1", port }),
    `http://127.0.0.1:${port}`,
  );

/** A sign-in whose last byte is still to be sent. */
async function slowRequest(connection: Deno.Conn, origin: string) {
  const body = "userName=iemand&password=geheim-genoeg";
  const write = (text: string) => connection.write(new TextEncoder().encode(text));
  await write(
    `POST /set-up HTTP/1.1\r\nhost: ${new URL(origin).host}\r\norigin: ${origin}\r\n` +
      `content-type: application/x-www-form-urlencoded\r\ncontent-length: ${body.length}\r\n\r\n` +
      body.slice(0, -1),
  );
  return {
    finish: async () => {
      await write(body.slice(-1));
      const answer = await new Response(connection.readable).text().catch(() => "");
      return answer.split("\r\n")[0];
    },
    close: () => connection.close(),
  };
}

test(
  "told to stop, it answers what is under way, takes nothing new, and ends in order",
  async () => {
    const { child, port, said } = await serve();
    const slow = await slowRequestAt(port);
    await delay(200);
    child.kill("SIGTERM");
    await said("stopping");
    await delay(300);
    await expect(fetch(`http://127.0.0.1:${port}/health`)).rejects.toThrow();
    expect(await slow.finish()).toMatch(/^HTTP\/1\.1 [234]/);
    expect(await child.status).toMatchObject({ code: 0, signal: null });
  },
  60_000,
);

test("it waits ten seconds for a request that never ends, not longer", async () => {
  const { child, port, said } = await serve();
  const slow = await slowRequestAt(port);
  await delay(200);
  child.kill("SIGTERM");
  await said("stopping");
  await said("stopped half-way");
  expect(await child.status).toMatchObject({ code: 0, signal: null });
  slow.close();
}, 60_000);

test("told a second time, it is gone at once", async () => {
  const { child, port, said } = await serve();
  const slow = await slowRequestAt(port);
  await delay(200);
  child.kill("SIGINT");
  await said("stopping");
  child.kill("SIGINT");
  expect((await child.status).code).toBe(130);
  slow.close();
}, 60_000);

test(
  "with a certificate it does HTTPS, and takes the renewed one while it answers what is under way",
  async () => {
    await install("old");
    const { child, port, said } = await serve(
      ...["--tls-cert", file("used.crt"), "--tls-key", file("used.key")],
      ...["--origin", "https://localhost"],
    );
    expect(await trusted("old", port)).toBe(true);
    expect(await trusted("new", port)).toBe(false);

    const caCerts = [await Deno.readTextFile(file("old.crt"))];
    const slow = await slowRequest(
      await Deno.connectTls({ hostname: "localhost", port, caCerts }),
      "https://localhost",
    );
    await delay(200);
    await install("new");
    child.kill("SIGHUP");
    await said("certificate renewed");
    expect(await trusted("new", port)).toBe(true);
    expect(await trusted("old", port)).toBe(false);
    expect(await slow.finish()).toMatch(/^HTTP\/1\.1 [234]/);
    child.kill("SIGTERM");
    expect((await child.status).code).toBe(0);
  },
  60_000,
);

test("a renewed certificate without its key is not taken; the old one stays, and the log says why", async () => {
  await install("old");
  const said: (string | undefined)[] = [];
  const { config } = readConfig(
    ["--port", "0", "--tls-cert", file("used.crt"), "--tls-key", file("used.key")],
    {},
  );
  const listener = await listen(
    config,
    () => Response.json({}),
    (_event, fields) => said.push(String(fields?.reason)),
  );
  await copyFile(file("new.crt"), file("used.crt"));
  await listener.reload();
  await listener.reload();
  expect(said).toEqual([expect.stringMatching(/^The key in .*used.key is not that of/)]);
  expect(await trusted("old", listener.port)).toBe(true);
  await listener.stop();
});
