import { asciiLetters, type Background, backgrounds, streets } from "./names.ts";
import type { Random } from "./random.ts";
import {
  type FixedAdult,
  fixedChildren,
  fixedSiblings,
  groupPlans,
  leftFamily,
  type StaffPlan,
  staffPlans,
  teachersChild,
} from "./roster.ts";

interface Address {
  street: string;
  houseNumber: string;
  postcode: string;
}

export interface Adult {
  /** Known once it is in the database. */
  id: number;
  accountId: number | null;
  key: string;
  firstName: string;
  prefix: string;
  lastName: string;
  email: string | null;
  phone: string;
  address: Address;
  readOnly: boolean;
  blocked: boolean;
  secretAddress: boolean;
  activated: boolean;
  language: string;
  staff?: StaffPlan;
}

export interface Pupil {
  id: number;
  key: string;
  firstName: string;
  prefix: string;
  lastName: string;
  /** Month and day. */
  birthday: string;
  sex: number;
  year: number;
  /** Name of the group; undefined for who has left. */
  group?: string;
  guardians: { adult: Adult; relation: FixedAdult["relation"] }[];
}

export interface People {
  adults: Adult[];
  pupils: Pupil[];
}

interface Seat {
  group: string;
  year: number;
}

type Name = Pick<Pupil, "firstName" | "prefix" | "lastName">;

/** Everybody: 22 staff, 230 pupils and one who left, and their guardians. */
export function makePeople(random: Random): People {
  const maker = new PeopleMaker(random);
  for (const plan of staffPlans) maker.staffMember(plan);
  for (const child of fixedChildren) maker.fixedFamily(child);
  maker.teachersFamily();
  maker.leftFamily();
  maker.otherFamilies();
  return maker.people;
}

class PeopleMaker {
  readonly people: People = { adults: [], pupils: [] };
  readonly #seats: Seat[];
  readonly #emails = new Set<string>();

  constructor(readonly random: Random) {
    this.#seats = random.shuffle(
      groupPlans.flatMap(({ name, seats }) =>
        Object.entries(seats).flatMap(([year, count]) =>
          Array.from({ length: count }, () => ({ group: name, year: Number(year) }))
        )
      ),
    );
  }

  staffMember(staff: StaffPlan) {
    const { userName, firstName, prefix, lastName } = staff;
    const key = `M${String(this.people.adults.length + 1).padStart(3, "0")}`;
    const member = this.#adult({ firstName, prefix, lastName, email: userName }, this.#address());
    Object.assign(member, { key, staff });
  }

  fixedFamily(child: (typeof fixedChildren)[number]) {
    const home = this.#address();
    const guardians = child.adults.map((plan) => ({
      adult: this.#adult(plan, plan.otherAddress ? this.#address() : home),
      relation: plan.relation,
    }));
    this.#pupil(child, this.#takeSeat((seat) => seat.group === child.group)!, guardians);
    for (const sibling of fixedSiblings.filter(({ of }) => of === child.firstName)) {
      const seat = this.#takeSeat(({ group }) => group === sibling.group)!;
      this.#pupil(sibling, seat, guardians.slice(0, 1));
    }
    if (child.firstName !== "Noor") this.#siblings(child, guardians, 5);
  }

  teachersFamily() {
    const adult = this.people.adults.find(({ email }) => email === teachersChild.teacher)!;
    const seat = this.#takeSeat(({ group }) => group === teachersChild.group)!;
    this.#pupil(teachersChild, seat, [{ adult, relation: "mother" }]);
  }

  leftFamily() {
    const adult = this.#adult(leftFamily.adult, this.#address());
    this.#pupil(leftFamily.child, { year: 8 }, [{ adult, relation: "mother" }]);
  }

  otherFamilies() {
    let seat: Seat | undefined;
    while ((seat = this.#takeSeat(() => true))) {
      const background = this.#background();
      const [mothersName, fathersName] = lastNamesOf(this.random.pick(background.lastNames));
      const guardians = this.#household(background, mothersName!, fathersName!);
      const name = { ...(this.random.chance(0.85) ? fathersName! : mothersName!) };
      this.#child(background, name, seat, guardians);
      this.#siblings(name, guardians, seat.year, background);
    }
  }

  /** Who takes care: two at one address, two at two addresses, one alone, two who share a mailbox. */
  #household(background: Background, mothersName: Surname, fathersName: Surname) {
    const home = this.#address();
    const roll = this.random.between(1, 100);
    const maiden = this.random.chance(0.6)
      ? lastNamesOf(this.random.pick(background.lastNames))[0]!
      : mothersName;
    const mother = this.#unique(background.mothers, maiden);
    const father = this.#unique(background.fathers, fathersName);
    if (roll <= 4) return [this.#guardian(mother, home, "mother")];
    if (roll <= 5) return [this.#guardian(father, home, "father")];
    if (roll <= 20) { // separated
      return [
        this.#guardian(mother, home, "mother"),
        this.#guardian(father, this.#address(), "father"),
      ];
    }
    if (roll <= 23) { // two mothers
      const other = this.#unique(background.mothers, fathersName);
      return [this.#guardian(mother, home, "mother"), this.#guardian(other, home, "mother")];
    }
    const email = roll <= 29
      ? this.#freeEmail(`familie.${asciiLetters(fathersName.lastName)}`)
      : undefined;
    return [
      this.#guardian({ ...mother, email }, home, "mother"),
      this.#guardian({ ...father, email }, home, "father"),
    ];
  }

  /** A first name that nobody of this family name has yet, while there is one. */
  #unique(firstNames: string[], name: Surname): Name {
    const taken = new Set(
      this.people.adults.filter(({ lastName }) => lastName === name.lastName)
        .map(({ firstName }) => firstName),
    );
    const free = firstNames.filter((firstName) => !taken.has(firstName));
    return { firstName: this.random.pick(free.length > 0 ? free : firstNames), ...name };
  }

  #guardian(
    plan: Name & { email?: string },
    address: Address,
    relation: FixedAdult["relation"],
  ) {
    return { adult: this.#adult(plan, address), relation };
  }

  /** One child in six has a brother or sister in another group. */
  #siblings(
    family: Surname,
    guardians: Pupil["guardians"],
    year: number,
    background: Background = this.#background(),
  ) {
    if (!this.random.chance(0.16)) return;
    const seat = this.#takeSeat((other) => Math.abs(other.year - year) >= 2);
    if (seat) this.#child(background, family, seat, guardians);
  }

  #child(
    background: Background,
    { prefix, lastName }: Surname,
    seat: Seat,
    guardians: Pupil["guardians"],
  ) {
    const girl = this.random.chance(0.5);
    const taken = new Set(
      this.people.pupils.filter(({ group }) => group === seat.group).map((p) => p.firstName),
    );
    const names = girl ? background.girls : background.boys;
    const free = names.filter((name) => !taken.has(name));
    const birthday = `${two(this.random.between(1, 12))}-${two(this.random.between(1, 28))}`;
    const name = { firstName: this.random.pick(free.length ? free : names), prefix, lastName };
    this.#pupil({ ...name, birthday, sex: girl ? 2 : 1 }, seat, guardians);
  }

  #pupil(
    { firstName, prefix, lastName, birthday, sex }: Name & { birthday: string; sex: number },
    { group, year }: { group?: string; year: number },
    guardians: Pupil["guardians"],
  ) {
    const key = `L${String(this.people.pupils.length + 1).padStart(4, "0")}`;
    const pupil = { id: 0, key, firstName, prefix, lastName, birthday, sex, year, group };
    this.people.pupils.push({ ...pupil, guardians });
  }

  #adult(plan: Name & Partial<FixedAdult>, address: Address): Adult {
    const { adults } = this.people;
    const { firstName, prefix, lastName } = plan;
    const adult: Adult = {
      id: 0,
      accountId: null,
      key: `O${String(adults.length + 1).padStart(4, "0")}`,
      firstName,
      prefix,
      lastName,
      email: plan.email === null ? null : plan.email ?? this.#freeEmail(
        `${asciiLetters(firstName)}.${asciiLetters(prefix + lastName)}`,
      ),
      // 06-0000… is given to nobody
      phone: `06-0000${String(1000 + adults.length * 7).padStart(4, "0")}`,
      address,
      readOnly: plan.readOnly ?? false,
      blocked: plan.blocked ?? false,
      secretAddress: plan.secretAddress ?? false,
      activated: !(plan.notActivated ?? (plan.email === undefined && this.random.chance(0.04))),
      language: plan.language ??
        (plan.email === undefined && this.random.chance(0.03) ? "en" : "nl"),
    };
    adults.push(adult);
    return adult;
  }

  #freeEmail(local: string): string {
    let email = `${local}@post.example`;
    for (let count = 2; this.#emails.has(email); count++) email = `${local}${count}@post.example`;
    this.#emails.add(email);
    return email;
  }

  #address(): Address {
    const street = this.random.between(0, streets.length - 1);
    return {
      street: streets[street]!,
      houseNumber: String(this.random.between(1, 148)),
      // 1234 is the number of every Dutch example: no place has it
      postcode: `1234 A${String.fromCharCode("B".charCodeAt(0) + street)}`,
    };
  }

  #takeSeat(fits: (seat: Seat) => boolean): Seat | undefined {
    const index = this.#seats.findIndex(fits);
    return index < 0 ? undefined : this.#seats.splice(index, 1)[0];
  }

  #background(): Background {
    const shares = backgrounds.reduce((sum, { share }) => sum + share, 0);
    let roll = this.random.next() * shares;
    return backgrounds.find(({ share }) => (roll -= share) < 0) ?? backgrounds[0]!;
  }
}

interface Surname {
  prefix: string;
  lastName: string;
}

/** `Kowalska/Kowalski` → the mother's and the father's; `van den|Berg` → prefix and core. */
function lastNamesOf(entry: string): Surname[] {
  const [mothers, fathers = mothers] = entry.split("/");
  return [mothers!, fathers!].map((form) => {
    const [prefix, core] = form.includes("|") ? form.split("|") : ["", form];
    return { prefix: prefix!, lastName: core! };
  });
}

const two = (number: number) => String(number).padStart(2, "0");
