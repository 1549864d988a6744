import { addDays, weekday } from "../../web/dates.ts";
import { schoolYearOf } from "../../web/clock.ts";
import type { PostKind } from "../../modules/messaging/tables.ts";
import type { Trx } from "../database.ts";
import { isSchoolDay, schoolDayNear } from "./calendar.ts";
import type { Adult } from "./families.ts";
import { groupPosts, weekly } from "./group_posts.ts";
import { insertReturningIds, insertRows } from "./insert.ts";
import { presentPosts } from "./present_posts.ts";
import { Deck, type Random } from "./random.ts";
import { type DemoGroup, type DemoSchool, fullName } from "./school.ts";
import { type PostTemplate, schoolPosts } from "./school_posts.ts";

/** A post as it will stand in the database, with what belongs to it. */
export interface DemoPost {
  id: number;
  kind: PostKind;
  author: Adult;
  title: string;
  text: string;
  /** None: the whole school. */
  groups: DemoGroup[];
  publishAt: Date | null;
  expiresAt?: Date;
  pinned?: boolean;
  editedAt?: Date;
  withdrawnAt?: Date;
  picture?: string;
  alt?: string;
  calendar?: boolean;
  poll?: PostTemplate["poll"];
  pollClosesAt?: Date;
  comments?: string[];
  commenters?: string[];
}

/** A year of posts, oldest first; drafts last. */
export function makePosts(random: Random, school: DemoSchool): DemoPost[] {
  const posts = [
    ...schoolWide(random, school),
    ...ofGroups(random, school),
    ...weeklies(random, school),
    ...ofThePresent(school),
  ];
  const moment = (post: DemoPost) => post.publishAt?.getTime() ?? Infinity;
  return posts.sort((a, b) => moment(a) === moment(b) ? 0 : moment(a) - moment(b));
}

function schoolWide(random: Random, school: DemoSchool): DemoPost[] {
  const { present } = school;
  return schoolPosts.map(({ on, from = "directie", ...post }) => ({
    ...post,
    id: 0,
    author: staffMember(school, from),
    groups: [],
    publishAt: present.at(schoolDayNear(present.last(on)), workingHour(random)),
    pollClosesAt: post.poll && present.at(addDays(present.last(on), 14), "20:00"),
  }));
}

/** Each group leaves some out and writes the others on a day of its own. */
function ofGroups(random: Random, school: DemoSchool): DemoPost[] {
  const { present } = school;
  return groupPosts.flatMap(({ on, years: [low, high], ...post }) => {
    const season = present.last(on);
    return groupsOf(school, season)
      .filter(({ years }) => years.some((year) => low <= Number(year) && Number(year) <= high))
      .filter(() => random.chance(low === 1 && high === 8 ? 0.3 : 0.8))
      .map((group) => ({
        ...post,
        id: 0,
        title: post.title.replace("{g}", group.name),
        text: post.text.replaceAll("{g}", group.name),
        author: random.pick(group.teachers),
        groups: [group],
        publishAt: present.at(
          schoolDayNear(addDays(season, -random.between(0, 3))),
          workingHour(random),
        ),
        pollClosesAt: post.poll && present.at(addDays(season, 10), "20:00"),
      }));
  });
}

/** A letter of each group on many Fridays. */
function weeklies(random: Random, school: DemoSchool): DemoPost[] {
  const { present } = school;
  return [...school.groups, ...school.lastYearsGroups].flatMap((group) => {
    const letter = letterWriter(random, group);
    const posts: DemoPost[] = [];
    for (let ago = 364; ago > 0; ago--) {
      const day = addDays(present.today, -ago);
      if (weekday(day) !== 5 || !isSchoolDay(day)) continue;
      if (schoolYearOf(day) !== group.schoolYear || !random.chance(0.45)) continue;
      posts.push({ ...letter(), publishAt: present.at(day, "15:40") });
    }
    return posts;
  });
}

/** Writes letters that do not repeat themselves soon. */
function letterWriter(random: Random, group: DemoGroup): () => Omit<DemoPost, "publishAt"> {
  const year = Number(group.years[0]);
  const work = new Deck(random, weekly.work[year <= 2 ? "low" : year <= 5 ? "middle" : "high"]);
  const people = new Deck(random, weekly.people);
  const practical = new Deck(random, weekly.practical);
  return () => {
    const board = random.chance(0.3);
    return {
      id: 0,
      kind: board ? "board" : "news",
      author: random.pick(group.teachers),
      title: random.pick(weekly.titles).replace("{g}", group.name),
      text: `${work.draw()} ${work.draw()}\n\n${people.draw()} ${practical.draw()}`,
      groups: [group],
      comments: board ? random.shuffle(weekly.comments).slice(0, random.between(0, 2)) : [],
    };
  };
}

function ofThePresent(school: DemoSchool): DemoPost[] {
  return presentPosts(school.present).map(({ from = "directie", guardian, groups, ...post }) => ({
    ...post,
    id: 0,
    author: guardian ? adultNamed(school, guardian) : staffMember(school, from),
    groups: (groups ?? []).map((name) => school.groups.find((group) => group.name === name)!),
  }));
}

/** Writes posts, their audiences and their polls; fills in the ids of the posts. */
export async function insertPosts(
  trx: Trx,
  school: DemoSchool,
  posts: DemoPost[],
): Promise<void> {
  const { present } = school;
  const ids = await insertReturningIds(
    trx,
    "posts",
    posts.map((post) => {
      const text = paragraphs(post.text);
      const writtenAt = post.publishAt && post.publishAt < present.now
        ? post.publishAt
        : new Date(present.now.getTime() - 36e5);
      const digest = post.publishAt && post.publishAt < present.now
        ? present.digestAfter(post.publishAt)
        : null;
      return {
        school_id: school.id,
        kind: post.kind,
        author_id: post.author.id,
        author_name: signature(post.author),
        title: post.title,
        body: text.map((paragraph) => `<p>${escape(paragraph)}</p>`).join(""),
        excerpt: excerpt(text.join(" ")),
        for_school: post.groups.length === 0,
        publish_at: post.publishAt,
        expires_at: post.expiresAt ?? null,
        pinned: post.pinned ?? false,
        comments_open: post.kind === "board",
        edited_at: post.editedAt ?? null,
        withdrawn_at: post.withdrawnAt ?? null,
        announced_at: post.kind === "urgent" ? post.publishAt : null,
        digested_at: digest && digest <= present.now ? digest : null,
        created_at: writtenAt,
        updated_at: post.withdrawnAt ?? post.editedAt ?? writtenAt,
      };
    }),
  );
  posts.forEach((post, i) => post.id = ids[i]!);
  await insertRows(
    trx,
    "post_groups",
    posts.flatMap(({ id, groups }) =>
      groups.map((group) => ({ school_id: school.id, post_id: id, group_id: group.id }))
    ),
  );
}

/** As the children know them: juf Hanneke; the head and the office by their full name and work. */
export function signature(adult: Adult): string {
  if (!adult.staff) return fullName(adult);
  const { title, function: work } = adult.staff;
  return title === fullName(adult) ? `${title}, ${work}` : title;
}

/** Guardians and staff who find a post in their timeline, and have an account in use. */
export function audienceOf(post: DemoPost, school: DemoSchool): Adult[] {
  const adults = post.groups.length === 0
    ? [...school.groups.flatMap(({ guardians }) => guardians), ...school.staff]
    : post.groups.flatMap(({ guardians, teachers }) => [...guardians, ...teachers]);
  const byAccount = new Map<number, Adult>();
  for (const adult of [post.author, ...adults]) {
    if (adult.accountId && adult.activated && !byAccount.has(adult.accountId)) {
      byAccount.set(adult.accountId, adult);
    }
  }
  return [...byAccount.values()];
}

function groupsOf(school: DemoSchool, day: string): DemoGroup[] {
  return schoolYearOf(day) === school.present.schoolYear ? school.groups : school.lastYearsGroups;
}

function staffMember(school: DemoSchool, userName: string): Adult {
  return school.staff.find(({ email }) => email === `${userName}@regenton.example`)!;
}

function adultNamed(school: DemoSchool, name: string): Adult {
  return school.people.adults.find((adult) => fullName(adult) === name)!;
}

function workingHour(random: Random): string {
  return `${String(random.between(8, 16)).padStart(2, "0")}:${random.between(10, 59)}`;
}

function paragraphs(text: string): string[] {
  return text.split(/\n\s*\n/).map((paragraph) => paragraph.replace(/\s+/g, " ").trim());
}

function escape(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

function excerpt(text: string): string {
  if (text.length <= 200) return text;
  return text.slice(0, text.lastIndexOf(" ", 199)) + " …";
}
