import type { NameParts } from "../names.ts";
import { plainName } from "./match.ts";
import type { PersonRow, RosterState } from "./queries.ts";
import type { GroupTarget, PupilTarget } from "./plan_roster.ts";
import { newPerson, type PersonValues } from "./values.ts";

/** An adult as they will be after the import. */
export interface PersonTarget {
  /** Null until one is given out, when the import is applied. */
  id: number | null;
  before: PersonRow | null;
  values: PersonValues;
  /** In a file of this import; others stay as they are. */
  mentioned: boolean;
  /** New, or not as they were. */
  changed: boolean;
  staff: { role: "teacher" | "office" | "admin"; function: string; left: boolean } | null;
  /** Groups to teach, of this school year; null leaves them as they are. */
  groups: GroupTarget[] | null;
  /** Children named in a file, with what the file calls the relation. */
  children: Map<PupilTarget, string>;
  /** Office or admin, themselves or by a shared account, while the importer is no admin. */
  guarded: boolean;
}

/** A guardian of a pupil, as the school has it. */
interface Link {
  person: PersonTarget;
  relation: string;
  blocked: boolean;
}

/** Everyone, to be found by what files know them by. Grows while a plan is made. */
export class PersonIndex {
  readonly list: PersonTarget[] = [];
  readonly #byKey = new Map<string, PersonTarget[]>();
  readonly #byEmail = new Map<string, PersonTarget[]>();
  readonly #byAccount = new Map<string, PersonTarget[]>();
  readonly #ofPupil = new Map<number, Link[]>();

  add(person: PersonTarget): PersonTarget {
    this.list.push(person);
    const account = person.before?.account;
    if (account) {
      into(this.#byAccount, account.userName, person);
      into(this.#byAccount, account.email.toLowerCase(), person);
    }
    this.update(person);
    return person;
  }

  /** Makes a person findable by what they have become. */
  update(person: PersonTarget): void {
    const { key, email } = person.values;
    if (key) into(this.#byKey, key, person);
    if (email) into(this.#byEmail, email.toLowerCase(), person);
  }

  addGuardianship(pupilId: number, link: Link): void {
    this.#ofPupil.set(pupilId, [...this.#ofPupil.get(pupilId) ?? [], link]);
  }

  withKey = (key: string | null): PersonTarget[] => (key && this.#byKey.get(key)) || [];
  withEmail = (email: string | null): PersonTarget[] => (email && this.#byEmail.get(email)) || [];

  /** Guardians as the school has them. */
  guardiansOf(pupil: PupilTarget): Link[] {
    return (pupil.id !== null && this.#ofPupil.get(pupil.id)) || [];
  }

  /**
   * Whether someone else with this address, or with its account, is blocked: at the school or,
   * with a child, for that child. Whoever gets the address gets in where the other may not.
   */
  isShutOut(email: string | null, self: PersonTarget | undefined, child?: PupilTarget): boolean {
    const others = [...this.withEmail(email), ...(email && this.#byAccount.get(email)) || []]
      .filter((person) => person !== self);
    return others.some((person) =>
      person.before?.blocked ||
      (child && this.guardiansOf(child).some((link) => link.blocked && link.person === person))
    );
  }
}

function into(map: Map<string, PersonTarget[]>, key: string, person: PersonTarget) {
  const list = map.get(key);
  if (!list) map.set(key, [person]);
  else if (!list.includes(person)) list.push(person);
}

/** The school's adults as they are. @param byAdmin whether an admin imports */
export function personTargets(state: RosterState, byAdmin: boolean): PersonIndex {
  const index = new PersonIndex();
  const runsSchool = ({ staff }: PersonRow) => staff !== null && staff.role !== "teacher";
  const accounts = new Set(state.people.filter(runsSchool).map((row) => row.account?.id));
  const isGuarded = (row: PersonRow) =>
    !byAdmin && (runsSchool(row) || (row.account !== null && accounts.has(row.account.id)));
  const byId = new Map(state.people.map((row) => [
    row.id,
    index.add({ ...unmentioned, ...of(row), guarded: isGuarded(row) }),
  ]));
  for (const { pupilId, personId, ...link } of state.guardianships) {
    index.addGuardianship(pupilId, { person: byId.get(personId)!, ...link });
  }
  return index;
}

/** What an import by someone who is no admin leaves as it is: who gets in, and with which mail. */
export function guardedValues({ email, deceased, left }: PersonValues) {
  return { email, deceased, left };
}

const unmentioned = { mentioned: false, changed: false, groups: null };

function of(row: PersonRow) {
  return { id: row.id, before: row, values: row.values, staff: row.staff, children: new Map() };
}

/** Someone new. */
export function newTarget(): PersonTarget {
  return {
    id: null,
    before: null,
    values: newPerson,
    mentioned: false,
    changed: true,
    staff: null,
    groups: null,
    children: new Map(),
    guarded: false,
  };
}

export const wholeName = (name: NameParts): string =>
  plainName(name.firstName, name.prefix, name.lastName);

/** The last names are the same, and what is known of the first names does not contradict. */
export function sameName(a: NameParts, b: NameParts): boolean {
  const [lastA, lastB] = [plainName(a.prefix, a.lastName), plainName(b.prefix, b.lastName)];
  if (lastA === "" || lastA !== lastB) return wholeName(a) !== "" && wholeName(a) === wholeName(b);
  if (a.firstName && b.firstName) return plainName(a.firstName) === plainName(b.firstName);
  const [letterA, letterB] = [firstLetter(a), firstLetter(b)];
  return !letterA || !letterB || letterA === letterB;
}

function firstLetter({ initials, firstName }: NameParts): string {
  return plainName(initials || firstName).slice(0, 1);
}
