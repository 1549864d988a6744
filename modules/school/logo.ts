import { forgetFiles } from "../../db/forget_files.ts";
import type { House } from "../../web/house.ts";
import { acceptedPictures, type Refusal, RefusedFile } from "../../web/file_types.ts";
import { insertWebp, processLogo, readPicture } from "../../web/pictures.ts";
import type { School, Viewer } from "../../web/viewer.ts";
import { audit } from "../../web/audit.ts";

export const mostLogoMegabytes = 5;
export const acceptedLogos = acceptedPictures;

type Reason = "logoMissing" | "logoTooLarge" | "logoKind" | "logoBroken";

/** Why a picture is refused: a key of `settingsText.errors`. */
export class RefusedLogo extends Error {
  constructor(readonly reason: Reason) {
    super(reason);
  }
}

/**
 * Makes a picture anew as the school's logo; nothing else of what was in the file is kept. The
 * one before is forgotten.
 * @throws RefusedLogo
 */
export async function keepLogo(house: House, viewer: Viewer, file: unknown): Promise<void> {
  const picture = await draw(file);
  const stored = { ...picture, hash: await house.files.put(picture.bytes) };
  const named = { schoolId: viewer.school.id, name: "logo.webp", uploadedBy: null };
  const now = house.clock.now();
  await house.db.transaction().execute(async (trx) => {
    await setLogo(trx, viewer, await insertWebp(trx, named, stored, now), now);
  });
}

const reasons: Partial<Record<Refusal, Reason>> = {
  empty: "logoMissing",
  tooLarge: "logoTooLarge",
  broken: "logoBroken",
};

async function draw(file: unknown) {
  if (!(file instanceof File)) throw new RefusedLogo("logoMissing");
  try {
    return await processLogo(await readPicture(file, mostLogoMegabytes));
  } catch (error) {
    if (!(error instanceof RefusedFile)) throw error;
    throw new RefusedLogo(reasons[error.reason] ?? "logoKind");
  }
}

/** The school shows the bell again. */
export async function removeLogo({ db, clock }: House, viewer: Viewer): Promise<void> {
  await db.transaction().execute((trx) => setLogo(trx, viewer, null, clock.now()));
}

async function setLogo(
  trx: Parameters<typeof audit>[0],
  viewer: Viewer,
  fileId: number | null,
  now: Date,
) {
  const { id } = viewer.school;
  const before = await trx.selectFrom("schools").select("logo_file_id").where("id", "=", id)
    .forUpdate().executeTakeFirstOrThrow();
  await trx.updateTable("schools").set({ logo_file_id: fileId }).where("id", "=", id).execute();
  if (before.logo_file_id !== null) {
    await forgetFiles(trx, id, [before.logo_file_id]);
  }
  await audit(trx, viewer, "settingsChanged", { logo: fileId !== null }, now);
}

/** The logo in the store, or undefined when the school has none. */
export function findLogo({ db }: House, school: School) {
  if (school.logoFileId === null) return Promise.resolve(undefined);
  return db.selectFrom("files").select(["hash", "name", "type"])
    .where("school_id", "=", school.id).where("id", "=", school.logoFileId).executeTakeFirst();
}
