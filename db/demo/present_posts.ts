import { addDays, longDay } from "../../web/dates.ts";
import { dayIn, momentIn } from "../../web/clock.ts";
import { isSchoolDay, type Present, schoolDayAfter, studyDayAfter, timeZone } from "./calendar.ts";
import type { PictureName, PostTemplate } from "./school_posts.ts";

/** A post that belongs to today rather than to a season. */
interface PresentPost extends Omit<PostTemplate, "on" | "kind"> {
  kind: "news" | "board" | "urgent";
  /** Names of groups; none is the whole school. */
  groups?: string[];
  /** Full name of a guardian who posts, instead of `from`. */
  guardian?: string;
  publishAt: Date | null;
  expiresAt?: Date;
  pollClosesAt?: Date;
  pinned?: boolean;
  editedAt?: Date;
  withdrawnAt?: Date;
  /** Who writes the comments, by full name; else chance decides. */
  commenters?: string[];
}

interface Season {
  /** The first month and day. */
  from: string;
  craft: string;
  help: string;
  walk: string;
  walkText: string;
  picture: PictureName;
  alt: string;
}

/** What a class makes and where it walks, from a day in the year on. */
const seasons: Season[] = [
  {
    from: "01-08",
    craft: "het winterdorp",
    help: "We bouwen een dorp van dozen",
    walk: "Sporen zoeken in het Uilenbos",
    walkText: "We zagen sporen van een ree, van een hond en van meester Joris.",
    picture: "uil",
    alt: "Een uil op een tak",
  },
  {
    from: "03-01",
    craft: "de moestuin",
    help: "We zaaien en timmeren bakken",
    walk: "Lentewandeling door het Uilenbos",
    walkText: "Er was een specht, en er waren veel plassen. Bijna iedereen had laarzen aan.",
    picture: "laarzen",
    alt: "Een paar rode laarzen",
  },
  {
    from: "05-10",
    craft: "het decor",
    help: "We schilderen het decor voor het zomerfeest",
    walk: "Buitenles in het Uilenbos",
    walkText: "We rekenden met takken en telden jaarringen. De oudste boom was 84.",
    picture: "verf",
    alt: "Potten verf en een kwast",
  },
  {
    from: "08-01",
    craft: "de herfsttafel",
    help: "We rijgen kastanjes en maken dieren van eikels",
    walk: "Eerste wandeling van het jaar",
    walkText: "We kennen nu alle paden naar het Uilenbos, en elkaars namen ook.",
    picture: "bos",
    alt: "Een pad tussen hoge bomen",
  },
  {
    from: "10-12",
    craft: "de lampionnen",
    help: "Woensdagochtend maken we onze lampionnen af",
    walk: "Herfstwandeling door het Uilenbos",
    walkText: "Wat een stapels bladeren! We vonden veertien soorten en één slapende egel.",
    picture: "bladeren",
    alt: "Gekleurde bladeren op een stapel",
  },
  {
    from: "11-12",
    craft: "de sintversiering",
    help: "We vouwen mijters en plakken slingers",
    walk: "Paddenstoelen in het Uilenbos",
    walkText: "We telden er 61, in elf soorten. Aangeraakt hebben we er geen één.",
    picture: "paddenstoel",
    alt: "Een rode paddenstoel met witte stippen",
  },
  {
    from: "12-06",
    craft: "de kerststerren",
    help: "We vouwen honderd sterren voor de hal",
    walk: "Het donkere bos",
    walkText: "Met zaklampen gingen we vroeg op pad. De uil bleef gewoon zitten.",
    picture: "uil",
    alt: "Een uil op een tak",
  },
];

/** The last three weeks, what is planned, and what is not finished yet. */
export function presentPosts(present: Present): PresentPost[] {
  const { today, now } = present;
  const season = seasons.findLast(({ from }) => from <= today.slice(5)) ?? seasons.at(-1)!;
  const ago = (days: number, time: string) => present.at(present.schoolDaysAgo(days), time);
  const next = isSchoolDay(today) ? today : schoolDayAfter(today);
  const when = { now, timeZone, language: "nl" };
  const gymDay = next === today ? "Vandaag" : capital(longDay(next, when));
  const studyDay = studyDayAfter(today);
  return [
    {
      kind: "urgent",
      from: "directie",
      groups: ["5a", "5b"],
      title: `${gymDay} geen gym voor groep 5`,
      text: "De sporthal is dicht door een lekkage. Gymspullen hoeven niet mee.",
      publishAt: new Date(now.getTime() - 75 * 60_000),
      expiresAt: later(momentIn(timeZone, next, "18:00"), new Date(now.getTime() + 4 * 36e5)),
    },
    {
      kind: "urgent",
      from: "directie",
      title: "School om 12.00 uur uit: geen water",
      text: `Door een gesprongen leiding heeft de school geen water. Alle kinderen zijn vandaag om
        12.00 uur uit. Kunt u uw kind niet halen? Dan blijft het bij ons.`,
      publishAt: ago(13, "09:40"),
      expiresAt: momentIn(timeZone, present.schoolDaysAgo(13), "16:00"),
    },
    {
      kind: "board",
      from: "juf",
      groups: ["5a"],
      title: `Wie helpt er mee bij ${season.craft}?`,
      text: `${season.help}. Ik zoek vier ouders die kunnen helpen met knippen en plakken. Er is
        koffie, en er is veel glitter.

        Heeft u nog lege melkpakken in huis? Geef ze mee.`,
      publishAt: ago(0, "08:12"),
      poll: {
        question: "Hoe laat kunt u helpen?",
        options: ["8.30 – 10.00 uur", "10.15 – 12.00 uur", "Ik kan niet, maar geef spullen mee"],
      },
      pollClosesAt: eveningAfter(new Date(now.getTime() + 6 * 36e5)),
      comments: [
        "Ik ben er om half negen. Ik neem twee lijmpistolen mee.",
        "Wij hebben nog acht melkpakken. Zofia brengt ze morgen mee.",
        "→ Fijn! Dan zoeken we nog één paar handen voor na de pauze.",
        "Ik kan van 10.15 tot 11.30 uur.",
      ],
      commenters: ["Kadir Yıldız", "Agnieszka Wiśniewska", "", "Thomas Bakker"],
    },
    {
      kind: "news",
      from: "joris",
      groups: ["2b"],
      title: season.walk,
      text: `${season.walkText} Dank aan de ouders die meeliepen!`,
      picture: season.picture,
      alt: season.alt,
      publishAt: ago(1, "15:20"),
    },
    {
      kind: "news",
      title: `Studiedag op ${longDay(studyDay, when)}`,
      text: `Op ${longDay(studyDay, when)} hebben alle leerkrachten een studiedag over rekenen. De
        kinderen zijn die dag vrij. De opvang van De Dwarsfluiter is wel open.`,
      calendar: true,
      publishAt: ago(2, "12:05"),
      editedAt: ago(2, "13:10"),
    },
    {
      kind: "board",
      guardian: "Agnieszka Wiśniewska",
      groups: ["5a"],
      title: "Samen rijden naar het museum",
      text:
        "Ik heb drie plekken in de auto. We vertrekken om 8.45 uur vanaf het plein. Wie rijdt mee?",
      publishAt: ago(3, "19:25"),
      comments: ["Mag Teun met jullie mee?", "→ Natuurlijk!"],
      commenters: ["Thomas Bakker", ""],
    },
    {
      kind: "board",
      guardian: "Thomas Bakker",
      title: "Verslag van de ouderraad",
      text: `We spraken over de feesten, het klimrek en de vrijwillige ouderbijdrage. Heeft u een
        idee voor het plein? Zet het hieronder.`,
      publishAt: ago(4, "20:10"),
      comments: [
        "Een waterpomp!",
        "Meer schaduw graag.",
        "Een tafeltennistafel.",
        "→ Staat genoteerd.",
      ],
    },
    {
      kind: "board",
      title: "Een naam voor het nieuwe klimrek",
      text:
        "De kinderraad koos drie namen. Helpt u mee kiezen? U stemt zonder dat iemand ziet wat.",
      poll: {
        question: "Hoe gaat het klimrek heten?",
        options: ["De Spin", "Het Uilennest", "De Regenboog"],
        anonymous: true,
      },
      pollClosesAt: eveningAfter(new Date(now.getTime() + 5 * 864e5)),
      publishAt: ago(6, "10:30"),
      comments: ["Mijn dochter vindt alle drie mooi."],
    },
    {
      kind: "news",
      from: "administratie",
      title: "Jaarkalender en bereikbaarheid",
      text: `In de bijlage vindt u alle vrije dagen van dit schooljaar. Meld uw kind vóór 8.30 uur
        af: 010-0000100. De administratie is open van 8.15 tot 14.30 uur.`,
      calendar: true,
      pinned: true,
      publishAt: ago(16, "09:00"),
    },
    {
      kind: "news",
      from: "juf",
      groups: ["5a"],
      title: "Museum verplaatst naar donderdag",
      text: "Het museum kan toch op de gewone dag. Dit bericht vervalt dus.",
      publishAt: ago(5, "14:00"),
      withdrawnAt: ago(5, "14:25"),
    },
    {
      kind: "news",
      from: "juf",
      groups: ["5a"],
      title: "Boekbesprekingen: wie wanneer",
      text: "Volgende week beginnen we. Het rooster hangt bij de deur van het lokaal.",
      publishAt: momentIn(timeZone, schoolDayAfter(addDays(today, 2)), "07:30"),
    },
    {
      kind: "board",
      from: "juf",
      groups: ["5a"],
      title: "Verslag van de gastles",
      text: "Meneer Timmer nam een vuilniszak vol mooie dingen mee.",
      publishAt: null,
    },
  ];
}

const later = (a: Date, b: Date) => a > b ? a : b;

/** The first eight o'clock in the evening after a moment: when people close a poll. */
function eveningAfter(moment: Date): Date {
  const day = dayIn(timeZone, moment);
  const evening = momentIn(timeZone, day, "20:00");
  return evening > moment ? evening : momentIn(timeZone, addDays(day, 1), "20:00");
}
const capital = (text: string) => text[0]!.toUpperCase() + text.slice(1);
