/** The groups, the staff, and the families that are always the same. */

interface GroupPlan {
  name: string;
  /** How many pupils of each jaargroep. */
  seats: Record<string, number>;
  teachers: string[];
  /** The same children a year ago, and who taught them then. */
  before: { name: string; years: string[]; teachers: string[] };
}

const before = (name: string, years: string, ...teachers: string[]) => ({
  name,
  years: years.split(" "),
  teachers,
});

/** Ten groups, two of them combined; 230 pupils. Teachers by their user name. */
export const groupPlans: GroupPlan[] = [
  {
    name: "1/2a",
    seats: { 1: 11, 2: 11 },
    teachers: ["marieke", "sanne"],
    before: before("1/2a", "1 2", "marieke", "sanne"),
  },
  { name: "2b", seats: { 2: 23 }, teachers: ["joris"], before: before("1b", "1", "joris") },
  { name: "3", seats: { 3: 21 }, teachers: ["lisa", "petra"], before: before("2c", "2", "lisa") },
  { name: "4", seats: { 4: 22 }, teachers: ["omer"], before: before("3", "3", "petra") },
  { name: "5a", seats: { 5: 26 }, teachers: ["juf"], before: before("4a", "4", "omer") },
  {
    name: "5b",
    seats: { 5: 25 },
    teachers: ["fatima", "chantal"],
    before: before("4b", "4", "fatima", "chantal"),
  },
  { name: "6", seats: { 6: 20 }, teachers: ["ingrid"], before: before("5", "5", "juf") },
  {
    name: "6/7",
    seats: { 6: 9, 7: 11 },
    teachers: ["ruud", "esther"],
    before: before("5/6", "5 6", "ruud", "esther"),
  },
  { name: "7", seats: { 7: 24 }, teachers: ["daniel"], before: before("6", "6", "ingrid") },
  { name: "8", seats: { 8: 27 }, teachers: ["koen"], before: before("7", "7", "daniel") },
];

/** Last year's group 8 has left the school. */
export const leftGroup = { name: "8", years: ["8"], teachers: ["koen"] };

/** user name | first name | prefix | last name | role | as the children know them | function */
const staffTable = `
directie|Wouter||Blom|admin|Wouter Blom|directeur
administratie|Bibi||Aalders|office|Bibi Aalders|administratie
juf|Hanneke||Vos|teacher|juf Hanneke|leerkracht
joris|Joris||Dekker|teacher|meester Joris|leerkracht
marieke|Marieke|van den|Berg|teacher|juf Marieke|leerkracht
sanne|Sanne||Kuiper|teacher|juf Sanne|leerkracht
lisa|Lisa|de|Jong|teacher|juf Lisa|leerkracht
petra|Petra||Wolters|teacher|juf Petra|leerkracht
omer|Ömer||Kaya|teacher|meester Ömer|leerkracht
fatima|Fatima||El Idrissi|teacher|juf Fatima|leerkracht
chantal|Chantal||Wijngaarde|teacher|juf Chantal|leerkracht
ingrid|Ingrid||'t Hart|teacher|juf Ingrid|leerkracht
ruud|Ruud||Peeters|teacher|meester Ruud|leerkracht
esther|Esther||Polak|teacher|juf Esther|leerkracht
daniel|Daniël||Romeijn|teacher|meester Daniël|leerkracht
koen|Koen||Verbeek|teacher|meester Koen|leerkracht
anneke|Anneke||Terpstra|teacher|Anneke Terpstra|intern begeleider
mark|Mark||Hoekstra|teacher|meester Mark|vakleerkracht gym
naima|Naïma||Bouzid|teacher|juf Naïma|leerkrachtondersteuner
kirsten|Kirsten||Maas|teacher|juf Kirsten|onderwijsassistent
els|Els|van|Rossum|teacher|juf Els|leerkracht Nederlands als tweede taal
henk|Henk||Zwart|teacher|Henk Zwart|conciërge`;

export interface StaffPlan {
  userName: string;
  firstName: string;
  prefix: string;
  lastName: string;
  role: "teacher" | "office" | "admin";
  title: string;
  function: string;
}

export const staffPlans: StaffPlan[] = lines(staffTable).map(
  ([userName, firstName, prefix, lastName, role, title, work]) => ({
    userName: `${userName}@regenton.example`,
    firstName: firstName!,
    prefix: prefix!,
    lastName: lastName!,
    role: role as StaffPlan["role"],
    title: title!,
    function: work!,
  }),
);

export interface FixedAdult {
  firstName: string;
  prefix: string;
  lastName: string;
  relation: "mother" | "father" | "guardian";
  /** Left out: made from the name. null: the school knows none. */
  email?: string | null;
  otherAddress?: boolean;
  readOnly?: boolean;
  blocked?: boolean;
  secretAddress?: boolean;
  notActivated?: boolean;
  language?: string;
}

/** Group 5a as everybody knows it: child | prefix | last name | birthday | sex | first guardian */
const group5a = `
Amir||Rahimi|09-04|1|Parisa Rahimi|mother
Aya||Haddad|03-14|2|Omar Haddad|father
Bram|de|Groot|08-01|1|Ellen de Groot|mother
Çağla||Yıldız|11-14|2|Kadir Yıldız|father
Daan||Verhoeven|10-02|1|Ruben Verhoeven|father
Fenna||Postma|09-09|2|Jelle Postma|father
Floor|van|Dijk|01-29|2|Anouk van Dijk|mother
Ilyas||El Amrani|06-27|1|Nadia El Amrani|mother
Jada||Martina|03-21|2|Rowena Martina|mother
Jayden||Comvalius|01-18|1|Sherida Comvalius|mother
Kees||Dijkstra|06-11|1|Femke Dijkstra|mother
Liv||Smit|11-17|2|Jochem Smit|father
Lotte|van der|Heuvel|05-30|2|Marit Kuipers|mother
Mats||Hendriks|08-13|1|Ilse Hendriks|mother
Milou||Janssen|10-25|2|Peter Janssen|father
Noor|de|Wit|04-12|2|Samira de Wit|mother
Nova||Brouwer|07-23|2|Kim Brouwer|mother
Oskar||Kowalski|07-07|1|Ewa Kowalska|mother
Puck|de|Bruin|10-30|2|Sanne de Bruin|mother
Roos||Willems|02-26|2|Bart Willems|father
Safiya||Abdi|04-08|2|Hodan Abdi|mother
Sara||Yilmaz|05-19|2|Elif Yilmaz|mother
Sem||Nguyen|12-22|1|Linh Nguyen|mother
Teun||Bakker|11-12|1|Thomas Bakker|father
Tygo||Maas|12-15|1|Dennis Maas|father
Zofia||Wiśniewska|02-03|2|Agnieszka Wiśniewska|mother`;

/** What is special about some adults of those families, by name. */
const special: Record<string, Partial<FixedAdult>> = {
  "Samira de Wit": { email: "ouder@regenton.example" },
  "Peter Janssen": { email: "alleenlezen@regenton.example", readOnly: true },
  "Linh Nguyen": { email: "beide@regenton.example" }, // has a child at De Klimboom as well
  "Marit Kuipers": { secretAddress: true },
  "Sanne de Bruin": { notActivated: true },
  "Hodan Abdi": { language: "en" },
  "Omar Haddad": { email: "familie.haddad@post.example" },
};

const adult = (
  firstName: string,
  prefix: string,
  lastName: string,
  relation: FixedAdult["relation"],
  more: Partial<FixedAdult> = {},
): FixedAdult => ({ firstName, prefix, lastName, relation, ...more });

/** The second guardian, by the child's first name; children of one parent are not in it. */
const secondGuardians: Record<string, FixedAdult> = {
  Noor: adult("Jeroen", "van der", "Laan", "father", {
    email: "ouder2@regenton.example",
    otherAddress: true,
  }),
  Milou: adult("Wendy", "van", "Beek", "mother"),
  Aya: adult("Lubna", "", "Haddad", "mother", { email: "familie.haddad@post.example" }),
  Nova: adult("Riet", "", "Brouwer", "guardian", { email: null }),
  Mats: adult("Ronald", "", "Hendriks", "father", {
    email: "geblokkeerd@regenton.example",
    otherAddress: true,
    blocked: true,
  }),
  Bram: adult("Maarten", "de", "Groot", "father"),
  Çağla: adult("Sevgi", "", "Yıldız", "mother"),
  Daan: adult("Lonneke", "", "Tuinstra", "mother", { otherAddress: true }),
  Fenna: adult("Ytsje", "", "Postma", "mother"),
  Floor: adult("Niels", "van", "Dijk", "father"),
  Ilyas: adult("Karim", "", "El Amrani", "father"),
  Jayden: adult("Wendell", "", "Comvalius", "father", { otherAddress: true }),
  Kees: adult("Sjoerd", "", "Dijkstra", "father"),
  Liv: adult("Hester", "ten", "Cate", "mother"),
  Lotte: adult("Arjan", "van der", "Heuvel", "father", { otherAddress: true }),
  Oskar: adult("Tomasz", "", "Kowalski", "father"),
  Puck: adult("Thijs", "de", "Bruin", "father"),
  Roos: adult("Marleen", "van 't", "Hof", "mother"),
  Safiya: adult("Mahad", "", "Abdi", "father", { language: "en" }),
  Sara: adult("Murat", "", "Yilmaz", "father"),
  Sem: adult("Minh", "", "Nguyen", "father"),
  Teun: adult("Judith", "", "Bakker", "mother"),
  Tygo: adult("Karin", "", "Maas", "mother"),
  Zofia: adult("Łukasz", "", "Wiśniewski", "father"),
};

interface FixedChild {
  firstName: string;
  prefix: string;
  lastName: string;
  birthday: string;
  sex: number;
  group: string;
  adults: FixedAdult[];
}

export const fixedChildren: FixedChild[] = lines(group5a).map(
  ([firstName, prefix, lastName, birthday, sex, guardian, relation]) => {
    const [first, ...rest] = guardian!.split(" ");
    const core = rest.at(-1)!;
    const known = guardian!.endsWith("El Amrani")
      ? { prefix: "", lastName: "El Amrani" }
      : { prefix: rest.slice(0, -1).join(" "), lastName: core };
    const one = adult(
      first!,
      known.prefix,
      known.lastName,
      relation as FixedAdult["relation"],
      special[guardian!],
    );
    const two = secondGuardians[firstName!];
    return {
      firstName: firstName!,
      prefix: prefix!,
      lastName: lastName!,
      birthday: birthday!,
      sex: Number(sex),
      group: "5a",
      adults: two ? [one, two] : [one],
    };
  },
);

/** Brothers and sisters of theirs whom the sign-ins tell about: only with the first guardian. */
export const fixedSiblings = [
  {
    of: "Noor",
    firstName: "Mees",
    prefix: "de",
    lastName: "Wit",
    birthday: "08-30",
    sex: 1,
    group: "2b",
  },
];

/** A teacher with a child at the school: one account, two roles. */
export const teachersChild = {
  teacher: "esther@regenton.example",
  firstName: "Boaz",
  prefix: "",
  lastName: "Polak",
  birthday: "03-05",
  sex: 1,
  group: "3",
};

/** A family that left with last year's group 8: the account is there, the school is not. */
export const leftFamily = {
  child: { firstName: "Tamar", prefix: "", lastName: "Prins", birthday: "02-17", sex: 2 },
  adult: adult("Nicole", "", "Prins", "mother", { email: "oudgroep8@regenton.example" }),
};

/** Guardians who may post, by name. */
export const senderPlans = [
  { name: "Agnieszka Wiśniewska", title: "klassenouder", group: "5a" },
  { name: "Thomas Bakker", title: "ouderraad", group: null },
];

function lines(table: string): string[][] {
  return table.trim().split("\n").map((line) => line.split("|"));
}
