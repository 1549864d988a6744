import {
  type ImportedGroup,
  type ImportedPupil,
  type MergeSuggestion,
  type Warnings,
} from "./roster.ts";
import { childText, type XmlElement } from "./xml.ts";

/** `jaargroep` of the standard: 0 toddlers, 1-8, C combined, and codes of other kinds of school. */
export const knownYears = /^([0-9]|1[1-6]|[CBDSVNH])$/;
const longestText = 200;

/** The groups of the file, and what the references of pupils and staff point at. */
export class GroupIndex {
  readonly list: ImportedGroup[] = [];
  #byReference = new Map<string, ImportedGroup>();
  #fileHasGroups = false;

  constructor(private readonly warnings: Warnings) {}

  add(element: XmlElement, combined: boolean): void {
    this.#fileHasGroups = true;
    const name = limited(childText(element, "naam"), element.line, this.warnings) || element.key;
    if (!element.key) return this.warnings.add(element.line, "group_without_key");
    const reference = referenceOf(element.key, combined);
    if (this.#byReference.has(reference)) {
      return this.warnings.add(element.line, "duplicate_group", { group: name });
    }
    const year = childText(element, "jaargroep");
    if (year && !knownYears.test(year)) this.warnings.add(element.line, "unknown_year");
    this.#insert(
      reference,
      element,
      combined,
      name,
      /^[0-9]+$/.test(year) && knownYears.test(year) ? [year] : [],
    );
  }

  /** Keys of the groups referred to; a reference that leads nowhere becomes a warning. */
  resolve(elements: XmlElement[]): string[] {
    const keys = elements.filter((element) => element.key).flatMap((element) => {
      const combined = element.name === "samengestelde_groep";
      const reference = referenceOf(element.key, combined);
      const group = this.#byReference.get(reference) ??
        this.#byReference.get(referenceOf(element.key, !combined));
      if (group) return [group.key];
      if (!this.#fileHasGroups) {
        return [this.#insert(reference, element, combined, element.key, []).key];
      }
      this.warnings.add(element.line, "unknown_group", { group: element.key.slice(0, 40) });
      return [];
    });
    return [...new Set(keys)];
  }

  yearOf(keys: string[]): string {
    const group = this.list.find((one) => one.key === keys[0]);
    return group?.years.length === 1 ? group.years[0]! : "";
  }

  #insert(
    reference: string,
    element: XmlElement,
    combined: boolean,
    name: string,
    years: string[],
  ): ImportedGroup {
    const taken = this.#byReference.has(referenceOf(element.key, !combined));
    const key = taken ? `sg:${element.key}` : element.key;
    const group = { line: element.line, key, name, combined, years, mergeKey: null };
    this.#byReference.set(reference, group);
    this.list.push(group);
    return group;
  }
}

function referenceOf(key: string, combined: boolean): string {
  return `${combined ? "combined" : "class"} ${key}`;
}

/** A group without a year of its own has the years of its pupils. */
export function addYearsOfPupils(groups: ImportedGroup[], pupils: ImportedPupil[]): void {
  const found = new Map<string, Set<string>>();
  for (const pupil of pupils) {
    if (!/^\d+$/.test(pupil.year)) continue;
    for (const key of pupil.groupKeys) {
      found.set(key, (found.get(key) ?? new Set()).add(pupil.year));
    }
  }
  for (const group of groups) {
    if (!group.years.length) group.years = inOrder(found.get(group.key) ?? []);
  }
}

/**
 * Some administrations write one combined class as several groups of the same name, with keys
 * that end in `_lj_3`, `_lj_4`. Marks those and says which could be one.
 */
export function suggestMerges(groups: ImportedGroup[], warnings: Warnings): MergeSuggestion[] {
  const parts = groups.flatMap((group) => {
    const match = /^(.+)_lj_(\d+)$/.exec(group.key);
    return match ? [{ group, base: match[1]!, year: match[2]! }] : [];
  });
  const byName = Map.groupBy(parts, (part) => part.group.name.toLowerCase());
  return [...byName.values()].flatMap((same) => {
    // The same year twice under one name: two classes, told apart by the rest of the key.
    const oneClass = new Set(same.map((part) => part.year)).size === same.length;
    return oneClass ? [same] : [...Map.groupBy(same, (part) => part.base).values()];
  }).filter((same) => same.length > 1).map((same) => {
    const { base: mergeKey, group: { line, name } } = same[0]!;
    for (const part of same) part.group.mergeKey = mergeKey;
    const ofAll = inOrder(
      same.flatMap((part) => part.group.years.length ? part.group.years : [part.year]),
    );
    warnings.add(line, "merge_suggested", { group: name, years: ofAll.join(", ") });
    return { mergeKey, line, name, groupKeys: same.map((part) => part.group.key), years: ofAll };
  });
}

function inOrder(values: Iterable<string>): string[] {
  return [...new Set(values)].sort((a, b) => Number(a) - Number(b));
}

/** Cuts a text that is too long, with a warning. */
export function limited(text: string, line: number, warnings: Warnings): string {
  if (text.length <= longestText) return text;
  warnings.add(line, "text_cut", { max: longestText });
  return text.slice(0, longestText).trim();
}
