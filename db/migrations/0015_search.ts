import { sql } from "kysely";
import type { Migration } from "../migrate.ts";

/** Letters as they are looked for: no capitals, accents or apostrophes. `modules/school/letters.ts` does the same. */
const letters = (text: string) =>
  `lower(translate(regexp_replace(normalize(${text}, nfd), '[\\u0300-\\u036f]', '', 'g'),
    'ŁłØøĐđÐðĦħı''’‘', 'LlOoDdDdHhi'))`;

/** Digits of a phone number, the Dutch ones as they are dialled at home. */
const digits = (phone: string) =>
  `regexp_replace(regexp_replace(coalesce(${phone}, ''), '\\D', '', 'g'), '^(00)?31', '0')`;

const joined = (...parts: string[]) =>
  parts.map((part) => `coalesce(${part}, '')`).join(" || ' ' || ");

/** *van der Laan*, but *d'Hondt*. */
const name = `first_name || ' ' || prefix
  || case when prefix ~ '[''’]$' then '' else ' ' end || last_name`;

/** A line with the name and a line with the rest; each word of them has a space before it. */
const lines = (rest: string) => `' ' || ${letters(name)} || E' \\n ' || ${rest}`;

// Not where the address is secret: who guesses it is not to find out.
const address = `case when secret_address then '' else
  ${
  joined(
    "street",
    "house_number || coalesce(house_addition, '')",
    "replace(postcode, ' ', '')",
    "city",
  )
}
  end`;

/** Staff find anyone by a few letters (R5): what is looked for, made ready when it is written; and who gets no mail. */
export const search: Migration = {
  name: "0015_search",
  up: sql.raw(`
alter table people add column search text not null generated always as
  (${
    lines(
      `${letters(joined("initials", "email"))} || ' ' || ${digits("phone")} || ' ' || ${
        letters(address)
      }`,
    )
  }) stored;
alter table pupils add column search text not null generated always as
  (${lines(letters(joined("given_names", "email")))}) stored;
alter table staff add column search text not null generated always as
  (' ' || ${letters(joined("title", "function"))}) stored;
alter table contacts add column search text not null generated always as
  (' ' || ${letters(joined("label", "value"))} || ' ' || ${digits("value")}) stored;

create index deliveries_account_undelivered on deliveries (school_id, account_id)
  where state in ('failed', 'bounced');
create index deliveries_account_activation on deliveries (school_id, account_id)
  where kind = 'activation';
`),
};
