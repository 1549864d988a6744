import { addDays, type Day } from "../../web/dates.ts";
import { momentIn } from "../../web/clock.ts";
import type { Trx } from "../database.ts";
import {
  holidaysOf,
  isSchoolDay,
  schoolDayAfter,
  schoolDayBefore,
  studyDayAfter,
  timeZone,
} from "./calendar.ts";
import { insertReturningIds, insertRows } from "./insert.ts";
import type { DemoSchool } from "./school.ts";

interface Item {
  title: string;
  from: Day;
  to?: Day;
  startsAt?: string;
  endsAt?: string;
  place?: string;
  description?: string;
  /** Names of groups; none is the whole school. */
  groups?: string[];
}

/** month-day | title | from | until | place | description; on that day or the school day before it */
const schoolDays = `
09-22|Informatieavond|19:00|20:45|school|Twee rondes, zodat u bij twee groepen kunt kijken.
10-01|Opening Kinderboekenweek|08:45|09:15|plein|
10-05|Dag van de leraar||||
10-08|Ouderraad|19:30|21:00|teamkamer|
11-11|Sint-Maarten: lampionnen|17:30|18:30|plein|We lopen samen door de wijk en drinken soep.
12-04|Sinterklaas op school||||Alle groepen zijn om 12.00 uur uit.
12-17|Kerstviering|17:00|18:30|in de klas|Het koor van ouders zingt op het plein.
01-12|Nieuwjaarskoffie|08:30|09:15|hal|
01-27|Voorleesdag in pyjama||||
02-06|Studiedag, kinderen vrij||||
02-12|Rapporten mee||||
03-16|Opening klimrek|13:45|14:15|plein|De kinderraad knipt het lint door.
03-25|Ouderraad|19:30|21:00|teamkamer|
04-17|Koningsspelen|08:30|12:00|sportveld|Kom in het oranje. Ontbijt in de klas.
05-22|Studiedag, kinderen vrij||||
06-02|Schoolfotograaf||||
06-09|Avondvierdaagse, eerste avond|18:00|20:00|Kastanjeplein|
06-12|Schoolreisje groep 1 tot en met 7|08:45|16:30|plein|
06-30|Wennen in de nieuwe groep|10:30|11:30||
07-09|Zomerfeest|16:00|19:00|plein|`;

/** school days from today | groups | title | from | until | place */
const comingDays = `
0|5a,5b|Bibliotheekboeken mee|||
1|8|Bezoek aan de brugklas|13:00|15:00|bus vanaf het plein
1|1/2a,2b|Fruit snijden met ouders|09:30|10:15|keuken
2|2b|Speelgoeddag|||
3|5a|Gastles: waar blijft ons afval?|10:30|11:45|
3|3,4|Schoolzwemmen|13:15|14:30|zwembad
4|6,6/7,7|Fietscontrole|10:00|12:00|plein
5|5a|Boekbesprekingen beginnen|||
6|5b|Museum|08:45|12:30|vertrek vanaf het plein
6||Luizencontrole|08:30|10:00|hal
8|1/2a|Inloopochtend voor ouders|08:20|09:00|
9|5a,5b|Museum|08:45|12:30|vertrek vanaf het plein
10||Ouderraad|19:30|21:00|teamkamer`;

/** Writes a school year of days: holidays, the feasts of every year, and what is near. */
export async function insertAgenda(trx: Trx, school: DemoSchool): Promise<void> {
  const { present } = school;
  const head = school.staff[0]!;
  const items = [...holidays(school), ...yearly(school), ...coming(school)]
    .sort((a, b) => a.from < b.from ? -1 : a.from > b.from ? 1 : 0);
  const ids = await insertReturningIds(
    trx,
    "agenda_items",
    items.map((item) => {
      const known = momentIn(timeZone, schoolDayBefore(addDays(item.from, -21)), "10:00");
      const latest = new Date(present.now.getTime() - 3 * 864e5);
      const createdAt = known < latest ? known : latest;
      return {
        school_id: school.id,
        title: item.title,
        starts_on: item.from,
        ends_on: item.to ?? item.from,
        starts_at: item.startsAt || null,
        ends_at: item.endsAt || null,
        place: item.place ?? "",
        description: item.description ?? "",
        for_school: !item.groups,
        created_by: head.id,
        digested_at: createdAt,
        created_at: createdAt,
        updated_at: createdAt,
      };
    }),
  );
  await insertRows(
    trx,
    "agenda_item_groups",
    items.flatMap(({ groups = [] }, i) =>
      groups.map((name) => ({
        school_id: school.id,
        item_id: ids[i]!,
        group_id: school.groups.find((group) => group.name === name)!.id,
      }))
    ),
  );
}

function holidays({ present }: DemoSchool): Item[] {
  return [present.schoolYear - 1, present.schoolYear].flatMap(holidaysOf)
    .map(({ name, from, to }) => ({ title: name, from, to }));
}

function yearly({ present }: DemoSchool): Item[] {
  return [present.schoolYear - 1, present.schoolYear].flatMap((year) =>
    lines(schoolDays).map(([day, title, startsAt, endsAt, place, description]) => ({
      title: title!,
      from: schoolDayBefore(`${day! >= "08" ? year : year + 1}-${day}`),
      startsAt,
      endsAt,
      place,
      description,
    }))
  );
}

function coming({ present }: DemoSchool): Item[] {
  const first = isSchoolDay(present.today) ? present.today : schoolDayAfter(present.today);
  const studyDay = {
    title: "Studiedag, kinderen vrij",
    from: studyDayAfter(present.today),
  };
  const items = lines(comingDays).map(([count, groups, title, startsAt, endsAt, place]) => {
    let day = first;
    for (let i = 0; i < Number(count); i++) day = schoolDayAfter(addDays(day, 1));
    return {
      title: title!,
      from: day,
      startsAt,
      endsAt,
      place,
      groups: groups ? groups.split(",") : undefined,
    };
  });
  return [studyDay, ...items.filter(({ from }) => from !== studyDay.from)];
}

function lines(table: string): string[][] {
  return table.trim().split("\n").map((line) => line.split("|"));
}
