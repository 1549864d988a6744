import { createHash, randomBytes } from "node:crypto";
import { afterEach, beforeEach, expect, test } from "vitest";
import { ConfigError, readConfig } from "../config.ts";
import type { FileStore } from "../db/file_store.ts";
import { s3Store } from "../db/s3_store.ts";
import { isUnavailable } from "../db/unavailable.ts";
import { CannotOpen, openHouse } from "../web/open.ts";
import { openTestHouse } from "./support/house.ts";
import { openS3Server, type S3Server } from "./support/s3_server.ts";
import { SmallSchool } from "./support/small_school.ts";

let server: S3Server;
let store: FileStore;
beforeEach(() => {
  server = openS3Server();
  store = s3Store(server.url);
});
afterEach(() => server.close());

const contents = () => new Uint8Array(randomBytes(3000));
const hashOf = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");
const later = (milliseconds: number) => new Date(Date.now() + milliseconds);

test("what was put is got back by its hash, also by another process", async () => {
  const bytes = contents();
  const hash = await store.put(bytes);
  expect(hash).toBe(hashOf(bytes));
  expect(await s3Store(server.url).get(hash)).toEqual(bytes);
  expect(await store.get(hashOf(contents()))).toBeUndefined();
  expect(await store.get("../secret")).toBeUndefined();
});

test("it tells every hash once, however many pages they take", async () => {
  const hashes: string[] = [];
  for (let n = 0; n < 8; n++) hashes.push(await store.put(contents()));
  const twice = contents();
  await store.put(twice);
  hashes.push(await store.put(twice));
  expect(await Array.fromAsync(store.list())).toEqual(hashes.sort());
});

test("what is removed is gone, unless it was put again since", async () => {
  const bytes = contents();
  const hash = await store.put(bytes);
  expect(await store.remove(hash, later(-60_000))).toBe(false);
  expect(await store.get(hash)).toEqual(bytes);
  expect(await store.remove(hash, later(60_000))).toBe(true);
  expect(await store.get(hash)).toBeUndefined();
  expect(server.objects.size).toBe(0);
  expect(await store.remove(hash, later(60_000))).toBe(true);
});

test("a removal beside a put of the same content takes only what is old", async () => {
  const bytes = contents();
  const hash = await store.put(bytes);
  for (const object of server.objects.values()) object.at = later(-864e5);
  const [put] = await Promise.all([store.put(bytes), store.remove(hash, later(-60_000))]);
  expect(await store.get(put)).toEqual(bytes);
});

test("a store that is in trouble for a moment is asked again", async () => {
  const bytes = contents();
  server.trouble(2);
  const hash = await store.put(bytes);
  server.trouble(2);
  expect(await store.get(hash)).toEqual(bytes);
});

test("a store that stays away makes the portal say so, and nothing is acknowledged", async () => {
  server.trouble(100);
  const refused = await store.put(contents()).catch((error) => error);
  expect(isUnavailable(refused)).toBe(true);
});

test("a wrong secret does not get in, and the start says so in one line", async () => {
  const wrong = server.url.replace("geheim", "geraden");
  await expect(s3Store(wrong).put(contents())).rejects.toThrow(/403/);
  expect(server.objects.size).toBe(0);
  const { config } = readConfig(["--data", await Deno.makeTempDir(), "--files-url", wrong], {});
  const refused = await openHouse(config, { log: () => {} }).catch((error) => error);
  expect(refused).toBeInstanceOf(CannotOpen);
  expect(refused.message).toMatch(
    /^The file store at 127\.0\.0\.1:\d+ cannot be used: .*FILES_URL\.$/,
  );
  expect(refused.message).not.toContain("geraden");
  await Deno.remove(config.dataDir, { recursive: true });
});

test("an address that is none is refused without repeating the secret in it", () => {
  for (
    const address of ["https://a:b@host/bucket", "s3://host/bucket", "s3://a:geheim@host", "s3:"]
  ) {
    const read = () => readConfig(["--files-url", address], {});
    expect(read).toThrow(ConfigError);
    expect(read).not.toThrow(/geheim/);
  }
});

test("a teacher's attachment goes to the store, and a parent gets it from there", async () => {
  const school = await openTestHouse({ seed: "empty" });
  school.house.files = store;
  const regenton = await SmallSchool.found(school);
  const group = await regenton.group("3a");
  const hanneke = await regenton.staff("Hanneke", "teacher", group);
  const samira = await regenton.guardian("Samira", await regenton.pupil("Noor", group));
  const teacher = await regenton.browserOf(hanneke);
  const text = "Neem een broodtrommel mee.\n".repeat(50);
  const file = new File([text], "schoolreis.txt", { type: "text/plain" });
  const upload = await teacher.post("/regenton/posts/uploads", { file });
  const { id } = JSON.parse(upload.text);
  expect(server.objects.size).toBe(1);
  const post = await regenton.post(hanneke, "Schoolreis", { groups: [group] });
  await school.house.db.insertInto("post_files")
    .values({ school_id: regenton.id, post_id: post, file_id: id, position: 0 }).execute();
  const parent = await regenton.browserOf(samira);
  expect(await parent.get(`/regenton/posts/${post}/files/${id}/original`)).toMatchObject({
    status: 200,
    text,
  });
  await school.close();
});
