import { describe, expect, test } from "vitest";
import {
  isCitizenNumber,
  parseDay,
  parseEmail,
  parsePhone,
  parsePostcode,
  splitAddress,
} from "../modules/school/import/dutch.ts";
import { compareNames, fullName, splitFullName, splitPrefix } from "../modules/school/names.ts";

describe("Dutch names", () => {
  test("sort on the core word and are said with the prefix", () => {
    const name = (text: string) => splitFullName(text);
    expect(fullName(name("Vries, Jan de"))).toBe("Jan de Vries");
    expect(fullName(name("Mw. A.B. van 't Hof"))).toBe("A.B. van 't Hof");
    expect(
      ["Jan de Vries", "Anna Bakker", "Piet van den Aker", "Bram de Vries"].map(name).sort(
        compareNames,
      ).map(fullName),
    )
      .toEqual(["Piet van den Aker", "Anna Bakker", "Bram de Vries", "Jan de Vries"]);
  });

  test("a prefix is taken off a last name, and a double name is left whole", () => {
    expect(splitPrefix("d'Ancona")).toEqual({ prefix: "d'", lastName: "Ancona" });
    expect(splitPrefix("Vries, de")).toEqual({ prefix: "de", lastName: "Vries" });
    expect(splitPrefix("Bakker-de Jong")).toEqual({ prefix: "", lastName: "Bakker-de Jong" });
  });
});

test("Dutch postcodes, phones, dates, addresses and mail addresses are recognised or refused", () => {
  expect(["1234ab", "1234 AB", "0123AB", "1234SS", "12345"].map(parsePostcode)).toEqual([
    "1234 AB",
    "1234 AB",
    null,
    null,
    null,
  ]);
  expect(
    [
      "06-12345678",
      "+31 6 12345678",
      "0031612345678",
      "612345678",
      "+32 470 12 34 56",
      "12345",
      "9999999999",
    ].map(parsePhone),
  )
    .toEqual(["0612345678", "0612345678", "0612345678", "0612345678", "+32470123456", null, null]);
  expect(
    [
      "21-06-2017",
      "1/2/2017",
      "2017-06-21T00:00:00",
      "29-2-2019",
      "2019-02-29",
      "13-13-2019",
      "21-06-17",
    ].map(parseDay),
  )
    .toEqual(["2017-06-21", "2017-02-01", "2017-06-21", null, null, null, null]);
  expect(
    [
      "Jan@B.example",
      "Jan <jan@b.example>",
      "mailto:jan@b.example",
      "jan@b",
      "jan b@c.example",
      "a@b.example, c@d.example",
    ].map(parseEmail),
  )
    .toEqual(["jan@b.example", "jan@b.example", "jan@b.example", null, null, null]);
  expect(splitAddress("Plein 1944 12-a")).toEqual({
    street: "Plein 1944",
    number: "12",
    addition: "a",
  });
  expect([isCitizenNumber("123456782"), isCitizenNumber("123456789"), isCitizenNumber("000000000")])
    .toEqual([true, false, false]);
});
