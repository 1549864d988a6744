import { mkdtemp, rm, utimes } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { afterAll, beforeAll, expect, test } from "vitest";
import { folderStore } from "../db/file_store.ts";
import { runTicks } from "../jobs/clock.ts";
import { openTestHouse, type TestHouse } from "./support/house.ts";
import type { Visitor } from "./support/visitor.ts";

let school: TestHouse;
let teacher: Visitor, office: Visitor, parent: Visitor;
let group: string;
const home = "/regenton";

beforeAll(async () => {
  school = await openTestHouse();
  teacher = await school.signIn("juf@regenton.example");
  office = await school.signIn("administratie@regenton.example");
  parent = await school.signIn("ouder@regenton.example");
  const [row] = await school.house.pool.unsafe(
    "select id from groups where name = 'Groep 5a' or name = '5a' order by school_year desc limit 1",
  );
  group = String(row!.id);
});
afterAll(() => school.close());

const file = (name: string, bytes: Uint8Array<ArrayBuffer> | string, type = "") =>
  new File([bytes], name, { type });
const send = (someone: Visitor, given: File) =>
  someone.post(`${home}/posts/uploads`, { file: given });
const idOf = (answer: { text: string }) => String(JSON.parse(answer.text).id);

/** A photo as a phone makes it: lying on its side, with where and with what it was taken. */
async function phonePhoto(width = 3000, height = 2000): Promise<Uint8Array<ArrayBuffer>> {
  const picture = sharp({ create: { width, height, channels: 3, background: "#4488cc" } });
  return new Uint8Array(
    await picture.jpeg().withExif({
      IFD0: { Make: "GeheimeTelefoon", Copyright: "Van Samira" },
      IFD3: { GPSLatitude: "52/1 5/1 0/1", GPSLatitudeRef: "N" },
    }).withMetadata({ orientation: 6 }).toBuffer(),
  );
}

/** A zip of empty files: only the names matter (APPNOTE 4.3). */
function zipOf(...names: string[]): Uint8Array<ArrayBuffer> {
  const parts: Uint8Array[] = [], directory: Uint8Array[] = [];
  let offset = 0;
  for (const name of names) {
    const bytes = new TextEncoder().encode(name);
    const local = new Uint8Array(30 + bytes.length), central = new Uint8Array(46 + bytes.length);
    local.set([0x50, 0x4b, 3, 4]);
    new DataView(local.buffer).setUint16(26, bytes.length, true);
    local.set(bytes, 30);
    central.set([0x50, 0x4b, 1, 2]);
    new DataView(central.buffer).setUint16(28, bytes.length, true);
    new DataView(central.buffer).setUint32(42, offset, true);
    central.set(bytes, 46);
    parts.push(local);
    directory.push(central);
    offset += local.length;
  }
  const end = new Uint8Array(22);
  end.set([0x50, 0x4b, 5, 6]);
  new DataView(end.buffer).setUint32(16, offset, true);
  return new Uint8Array(Buffer.concat([...parts, ...directory, end]));
}

test("a photo is kept upright in three sizes of WebP, without the place, the phone or the original", async () => {
  const original = await phonePhoto();
  const answer = await send(teacher, file("../klas/IMG 1.jpg", original, "image/jpeg"));
  expect(answer.status).toBe(201);
  expect(JSON.parse(answer.text).name).toBe("IMG 1.jpg");
  const sizes: Record<string, [number, number]> = {};
  for (const size of ["small", "medium", "large"]) {
    const response = await school.app.request(
      `http://school.test${home}/uploads/${idOf(answer)}/${size}`,
      { headers: { cookie: [...teacher.cookies].map((pair) => pair.join("=")).join("; ") } },
    );
    expect(response.headers.get("content-type")).toBe("image/webp");
    const bytes = new Uint8Array(await response.arrayBuffer());
    const { format, width, height, exif, xmp, iptc, orientation } = await sharp(bytes).metadata();
    sizes[size] = [width, height];
    expect({ format, exif, xmp, iptc, orientation }).toEqual({ format: "webp" });
    expect(new TextDecoder("latin1").decode(bytes)).not.toMatch(/GeheimeTelefoon|Samira|GPS/);
  }
  expect(sizes).toEqual({ small: [320, 480], medium: [640, 960], large: [1280, 1920] });
  const kept = await school.house.pool.unsafe(
    "select hash from files where id = $1 union select hash from file_variants where file_id = $1",
    [idOf(answer)],
  );
  const hash = Buffer.from(await crypto.subtle.digest("SHA-256", original)).toString("hex");
  expect(kept.map((row) => row.hash)).not.toContain(hash);
});

test("a small picture is not blown up", async () => {
  const answer = await send(teacher, file("klein.jpg", await phonePhoto(60, 40)));
  const [row] = await school.house.pool.unsafe("select width, height from files where id = $1", [
    idOf(answer),
  ]);
  expect(row).toMatchObject({ width: 40, height: 60 });
});

test.each([
  ["a document", "brief.pdf", "%PDF-1.7 tekst", "application/pdf"],
  [
    "a Word file",
    "brief.docx",
    zipOf("[Content_Types].xml", "word/document.xml"),
    "wordprocessingml",
  ],
  ["a list", "lijst.csv", "naam;groep\nNoor;5a\n", "text/csv"],
])("%s is kept as it is and always downloaded, with its own type", async (_, name, bytes, type) => {
  const answer = await send(teacher, file(name, bytes));
  expect(answer.status).toBe(201);
  const seen = await teacher.get(`${home}/uploads/${idOf(answer)}/original`);
  expect(seen.headers.get("content-type")).toContain(type);
  expect(seen.headers.get("content-disposition")).toContain("attachment");
  expect(seen.headers.get("x-content-type-options")).toBe("nosniff");
});

test.each([
  ["a program", "spel.exe", "MZ\x90\0\x03", "Dit soort bestand kan niet"],
  ["a program that is called a photo", "foto.jpg", "MZ\x90\0\x03", "Dit soort bestand kan niet"],
  [
    "a page",
    "pagina.html",
    "<!doctype html><script>alert(1)</script>",
    "Dit soort bestand kan niet",
  ],
  [
    "a page that is called text",
    "tekst.txt",
    "\n<html><script>alert(1)</script>",
    "Dit soort bestand kan niet",
  ],
  [
    "a drawing that can run scripts",
    "plaatje.svg",
    "<svg xmlns='http://www.w3.org/2000/svg'/>",
    "Dit soort bestand kan niet",
  ],
  ["a PDF that is called a photo", "foto.jpg", "%PDF-1.7", "iets anders dan zijn naam"],
  ["a zip", "alles.zip", zipOf("a.txt"), "Dit soort bestand kan niet"],
  ["a zip that is called a Word file", "brief.docx", zipOf("a.txt"), "Dit soort bestand kan niet"],
  [
    "a Word file with macros",
    "brief.docx",
    zipOf("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"),
    "macro’s",
  ],
  ["an old Word file", "brief.doc", "\xd0\xcf\x11\xe0", "oud Office-bestand"],
  ["a broken zip", "brief.docx", "PK\x03\x04 en dan niets", "stuk"],
  ["an empty file", "leeg.pdf", "", "leeg"],
  [
    "a photo that breaks off",
    "half.png",
    "\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
    "is stuk",
  ],
])("%s is refused with a sentence, and nothing is kept", async (_, name, content, sentence) => {
  const bytes = typeof content === "string"
    ? Uint8Array.from(content, (sign) => sign.charCodeAt(0))
    : content;
  const count = async () =>
    (await school.house.pool.unsafe("select count(*)::int as n from files"))[0]!.n;
  const before = await count();
  const answer = await send(teacher, file(name, bytes));
  expect(answer.status).toBe(422);
  expect(JSON.parse(answer.text).error).toContain(sentence);
  expect(await count()).toBe(before);
});

test("a picture of 56 megapixels in a few kilobytes is refused, and harms nothing", async () => {
  const bomb = await sharp({
    create: { width: 8000, height: 7000, channels: 3, background: "white" },
    limitInputPixels: false,
  }).png({ compressionLevel: 9 }).toBuffer();
  const answer = await send(teacher, file("wit.png", new Uint8Array(bomb)));
  expect(answer.status).toBe(422);
  expect(JSON.parse(answer.text).error).toContain("te groot om te openen");
});

test("a file of more than 20 MB is refused before it is read", async () => {
  const answer = await send(teacher, file("groot.pdf", new Uint8Array(21 * 1024 * 1024)));
  expect(answer.status).toBe(413);
  expect(JSON.parse(answer.text).error).toContain("20 MB");
});

test("a body without a file is refused with a sentence", async () => {
  const nothing = await teacher.send(`${home}/posts/uploads`, { method: "POST" });
  const json = await teacher.send(`${home}/posts/uploads`, {
    method: "POST",
    body: "{}",
    headers: { "content-type": "application/json" },
  });
  expect([nothing.status, json.status]).toEqual([400, 400]);
  expect(JSON.parse(json.text).error).toContain("geen bestand");
});

test("a file that no post has taken is seen by its uploader only", async () => {
  const answer = await send(teacher, file("geheim.pdf", "%PDF-1.7"));
  const address = `${home}/uploads/${idOf(answer)}/original`;
  expect((await teacher.get(address)).status).toBe(200);
  expect((await office.get(address)).status).toBe(404);
  expect((await parent.get(address)).status).toBe(403);
  expect((await school.visitor().get(address)).status).toBe(303);
  for (const size of ["large", "__proto__", "constructor", "%00"]) {
    expect((await teacher.get(`${home}/uploads/${idOf(answer)}/${size}`)).status).toBe(404);
  }
});

test("nobody can put a colleague's loose file in a post", async () => {
  const answer = await send(office, file("geheim.pdf", "%PDF-1.7"));
  const taken = await teacher.post(`${home}/posts`, {
    intent: "publish",
    kind: "news",
    audience: group,
    title: "Van mij",
    body: "Echt",
    fileId: idOf(answer),
  });
  expect(taken.status).toBe(422);
  expect(taken.text).toContain("bestand is er niet meer");
});

test("without script files come with the form; one that is refused is named, the others are kept", async () => {
  const form = {
    intent: "publish",
    key: crypto.randomUUID(),
    kind: "news",
    audience: group,
    title: "Met foto",
    body: "Kijk eens",
    files: [file("klas.jpg", await phonePhoto(900, 600)), file("spel.exe", "MZ")],
  };
  const refused = await teacher.post(`${home}/posts`, form);
  expect(refused.status).toBe(422);
  expect(refused.text).toContain("spel.exe: Dit soort bestand kan niet");
  expect(refused.text).toContain('value="Met foto"');
  const kept = /name="fileId" value="(\d+)" checked/.exec(refused.text)![1]!;
  const again = await teacher.post(`${home}/posts`, {
    ...form,
    fileId: kept,
    files: [file("brief.pdf", "%PDF-1.7")],
  });
  expect(again.status).toBe(303);
  const names = await school.house.pool.unsafe(
    `select f.name from post_files pf join files f on f.id = pf.file_id
     where pf.post_id = $1 order by pf.position`,
    [/\d+$/.exec(again.location!)![0]],
  );
  expect(names.map((row) => row.name)).toEqual(["klas.jpg", "brief.pdf"]);
});

test("what is to be seen on a picture is asked of its writer, read out to its readers, and changed later", async () => {
  const sent = JSON.parse((await send(teacher, file("bos.jpg", await phonePhoto(90, 60)))).text);
  expect((await teacher.get(sent.preview)).headers.get("content-type")).toBe("image/webp");
  const form = {
    key: crypto.randomUUID(),
    kind: "news",
    audience: group,
    title: "Boswandeling",
    body: "Kijk eens",
    fileId: sent.id,
    [`alt-${sent.id}`]: " Kinderen  onder een <beuk> ",
  };
  const seen = 'alt="Kinderen onder een &lt;beuk&gt;"';
  const preview = await teacher.post(`${home}/posts`, { ...form, intent: "preview" });
  expect(preview.text).toContain(seen);
  const answer = await teacher.post(`${home}/posts`, { ...form, intent: "publish" });
  expect((await parent.get(home)).text).toContain(seen);
  expect((await parent.get(answer.location!)).text).toContain(seen);

  const edit = await teacher.get(`${answer.location}/edit`);
  expect(edit.text).toContain('value="Kinderen onder een &lt;beuk&gt;"');
  await teacher.post(`${answer.location}/edit`, {
    ...form,
    seen: /name="seen" value="(\d+)"/.exec(edit.text)![1]!,
    intent: "publish",
    [`alt-${sent.id}`]: "",
  });
  const bare = (await parent.get(answer.location!)).text;
  expect(bare).toContain('alt=""');
  expect(bare).toContain('aria-label="Foto 1"');
});

test("a description of 10,000 characters is refused, and kept to be shortened", async () => {
  const id = idOf(await send(teacher, file("bos.jpg", await phonePhoto(90, 60))));
  const alt = "b".repeat(10_000);
  const answer = await teacher.post(`${home}/posts`, {
    intent: "publish",
    kind: "news",
    audience: group,
    title: "Bos",
    body: "Kijk",
    fileId: id,
    [`alt-${id}`]: alt,
  });
  expect(answer.status).toBe(422);
  expect(answer.text).toContain(`href="#alt-${id}"`);
  expect(answer.text).toContain(alt);
});

test("a post takes at most twenty files", async () => {
  const ids = Array.from({ length: 21 }, (_, at) => String(at + 1));
  const answer = await teacher.post(`${home}/posts`, {
    intent: "publish",
    kind: "news",
    audience: group,
    title: "Veel",
    body: "Erg veel",
    fileId: ids,
  });
  expect(answer.status).toBe(422);
  expect(answer.text).toContain("hoogstens 20 bestanden");
});

test("content that is put while it is being removed is never lost", async () => {
  const folder = await mkdtemp(join(tmpdir(), "schoolbel-test-store-"));
  const store = folderStore(folder);
  const bytes = new TextEncoder().encode("steeds hetzelfde");
  const hash = await store.put(bytes);
  const path = join(folder, hash.slice(0, 2), hash);
  const longAgo = new Date("2020-01-01T00:00:00Z"), yesterday = new Date("2025-01-01T00:00:00Z");
  let removals = 0;
  for (let round = 0; round < 300; round++) {
    await utimes(path, longAgo, longAgo);
    const put = round % 2 ? store.put(bytes) : Promise.resolve().then(() => store.put(bytes));
    const [gone] = await Promise.all([store.remove(hash, yesterday), put]);
    if (gone) removals++;
    expect(await store.get(hash)).toEqual(bytes);
  }
  expect(removals).toBeGreaterThan(0);
  await rm(folder, { recursive: true });
});

test("files that no post took are forgotten after a day; those of a post stay", async () => {
  const loose = await send(teacher, file("los.pdf", "%PDF-1.7 los"));
  const used = await send(teacher, file("vast.pdf", "%PDF-1.7 vast"));
  await teacher.post(`${home}/posts`, {
    intent: "publish",
    kind: "news",
    audience: group,
    title: "Vast",
    body: "Tekst",
    fileId: idOf(used),
  });
  const kept = async (iso: string) => {
    school.clock.travel(iso);
    await runTicks(school.house);
    const rows = await school.house.pool.unsafe(
      "select name from files where id = any($1::bigint[]) order by id",
      [[idOf(loose), idOf(used)]],
    );
    return rows.map((row) => row.name);
  };
  expect(await kept("2026-11-11T08:00:00+01:00")).toEqual(["los.pdf", "vast.pdf"]);
  expect(await kept("2026-11-11T10:00:00+01:00")).toEqual(["vast.pdf"]);
});

test("bytes go when nobody has the content any more, a day after they were last put", async () => {
  const content = "%PDF-1.7 twee keer gestuurd";
  const someone = await school.signIn("juf@regenton.example");
  const twice = [
    await send(someone, file("a.pdf", content)),
    await send(someone, file("b.pdf", content)),
  ];
  const [{ hash } = { hash: "" }] = await school.house.pool.unsafe<{ hash: string }[]>(
    "select hash from files where id = $1",
    [idOf(twice[0]!)],
  );
  const put = (at: string) =>
    utimes(
      join(school.house.config.dataDir, "files", hash.slice(0, 2), hash),
      new Date(at),
      new Date(at),
    );
  let hour = 0;
  const isThere = async () => {
    school.clock.travel(`2026-11-12T${String(10 + hour++)}:00:00+01:00`);
    await runTicks(school.house);
    return await school.house.files.get(hash) !== undefined;
  };
  const keptSince = (answer: { text: string }, at: string) =>
    school.house.pool.unsafe("update files set created_at = $2 where id = $1", [idOf(answer), at]);

  await put("2026-11-10T09:00:00+01:00");
  await keptSince(twice[0]!, "2026-11-10T09:00:00+01:00");
  await keptSince(twice[1]!, "2026-11-12T09:00:00+01:00");
  await isThere(); // forgets the first row
  expect(await isThere()).toBe(true); // the second still has it
  await keptSince(twice[1]!, "2026-11-10T09:00:00+01:00");
  await isThere();
  await put("2026-11-12T09:00:00+01:00"); // as an upload under way does
  expect(await isThere()).toBe(true);
  await put("2026-11-10T09:00:00+01:00");
  expect(await isThere()).toBe(false);
});
