/** Letters and digits only, lower case, without accents: how titles are compared. */
export function plainTitle(title: string): string {
  return title.normalize("NFD").toLowerCase().replace(/[^a-z0-9]/g, "");
}

/** Citizen and education numbers, origin and weights: R3 of the specification. */
export function isForbiddenTitle(title: string): boolean {
  return /bsn|burgerservice|sofi|pgn|persoonsgebonden|onderwijsn|ondwnr|rijksregister|etnic|nationaliteit|herkomst|land|gewicht|gewogen|culturele/
    .test(plainTitle(title));
}
