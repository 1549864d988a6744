import { personFields, pupilFields } from "../../modules/school/sharing.ts";
import type { Audience } from "../../modules/school/tables.ts";
import type { SmallSchool } from "./small_school.ts";

/** Something about someone that not everyone may know. */
export interface Secret {
  /** Whose, and what: `zwirrel phone`. */
  name: string;
  text: string;
  /** How it can stand on a page of which only small letters and digits are left. */
  looks: RegExp;
  /** The code names of exactly those who meet it. */
  to: ReadonlySet<string>;
}

type Who = Iterable<string>;

interface Shared {
  /** The parents who see what is shared. */
  shown: Who;
  /** What is chosen for every field. */
  share?: Audience;
}

interface AdultOptions extends Shared {
  wards: number[];
  secretAddress?: boolean;
  /** Staff who see only the name and the face, as the office blocked this one wholly. */
  shutOut?: Who;
  /** Uses the account of someone at another school. */
  accountId?: number;
  /** Those of another school who know the account. */
  elsewhere?: Who;
}

interface PupilOptions extends Shared {
  group: number;
  /** The guardians, to whom everything about the child is open. */
  home: Who;
}

/** How many numbers and birthdays were given out, at whatever school. */
let count = 0;

/** Fills a school with people of whom every word is unlike any other, and keeps who may know it. */
export class Planter {
  readonly secrets: Secret[] = [];

  /**
   * @param staff all who work at the school
   * @param office those of them who keep the roster
   */
  constructor(
    private readonly small: SmallSchool,
    private readonly staff: string[],
    private readonly office: string[],
  ) {}

  private get db() {
    return this.small.school.house.db;
  }

  /** Keeps a secret; returns its text, to be planted. */
  plant(whose: string, what: string, to: Who, text = whose + what): string {
    const looks = new RegExp(plain(text).replace(/^0(?=\d{9}$)/, "")); // +31 6 is 06
    this.secrets.push({ name: `${whose} ${what}`, text, looks, to: new Set(to) });
    return text;
  }

  private phone(whose: string, what: string, to: Who): string {
    const digits = String(++count * 7919 % 1e6).padStart(6, "0");
    return this.plant(whose, what, to, `06-11${digits}`);
  }

  /** A guardian with an account; the code name is in every word about them. */
  async adult(code: string, options: AdultOptions) {
    const { shown, share, wards, secretAddress = false, shutOut = [] } = options;
    const { db } = this;
    const adult = await this.small.guardian(code, ...wards);
    const face = new Set([...this.staff, code, ...shown]);
    const rest = face.difference(new Set(shutOut));
    const ofAccount = options.elsewhere ?? [];
    const email = `${this.plant(code, "mail", [...rest, ...ofAccount])}@post.example`;
    await db.updateTable("people").set({
      first_name: this.plant(code, "voor", face),
      last_name: this.plant(code, "achter", face),
      phone: this.phone(code, "phone", rest),
      email,
      street: this.plant(code, "straat", secretAddress ? [...this.office, code] : rest),
      house_number: "7",
      postcode: "1234 AB",
      city: "Regenmeer",
      secret_address: secretAddress,
      shares: sharesOf(personFields, share),
      photo_file_id: await this.photo(code, rest),
      account_id: options.accountId ?? adult.accountId,
    }).where("id", "=", adult.id).execute();
    if (options.accountId === undefined) {
      const login = this.plant(code, "login", [...this.office, code, ...ofAccount]);
      await db.updateTable("accounts").set({ user_name: `${login}@post.example`, email })
        .where("id", "=", adult.accountId).execute();
    }
    await this.contact(code, { person_id: adult.id }, share, rest);
    return { ...adult, address: email };
  }

  /** A child; the code name is in every word about it. */
  async pupil(code: string, { group, shown, share, home }: PupilOptions): Promise<number> {
    const { db, small } = this;
    const id = await small.pupil(code, group);
    const near = [...this.staff, ...home];
    const all = [...near, ...shown];
    await db.updateTable("pupils").set({
      first_name: this.plant(code, "voor", all),
      given_names: this.plant(code, "doop", home),
      last_name: this.plant(code, "achter", all),
      email: `${this.plant(code, "mail", all)}@post.example`,
      born_on: this.birthday(code, all),
      shares: sharesOf(pupilFields, share),
      photo_file_id: await this.photo(code, all),
    }).where("id", "=", id).execute();
    await this.contact(code, { pupil_id: id }, share, all);
    const now = small.school.clock.now();
    await db.insertInto("sitters").values({
      school_id: small.id,
      pupil_id: id,
      name: this.plant(code, "oppas", near),
      phone: this.phone(code, "sitter's phone", near),
      note: this.plant(code, "oppasnotitie", near),
      created_at: now,
      updated_at: now,
    }).execute();
    return id;
  }

  /** A day in April or May that nobody else was born on; other parents see it without the year. */
  private birthday(code: string, to: Who): string {
    const day = ++count % 27 + 1;
    const [month, dutch, english] = count % 54 < 27
      ? ["04", "april", "april"]
      : ["05", "mei", "may"];
    const two = String(day).padStart(2, "0");
    const looks = [
      `(?<!\\d)${day}(${dutch}|${english})`,
      `${english}${day}(?!\\d)`,
      `2018${month}${two}`,
      `${two}${month}2018`,
    ];
    this.secrets.push({
      name: `${code} birthday`,
      text: `${day} ${dutch}`,
      looks: new RegExp(looks.join("|")),
      to: new Set(to),
    });
    return `2018-${month}-${two}`;
  }

  private async contact(
    code: string,
    of: { person_id: number } | { pupil_id: number },
    share: Audience | undefined,
    to: Who,
  ) {
    await this.db.insertInto("contacts").values({
      school_id: this.small.id,
      ...of,
      kind: "phone",
      label: this.plant(code, "bij", to),
      value: this.phone(code, "other phone", to),
      shared_with: share ?? "none",
    }).execute();
  }

  /** No picture, but bytes in which one can read whose it is. */
  private async photo(code: string, to: Who): Promise<number> {
    const { db, files, clock } = this.small.school.house;
    const bytes = new TextEncoder().encode(this.plant(code, "foto", to));
    const hash = await files.put(bytes);
    const { id } = await db.insertInto("files").values({
      school_id: this.small.id,
      hash,
      name: "foto.webp",
      type: "image/webp",
      size: bytes.length,
      width: 9,
      height: 9,
      created_at: clock.now(),
    }).returning("id").executeTakeFirstOrThrow();
    const variant = { school_id: this.small.id, file_id: id, hash, width: 9, height: 9, bytes: 9 };
    await db.insertInto("file_variants")
      .values([{ ...variant, size: "small" }, { ...variant, size: "medium" }]).execute();
    return id;
  }
}

const sharesOf = (fields: readonly string[], share: Audience | undefined) =>
  JSON.stringify(share ? Object.fromEntries(fields.map((field) => [field, share])) : {});

/** Only small letters and digits, so that a number is the same with and without spaces. */
const plain = (text: string) =>
  text.normalize("NFC").toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, "");

/** The secrets that can be read in a text, with its markup or without. */
export function readIn(text: string, secrets: Secret[]): Secret[] {
  const both = `${plain(text)} ${plain(text.replaceAll(/<[^>]*>/g, ""))}`;
  return secrets.filter(({ looks }) => looks.test(both));
}
