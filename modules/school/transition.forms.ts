import { z } from "zod";
import {
  type Errors,
  line,
  many,
  optional,
  value,
  type Values,
  valuesOf,
} from "../../web/forms.ts";
import { plainName } from "./import/match.ts";
import type { Planned } from "./transition.actions.ts";
import {
  type NewGroup,
  type Plan,
  pupilKey,
  type PupilSet,
  settle,
  type Settled,
  type Target,
} from "./transition.plan.ts";
import { signOf } from "./transition.queries.ts";

/** What was shown, as the form brings it back. */
const seen = z.string().max(64, "wrong").optional();

/** The plan's other fields are named after groups and sets: see `readPlan`. */
export const planForm = z.object({
  seen,
  /** Which page comes next, of this plan. */
  next: optional(z.string().regex(/^(preview|groups\/\d{1,15})$/, "wrong")),
});
/** The pupils' fields are named after them: see `readChoices`. */
export const choicesForm = z.object({ seen, stay: many(z.string().max(20, "wrong")) });
export const applicationForm = z.object({ seen });

export const nameField = (group: Pick<NewGroup, "ref">) => `name-${group.ref}`;
export const teachersField = (group: Pick<NewGroup, "ref">) => `teachers-${group.ref}`;
export const setField = (set: Pick<PupilSet, "key">) => `set-${set.key.replace(":", "-")}`;
export const pupilField = (pupil: { id: number }) => `to-${pupil.id}`;

export const planSign = (year: number, { groups, dropped, sets }: Settled) =>
  signOf([year, groups, dropped, sets.map(({ key, target }) => [key, target])]);

export const choicesSign = (year: number, groupId: number, plan: Plan, settled: Settled) =>
  signOf([
    year,
    placesOf(settled, groupId).map(({ pupil, stays }) => {
      const key = pupilKey(groupId, pupil.id);
      return [key, plan.pupils[key] ?? "", stays];
    }),
  ]);

/** Everyone of one group of the year that ends; 0 for who is in none. */
export const placesOf = ({ placements }: Settled, groupId: number) =>
  placements.filter((place) => place.groupId === groupId);

interface Read {
  plan: Plan;
  errors: Errors;
}

const name = line(20);

/** The plan as it was typed: names and teachers of groups, and where each set goes. */
export function readPlan(values: Values, { transition, roster }: Planned): Read {
  const { plan, year } = transition;
  const settled = settle(roster, plan);
  const errors: Errors = {};
  if (value(values, "seen") !== planSign(year, settled)) errors.form = "changed";
  const staff = new Set(roster.staff.map((one) => one.id));
  const typedName = (field: string) => {
    if (value(values, field).trim() === "") return "";
    const read = name.safeParse(value(values, field));
    if (!read.success) errors[field] = "tooLong";
    return read.data ?? "";
  };
  const groups: Plan["groups"] = {};
  for (const group of [...settled.groups, ...settled.dropped]) {
    const called = group.id === null ? typedName(nameField(group)) : group.name;
    if (called === "" && group.ref.startsWith("a")) continue;
    const teachers = valuesOf(values, teachersField(group)).map(Number)
      .filter((id) => staff.has(id));
    groups[group.ref] = { name: called, teachers };
  }
  const added = typedName("added");
  if (added) groups[nextRef(plan)] = { name: added, teachers: [] };
  checkNames(groups, settled, errors, added ? nextRef(plan) : "");

  const targets = targetsOf(settled);
  const sets = Object.fromEntries(settled.sets.map((set) => {
    const target = value(values, setField(set));
    if (!targets.has(target)) errors[setField(set)] = "wrong";
    return [set.key, target as Target];
  }));
  return { plan: { ...plan, groups, sets: { ...plan.sets, ...sets } }, errors };
}

/** `a1`, `a2`, …: never one that was there, for pupils may still be sent to it. */
function nextRef(plan: Plan): string {
  const numbers = Object.keys(plan.groups).filter((ref) => /^a\d+$/.test(ref))
    .map((ref) => Number(ref.slice(1)));
  return `a${Math.max(0, ...numbers) + 1}`;
}

/** No two groups of one name. */
function checkNames(groups: Plan["groups"], settled: Settled, errors: Errors, added: string) {
  const taken = new Set(
    settled.groups.filter((group) => group.id !== null).map((group) => plainName(group.name)),
  );
  for (const [ref, { name }] of Object.entries(groups)) {
    if (ref.startsWith("g") || name === "") continue;
    const plain = plainName(name);
    if (taken.has(plain)) errors[ref === added ? "added" : nameField({ ref })] ??= "groupName";
    taken.add(plain);
  }
}

const targetsOf = ({ groups, dropped }: Settled): ReadonlySet<string> =>
  new Set(["leaves", "none", ...[...groups, ...dropped].map((group) => group.ref)]);

/** The choices for the pupils of one group: who goes elsewhere, who does the year again. */
export function readChoices(
  values: Values,
  groupId: number,
  { transition: { plan, year }, roster }: Planned,
): Read {
  const settled = settle(roster, plan);
  const errors: Errors = {};
  if (value(values, "seen") !== choicesSign(year, groupId, plan, settled)) errors.form = "changed";
  const targets = targetsOf(settled);
  const staying = new Set(valuesOf(values, "stay"));
  const pupils = { ...plan.pupils };
  const stay = new Set(plan.stay);
  for (const { pupil } of placesOf(settled, groupId)) {
    const key = pupilKey(groupId, pupil.id);
    const target = value(values, pupilField(pupil));
    if (target === "") delete pupils[key];
    else if (targets.has(target)) pupils[key] = target;
    else errors[pupilField(pupil)] = "wrong";
    if (staying.has(String(pupil.id))) stay.add(pupil.id);
    else stay.delete(pupil.id);
  }
  return { plan: { ...plan, pupils, stay: [...stay] }, errors };
}
