import type { NameParts } from "../names.ts";
import type { PupilReference } from "./roster.ts";

interface Matchable extends Pick<NameParts, "firstName" | "prefix" | "lastName"> {
  key: string | null;
  bornOn: string | null;
}

type PupilMatch<P> =
  | { found: "one"; pupil: P }
  | { found: "several"; pupils: P[] }
  | { found: "none" };

/**
 * Finds the child a guardian's row means: by administration key, else by name and birth date
 * without regard to capitals and accents. Several that fit are listed, none is chosen.
 */
export function pupilMatcher<P extends Matchable>(
  pupils: P[],
): (reference: PupilReference) => PupilMatch<P> {
  const byKey = Map.groupBy(pupils.filter((pupil) => pupil.key), (pupil) => pupil.key);
  const byName = Map.groupBy(
    pupils.filter((pupil) => pupil.bornOn),
    (pupil) => nameKey(pupil, pupil.bornOn),
  );
  const byLastName = Map.groupBy(
    pupils.filter((pupil) => pupil.bornOn),
    (pupil) => nameKey({ ...pupil, firstName: "" }, pupil.bornOn),
  );
  return (reference) => {
    const ofKey = reference.key ? byKey.get(reference.key) : undefined;
    const names = reference.name?.firstName ? byName : byLastName;
    const ofName = reference.name && reference.bornOn
      ? names.get(nameKey(reference.name, reference.bornOn))
      : undefined;
    const fitting = ofKey ?? ofName ?? [];
    if (fitting.length > 1) return { found: "several", pupils: fitting };
    return fitting[0] ? { found: "one", pupil: fitting[0] } : { found: "none" };
  };
}

/** The whole name in one, so that it does not matter how a file cuts it into parts. */
function nameKey(
  name: Pick<NameParts, "firstName" | "prefix" | "lastName">,
  bornOn: string | null,
): string {
  return `${plainName(name.firstName, name.prefix, name.lastName)} ${bornOn}`;
}

/** Names as they are compared: letters and digits only, lower case, without accents. */
export function plainName(...parts: string[]): string {
  return parts.join("").normalize("NFD").toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");
}
