import { insertPicture, processFace, storeVariants } from "../../web/pictures.ts";
import type { FileStore } from "../file_store.ts";
import type { Trx } from "../database.ts";
import type { DemoSchool } from "./school.ts";

/** who (a child by first name, an adult by the whole name) | background | skin | hair | long | shirt */
const faceTable = `
Hanneke Vos|cfe3f2|f2c9a5|a5522d|long|3b6ea5
Wouter Blom|e3dcc8|eebf98|5b4a3c||2f5d50
Noor|ffe3a3|d9a06b|2b1d14|long|c2513f
Mats|d5ecd4|f6d3b3|d9b25f||3b7d4f
Çağla|f6d7e0|e2ac7d|3a2417|long|7a4fa0
Teun|d8e6f7|f4cfae|8a5a33||d98c2b
Zoë|e9def5|8d5a3a|1d1410|long|2c8c8c`;

/** A drawn photo, in the store and not yet known to the database. */
interface StoredFace {
  of: string;
  variants: Awaited<ReturnType<typeof storeVariants>>;
}

/** Puts the drawn photos in the store; what is there already stays. */
export async function storeFaces(files: FileStore): Promise<StoredFace[]> {
  return await Promise.all(
    faceTable.trim().split("\n").map((line) => line.split("|")).map(async ([of, ...looks]) => ({
      of: of!,
      variants: await storeVariants({ files }, await processFace(drawn(looks))),
    })),
  );
}

/** Gives a few people and children of the demo a photo. */
export async function insertPhotos(
  trx: Trx,
  { id, present, people: { adults, pupils } }: DemoSchool,
  faces: StoredFace[],
): Promise<void> {
  for (const { of, variants } of faces) {
    const child = pupils.find(({ firstName }) => firstName === of);
    const adult = adults.find(({ firstName, prefix, lastName }) =>
      [firstName, prefix, lastName].filter(Boolean).join(" ") === of
    );
    const file = { schoolId: id, name: "foto.webp", uploadedBy: null };
    const photo_file_id = await insertPicture(trx, file, variants, present.now);
    await trx.updateTable(child ? "pupils" : "people").set({ photo_file_id })
      .where("school_id", "=", id).where("id", "=", (child ?? adult)!.id).execute();
  }
}

function drawn([ground, skin, hair, long, shirt]: string[]): Uint8Array {
  return new TextEncoder().encode(
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64" width="320" height="320">
<rect width="64" height="64" fill="#${ground}"/>
${long ? `<path d="M14 31c0-22 36-22 36 0v21H14z" fill="#${hair}"/>` : ""}
<path d="M11 64c0-17 42-17 42 0z" fill="#${shirt}"/><path d="M28 40h8v10q-4 4-8 0z" fill="#${skin}"/>
<circle cx="32" cy="30" r="14" fill="#${skin}"/>
<path d="M17 30c0-20 30-20 30 0-7-2-12-5-15-9-3 4-8 7-15 9z" fill="#${hair}"/>
<circle cx="27" cy="32" r="1.6"/><circle cx="37" cy="32" r="1.6"/>
<path d="M27 38q5 4 10 0" fill="none" stroke="#222" stroke-width="1.4" stroke-linecap="round"/>
</svg>`,
  );
}
