import type { School } from "./viewer.ts";

/**
 * Where the photo of an adult or a child is got (`modules/profile/photos.routes.tsx`), for `<Face>`.
 * @param of with the file of the photo, or null when there is none
 * @param size `small` for lists (96 pixels), `medium` for someone's own page (320)
 */
export function photoOf(
  { shortName }: Pick<School, "shortName">,
  kind: "person" | "pupil",
  of: { id: number; photo: number | null },
  size: "small" | "medium" = "small",
): string | undefined {
  if (of.photo === null) return undefined;
  const whose = kind === "person" ? "people" : "pupils";
  return `/${shortName}/${whose}/${of.id}/photo?v=${of.photo}&size=${size}`;
}
