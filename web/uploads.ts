import { fileText } from "./file_text.ts";
import { fileType, RefusedFile } from "./file_types.ts";
import type { House } from "./house.ts";
import { insertPicture, processPicture, storeVariants } from "./pictures.ts";
import type { Viewer } from "./viewer.ts";

export const mostMegabytes = 20;

export interface Upload {
  id: number;
  name: string;
  /** A picture has sizes, an attachment is one file. */
  picture: boolean;
  bytes: number;
}

/**
 * Keeps a file for this person until something takes it: a picture made anew in three sizes (the
 * original is not kept), an attachment as it is.
 * @throws RefusedFile when it is too large, of another kind, not what its name says, or broken.
 */
export async function keepUpload(house: House, viewer: Viewer, file: File): Promise<Upload> {
  if (file.size > mostMegabytes * 1024 * 1024) throw new RefusedFile("tooLarge");
  const bytes = new Uint8Array(await file.arrayBuffer());
  const name = tidyName(file.name);
  const { type, picture } = fileType(name, bytes);
  const row = { school_id: viewer.school.id, name, uploaded_by: viewer.accountId };
  const created_at = house.clock.now();
  if (!picture) {
    const hash = await house.files.put(bytes);
    const { id } = await house.db.insertInto("files")
      .values({ ...row, created_at, hash, type, size: bytes.length })
      .returning("id").executeTakeFirstOrThrow();
    return { id, name, picture, bytes: bytes.length };
  }
  const variants = await storeVariants(house, await processPicture(bytes));
  const from = { schoolId: viewer.school.id, name, uploadedBy: viewer.accountId };
  const id = await house.db.transaction().execute((trx) =>
    insertPicture(trx, from, variants, created_at)
  );
  return { id, name, picture, bytes: variants.at(-1)!.bytes.length };
}

/**
 * Keeps files that came with a form; what is refused is said, the rest is kept.
 * @param files the values of the form's file field; an empty choice counts for nothing
 * @returns `refused`: a sentence for each, with the name of the file
 */
export async function keepUploads(
  house: House,
  viewer: Viewer,
  files: FormDataEntryValue[],
): Promise<{ kept: Upload[]; refused: string[] }> {
  const kept: Upload[] = [];
  const refused: string[] = [];
  for (const file of chosenFiles(files)) {
    try {
      kept.push(await keepUpload(house, viewer, file));
    } catch (error) {
      if (!(error instanceof RefusedFile)) throw error;
      refused.push(`${file.name}: ${fileText(viewer.language)[error.reason]}`);
    }
  }
  return { kept, refused };
}

/** The files of a file field; a browser sends a nameless empty one when none was chosen. */
export const chosenFiles = (values: FormDataEntryValue[]): File[] =>
  values.filter((file): file is File =>
    file instanceof File && (file.size > 0 || file.name !== "")
  );

/** A name as others will see it: no folders, no control or direction signs, not endless. */
function tidyName(name: string): string {
  const bare = name.toWellFormed().replace(/^.*[/\\]/s, "")
    .replace(/[\p{Cc}\p{Cf}]/gu, "").trim();
  const ending = /\.[a-z0-9]{1,5}$/i.exec(bare)?.[0] ?? "";
  const stem = bare.slice(0, bare.length - ending.length).slice(0, 100).toWellFormed();
  return `${stem || "bestand"}${ending}`;
}
