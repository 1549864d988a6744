import { readFile } from "node:fs/promises";
import { programFile } from "../../program_file.ts";
import { dayIn, schoolYearOf } from "../../web/clock.ts";
import { addDays, longDay } from "../../web/dates.ts";
import { type PictureVariant, processPicture } from "../../web/pictures.ts";
import type { FileStore } from "../file_store.ts";
import type { Trx } from "../database.ts";
import { holidaysOf, type Present, timeZone } from "./calendar.ts";
import { insertReturningIds, insertRows } from "./insert.ts";
import { pdf } from "./pdf.ts";
import type { DemoPost } from "./posts.ts";
import type { DemoSchool } from "./school.ts";
import type { PictureName } from "./school_posts.ts";

const pictureNames: PictureName[] = [
  "bladeren",
  "bos",
  "hinkelen",
  "kastanjes",
  "laarzen",
  "lampionnen",
  "paddenstoel",
  "uil",
  "verf",
];

/** A file in the store, not yet known to the database. */
interface StoredFile {
  name: string;
  type: string;
  hash: string;
  size: number;
  variants: (Omit<PictureVariant, "bytes"> & { hash: string; bytes: number })[];
}

/** Puts the pictures and the calendars in the store; what is there already stays. */
export async function storeFiles(files: FileStore, present: Present): Promise<StoredFile[]> {
  const years = [present.schoolYear - 1, present.schoolYear];
  return await Promise.all([
    ...pictureNames.map((name) => storePicture(files, name)),
    ...years.map((year) => storeCalendar(files, year, present)),
  ]);
}

async function storePicture(files: FileStore, name: PictureName): Promise<StoredFile> {
  const drawing = await readFile(programFile(`db/demo/pictures/${name}.jpg`));
  const variants = await Promise.all(
    (await processPicture(drawing)).map(async ({ bytes, ...variant }) => ({
      ...variant,
      hash: await files.put(bytes),
      bytes: bytes.length,
    })),
  );
  const { hash, bytes } = variants.find(({ size }) => size === "large")!;
  return { name: `${name}.jpg`, type: "image/webp", hash, size: bytes, variants };
}

async function storeCalendar(
  files: FileStore,
  schoolYear: number,
  { now }: Present,
): Promise<StoredFile> {
  const when = { now, timeZone, language: "nl" };
  const bytes = pdf(
    `Vakanties ${schoolYear}-${schoolYear + 1}`,
    holidaysOf(schoolYear).map(({ name, from, to }) =>
      `${name}: ${longDay(from, when)} tot en met ${longDay(to, when)}`
    ).concat(
      "",
      `De school begint weer op ${longDay(addDays(holidaysOf(schoolYear)[4]!.to, 1), when)}.`,
      "Basisschool De Regenton",
    ),
  );
  const hash = await files.put(bytes);
  const name = calendarName(schoolYear);
  return { name, type: "application/pdf", hash, size: bytes.length, variants: [] };
}

/** Hangs the files on the posts that show them. */
export async function insertFiles(
  trx: Trx,
  school: DemoSchool,
  posts: DemoPost[],
  stored: StoredFile[],
): Promise<void> {
  const ids = await insertReturningIds(
    trx,
    "files",
    stored.map(({ name, type, hash, size, variants }) => {
      const large = variants.find((variant) => variant.size === "large");
      return {
        school_id: school.id,
        hash,
        name,
        type,
        size,
        width: large?.width ?? null,
        height: large?.height ?? null,
        uploaded_by: null,
        created_at: school.present.now,
      };
    }),
  );
  await insertRows(
    trx,
    "file_variants",
    stored.flatMap(({ variants }, i) =>
      variants.map((variant) => ({ school_id: school.id, file_id: ids[i]!, ...variant }))
    ),
  );
  const idOf = (name: string) => ids[stored.findIndex((file) => file.name === name)]!;
  await insertRows(
    trx,
    "post_files",
    posts.flatMap(({ id, picture, alt, calendar, publishAt }) => {
      const names = picture ? [`${picture}.jpg`] : [];
      if (calendar) names.push(calendarName(schoolYearOf(dayIn(timeZone, publishAt!))));
      return names.map((name, position) => ({
        school_id: school.id,
        post_id: id,
        file_id: idOf(name),
        position,
        alt: name.endsWith(".pdf") ? "" : alt ?? "",
      }));
    }),
  );
}

const calendarName = (schoolYear: number) => `Jaarkalender ${schoolYear}-${schoolYear + 1}.pdf`;
