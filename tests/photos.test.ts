import { Buffer } from "node:buffer";
import { crc32, deflateSync } from "node:zlib";
import sharp from "sharp";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { findVisit } from "../web/session.ts";
import { openTestHouse, type TestHouse } from "./support/house.ts";
import type { Answer, Visitor } from "./support/visitor.ts";

// Photos of people and children (A11): what comes in, what is kept, and who sees it.

const home = "/regenton";
let school: TestHouse;
let parent: Visitor, other: Visitor, teacher: Visitor;
let parentId: number, childId: number, foreignChildId: number;

beforeAll(async () => {
  school = await openTestHouse({ seed: "demo+neighbour" });
  parent = await school.signIn("ouder@regenton.example");
  other = await school.signIn("beide@regenton.example");
  teacher = await school.signIn("juf@regenton.example");
  const mine = await viewerOf(parent), theirs = await viewerOf(other);
  parentId = mine.person.id;
  childId = mine.children[0]!.id;
  foreignChildId = theirs.children.find(({ id }) =>
    mine.children.every((own) => own.id !== id)
  )!.id;
});
afterAll(() => school.close());
beforeEach(async () => {
  await share("people", {});
  await share("pupils", {});
});

const viewerOf = async (visitor: Visitor) =>
  (await findVisit(school.house, "regenton", visitor.cookies.get("session")))!.viewer!;

const share = (table: "people" | "pupils", shares: Record<string, string>) =>
  school.house.db.updateTable(table).set({ shares: JSON.stringify(shares) })
    .where("id", "=", table === "people" ? parentId : childId).execute();

type Bytes = Uint8Array<ArrayBuffer> | string;
const file = (bytes: Bytes, name = "foto.jpg") => new File([bytes], name);
const ownPath = () => `${home}/account/people/${parentId}`;
const childPath = () => `${home}/children/${childId}`;
const place = (visitor: Visitor, path: string, bytes: Bytes) =>
  visitor.post(`${path}/uploads/photo`, { photo: file(bytes) });
const photoOf = (visitor: Visitor, size = "medium", headers = {}) =>
  visitor.get(`${home}/people/${parentId}/photo?size=${size}`, headers);
const childPhoto = (visitor: Visitor, headers = {}) =>
  visitor.get(`${home}/pupils/${childId}/photo`, headers);

/** What a visitor is served, as bytes. */
async function bytesOf(visitor: Visitor, path: string): Promise<Buffer> {
  const cookie = [...visitor.cookies].map((pair) => pair.join("=")).join("; ");
  const answer = await school.app.request(`http://school.test${path}`, { headers: { cookie } });
  expect(answer.status).toBe(200);
  return Buffer.from(await answer.arrayBuffer());
}

const bytes = (buffer: Uint8Array) => new Uint8Array(buffer) as Uint8Array<ArrayBuffer>;
const plain = (width = 600, height = 400, background = "#4488cc") =>
  sharp({ create: { width, height, channels: 3, background } });
const jpeg = async (...of: Parameters<typeof plain>) => bytes(await plain(...of).jpeg().toBuffer());

/** A photo as a phone makes it: lying on its side, with where and with what it was taken. */
const phonePhoto = async () =>
  bytes(
    await plain(1200, 800).jpeg().withExif({
      IFD0: { Make: "GeheimeTelefoon", Copyright: "Van Samira" },
      IFD3: { GPSLatitude: "52/1 5/1 0/1", GPSLatitudeRef: "N" },
    }).withMetadata({ orientation: 6 }).toBuffer(),
  );

/** A PNG of so many black pixels, all of it there: 1 bit each, packed to next to nothing. */
function bomb(width: number, height: number): Uint8Array<ArrayBuffer> {
  const chunk = (type: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
    const head = Buffer.alloc(4), tail = Buffer.alloc(4);
    head.writeUInt32BE(data.length);
    tail.writeUInt32BE(crc32(body));
    return Buffer.concat([head, body, tail]);
  };
  const size = Buffer.alloc(13);
  size.writeUInt32BE(width);
  size.writeUInt32BE(height, 4);
  size.set([1, 0, 0, 0, 0], 8);
  return bytes(Buffer.concat([
    Buffer.from("\x89PNG\r\n\x1a\n", "latin1"),
    chunk("IHDR", size),
    chunk("IDAT", deflateSync(Buffer.alloc((Math.ceil(width / 8) + 1) * height), { level: 1 })),
    chunk("IEND", Buffer.alloc(0)),
  ]));
}

const filesNow = async () =>
  (await school.house.db.selectFrom("files").select("id").where("name", "=", "foto.webp").execute())
    .length;
const photoFile = async () =>
  (await school.house.db.selectFrom("people").select("photo_file_id").where("id", "=", parentId)
    .executeTakeFirstOrThrow()).photo_file_id;

describe("a photo that comes in", () => {
  test("becomes a square in two sizes, upright, without the place, the phone or the original", async () => {
    const original = await phonePhoto();
    const answer = await place(parent, ownPath(), original);
    expect([answer.status, answer.location]).toEqual([303, `${home}/account`]);
    for (const [size, side] of [["small", 96], ["medium", 320]] as const) {
      const served = await bytesOf(parent, `${home}/people/${parentId}/photo?size=${size}`);
      const { format, width, height, exif, orientation } = await sharp(served).metadata();
      expect({ format, width, height, exif, orientation }).toEqual({
        format: "webp",
        width: side,
        height: side,
      });
      expect(served.toString("latin1")).not.toMatch(/Geheime|Samira|Exif/);
    }
    const page = await parent.get(`${home}/account`);
    expect(page.text).toContain(`<img src="${home}/people/${parentId}/photo?v=`);
  });

  test("of a child stands on its page, and with staff", async () => {
    expect((await place(parent, childPath(), await jpeg())).location).toBe(childPath());
    expect((await parent.get(childPath())).text).toContain(`${home}/pupils/${childId}/photo?v=`);
    expect((await childPhoto(teacher)).headers.get("content-type")).toBe("image/webp");
  });

  test("takes the place of the one before, whose bytes are forgotten", async () => {
    await place(parent, ownPath(), await jpeg(300, 300, "#112233"));
    const before = await photoFile(), files = await filesNow();
    const { hash } = await school.house.db.selectFrom("files").select("hash")
      .where("id", "=", before).executeTakeFirstOrThrow();
    await place(parent, ownPath(), await jpeg(300, 300, "#332211"));
    expect(await photoFile()).not.toBe(before);
    expect(await filesNow()).toBe(files);
    const forgotten = await school.house.db.selectFrom("forgotten_files").select("hash")
      .where("hash", "=", hash).execute();
    expect(forgotten).toHaveLength(1);
  });

  test("two at once: one of them is the photo, the other is nowhere", async () => {
    await place(parent, childPath(), await jpeg());
    const files = await filesNow();
    const all = await Promise.all(
      ["#000000", "#ffffff", "#ff0000", "#00ff00"].map(async (colour) =>
        await place(parent, childPath(), await jpeg(200, 200, colour))
      ),
    );
    expect(all.map((answer) => answer.status)).toEqual([303, 303, 303, 303]);
    expect(await filesNow()).toBe(files);
  });

  test("of an animation only the first image is kept, and every kind we read will do", async () => {
    const frames = Buffer.concat([
      await plain(64, 64, "#ff0000").raw().toBuffer(),
      await plain(64, 64, "#0000ff").raw().toBuffer(),
    ]);
    const raw = { width: 64, height: 128, channels: 3, pageHeight: 64 } as const;
    const animated = bytes(await sharp(frames, { raw }).gif({ delay: [100, 100] }).toBuffer());
    expect((await sharp(animated).metadata()).pages).toBe(2);
    expect((await place(parent, ownPath(), animated)).status).toBe(303);
    const served = await bytesOf(parent, `${home}/people/${parentId}/photo`);
    expect((await sharp(served).metadata()).pages ?? 1).toBe(1);
    const { dominant } = await sharp(served).stats();
    expect(dominant.r).toBeGreaterThan(200);
    for (const kind of ["png", "webp", "avif"] as const) {
      const picture = bytes(await plain(60, 90).toFormat(kind).toBuffer());
      expect((await place(parent, ownPath(), picture)).status).toBe(303);
    }
  });

  test("with a page or a zip behind it is harmless: nothing of that is kept", async () => {
    for (const tail of ["<html><script>alert(1)</script>", "PK\x03\x04geheim"]) {
      const polyglot = Buffer.concat([await jpeg(), Buffer.from(tail, "latin1")]);
      expect((await place(parent, ownPath(), bytes(polyglot))).status).toBe(303);
      const served = await bytesOf(parent, `${home}/people/${parentId}/photo`);
      expect(served.toString("latin1")).not.toMatch(/script|geheim/);
    }
  });
});

describe("what is no photo", () => {
  test("is refused with a sentence, and the photo there is stays", async () => {
    await place(parent, ownPath(), await jpeg());
    const before = await photoFile(), files = await filesNow();
    const whole = await jpeg(800, 600);
    const heic = bytes(Buffer.from("\0\0\0\x18ftypheic\0\0\0\0mif1heic", "latin1"));
    const refused: [string, Bytes, string][] = [
      ["nothing in it", "", "Dit bestand is leeg"],
      ["a text", "Dag school", "geen foto die we kunnen lezen"],
      ["a drawing with script", "<svg xmlns='http://www.w3.org/2000/svg'/>", "geen foto die we"],
      ["a page that calls itself GIF", "GIF89a<script>alert(1)</script>", "Deze foto is stuk"],
      ["half a photo", whole.slice(0, whole.length / 2), "Deze foto is stuk"],
      ["a kind of iPhones", heic, "HEIC"],
      ["900 megapixels", bomb(30_000, 30_000), "te veel beeldpunten"],
    ];
    for (const [what, given, sentence] of refused) {
      const answer = await place(parent, ownPath(), given);
      expect([what, answer.status]).toEqual([what, 422]);
      expect(answer.text).toContain(sentence);
      expect(answer.text).toContain('aria-invalid="true"');
    }
    const none = await parent.post(`${ownPath()}/uploads/photo`, {
      photo: new File([], ""),
    });
    expect([none.status, none.text.includes("Kies eerst een foto")]).toEqual([422, true]);
    expect([await photoFile(), await filesNow()]).toEqual([before, files]);
  });

  test("is too large beyond 10 MB", async () => {
    const large = new Uint8Array(11 * 1024 * 1024);
    large.set(await jpeg());
    const answer = await place(parent, ownPath(), large);
    expect([answer.status, answer.text.includes("mag 10 MB zijn")]).toEqual([413, true]);
  });

  test("another body than a form with a file is refused", async () => {
    const path = `${ownPath()}/uploads/photo`;
    const send = (type: string, body: string) =>
      parent.send(path, { method: "POST", body, headers: { "content-type": type } });
    expect((await send("application/json", "{}")).status).toBe(415);
    expect((await send("multipart/form-data; boundary=x", "kapot")).status).toBe(400);
    expect((await parent.post(path, { photo: "tekst" })).status).toBe(415);
  });
});

describe("who changes it", () => {
  test("nobody changes another's photo, nor that of another's child", async () => {
    const picture = await jpeg();
    const paths = [ownPath(), childPath()];
    for (const path of paths) {
      expect((await place(other, path, picture)).status).toBe(404);
      expect((await place(teacher, path, picture)).status).toBe(404);
      expect((await other.post(`${path}/photo/removal`)).status).toBe(404);
    }
    expect((await place(parent, `${home}/children/${foreignChildId}`, picture)).status).toBe(404);
    const stranger = await school.signIn("directie@klimboom.example", "klimboom");
    expect((await place(stranger, `/klimboom/account/people/${parentId}`, picture)).status)
      .toBe(404);
  });

  test("who may only read sees the own photo and changes nothing", async () => {
    const reader = await school.signIn("alleenlezen@regenton.example");
    const { person } = await viewerOf(reader);
    const answer = await place(reader, `${home}/account/people/${person.id}`, await jpeg());
    expect(answer.status).toBe(403);
    expect((await reader.get(`${home}/account`)).text).not.toContain("uploads/photo");
  });

  test("a photo that is removed is gone, and all of it stands in the log", async () => {
    await place(parent, childPath(), await jpeg());
    expect((await parent.post(`${childPath()}/photo/removal`)).status).toBe(303);
    expect((await childPhoto(parent)).status).toBe(404);
    expect((await parent.get(childPath())).text).not.toContain(`pupils/${childId}/photo`);
    expect((await parent.post(`${childPath()}/photo/removal`)).status).toBe(303);
    const entries = await school.house.db.selectFrom("audit_entries")
      .select(["subject", "pupil_ids"]).where("action", "=", "photoChanged")
      .orderBy("id", "desc").limit(2).execute();
    expect(entries).toEqual([
      { subject: { pupilId: childId, photo: false }, pupil_ids: [childId] },
      { subject: { pupilId: childId, photo: true }, pupil_ids: [childId] },
    ]);
  });
});

describe("who sees it", () => {
  beforeAll(async () => {
    await place(parent, ownPath(), await jpeg(500, 500, "#123456"));
    await place(parent, childPath(), await jpeg(500, 500, "#654321"));
  });

  const statuses = async (visitor: Visitor, headers = {}) => [
    (await photoOf(visitor, "small", headers)).status,
    (await childPhoto(visitor, headers)).status,
  ];
  const tag = (answer: Answer) => ({ "if-none-match": answer.headers.get("etag")! });

  test("staff and oneself do; other parents only what is shared, with the name", async () => {
    expect(await statuses(parent)).toEqual([200, 200]);
    expect(await statuses(teacher)).toEqual([200, 200]);
    expect(await statuses(other)).toEqual([404, 404]);
    await share("people", { photo: "school" });
    await share("pupils", { photo: "school" });
    expect(await statuses(other)).toEqual([404, 404]);
    await share("people", { photo: "school", name: "school" });
    await share("pupils", { photo: "school", name: "school" });
    expect(await statuses(other)).toEqual([200, 200]);
  });

  test("what is no longer shared is gone at the next request, whatever the browser kept", async () => {
    await share("people", { photo: "school", name: "school" });
    const seen = await photoOf(other, "medium");
    expect(seen.headers.get("cache-control")).toBe("private, no-cache");
    expect(seen.headers.get("vary")).toContain("Cookie");
    expect((await photoOf(other, "medium", tag(seen))).status).toBe(304);
    await share("people", {});
    expect((await photoOf(other, "medium", tag(seen))).status).toBe(404);
  });

  test("a guardian who is blocked for the child does not see its photo any more", async () => {
    const seen = await childPhoto(parent);
    const { db, clock } = school.house;
    const block = (at: Date | null) =>
      db.updateTable("guardianships").set({ blocked_at: at }).where("person_id", "=", parentId)
        .where("pupil_id", "=", childId).execute();
    await block(clock.now());
    try {
      expect((await childPhoto(parent, tag(seen))).status).toBe(404);
      expect((await place(parent, childPath(), await jpeg())).status).toBe(404);
    } finally {
      await block(null);
    }
  });

  test("of a guardian who is blocked, wholly or for every child, the office sees it and a teacher does not", async () => {
    const { db, clock } = school.house;
    const office = await school.signIn("administratie@regenton.example");
    const wholly = (at: Date | null) =>
      db.updateTable("people").set({ blocked_at: at }).where("id", "=", parentId).execute();
    const forEachChild = (at: Date | null) =>
      db.updateTable("guardianships").set({ blocked_at: at }).where("person_id", "=", parentId)
        .execute();
    for (const block of [wholly, forEachChild]) {
      await block(clock.now());
      try {
        expect((await photoOf(teacher, "small")).status).toBe(404);
        expect((await photoOf(office, "small")).status).toBe(200);
      } finally {
        await block(null);
      }
    }
    expect((await photoOf(teacher, "small")).status).toBe(200);
  });

  test("nobody of another school, and nobody who is not signed in", async () => {
    await share("people", { photo: "school", name: "school" });
    const stranger = await school.signIn("directie@klimboom.example", "klimboom");
    const path = `people/${parentId}/photo`;
    expect((await stranger.get(`/klimboom/${path}`)).status).toBe(404);
    expect((await stranger.get(`${home}/${path}`)).location).toContain("/sign-in");
    expect((await school.visitor().get(`${home}/${path}`)).location).toContain("/sign-in");
  });

  test("the own face may be kept by one's own browser, under the number of the photo", async () => {
    const v = await photoFile();
    const answer = await parent.get(`${home}/people/${parentId}/photo?v=${v}&size=small`);
    expect(answer.headers.get("cache-control")).toContain("immutable");
    const teachers = await teacher.get(`${home}/people/${parentId}/photo?v=${v}&size=small`);
    expect(teachers.headers.get("cache-control")).toBe("private, no-cache");
  });
});
