import type { Insertable } from "kysely";
import type { PostSymbol } from "../../modules/messaging/tables.ts";
import type { Tables, Trx } from "../database.ts";
import type { Adult } from "./families.ts";
import { insertReturningIds, insertRows } from "./insert.ts";
import { audienceOf, type DemoPost, signature } from "./posts.ts";
import type { Random } from "./random.ts";
import { type DemoSchool, fullName } from "./school.ts";

const hour = 36e5;
const day = 24 * hour;

/** Writes what the readers did with the posts: read marks, symbols, comments, polls and votes. */
export async function insertReactions(
  trx: Trx,
  random: Random,
  school: DemoSchool,
  posts: DemoPost[],
): Promise<void> {
  const marks: Insertable<Tables["read_marks"]>[] = [];
  const symbols: Insertable<Tables["post_symbols"]>[] = [];
  const comments: Insertable<Tables["comments"]>[] = [];
  const ballots: { post: DemoPost; voters: Adult[] }[] = [];
  const now = school.present.now.getTime();
  for (const post of posts) {
    if (!post.publishAt || post.publishAt.getTime() > now) continue;
    const readers = readersOf(random, school, post);
    for (const reader of readers) {
      marks.push({
        school_id: school.id,
        account_id: reader.accountId!,
        post_id: post.id,
        read_at: after(random, post.publishAt, now),
      });
    }
    if (post.withdrawnAt) continue;
    const active = readers.filter((reader) => !reader.readOnly && !isSamira(reader));
    symbols.push(...symbolsOf(random, school, post, active));
    comments.push(...commentsOf(random, school, post, active));
    if (post.poll) {
      ballots.push({
        post,
        voters: active.filter((reader) => !reader.staff && random.chance(0.5)),
      });
    }
  }
  await insertRows(trx, "read_marks", marks);
  await insertRows(trx, "post_symbols", symbols);
  await insertRows(trx, "comments", comments);
  await insertPolls(trx, random, school, ballots);
}

/** The older a post, the more have read it. Samira has yet to read the last two school days. */
function readersOf(random: Random, school: DemoSchool, post: DemoPost): Adult[] {
  const { present } = school;
  const age = present.now.getTime() - post.publishAt!.getTime();
  const isNew = post.publishAt! >= present.at(present.schoolDaysAgo(1), "00:00");
  const share = post.kind === "urgent" ? 0.9 : age < day ? 0.55 : age < 4 * day ? 0.8 : 0.92;
  return audienceOf(post, school).filter((reader) => {
    const reads = random.chance(share);
    return reader === post.author || (isSamira(reader) ? !isNew : reads);
  });
}

function symbolsOf(random: Random, school: DemoSchool, post: DemoPost, readers: Adult[]) {
  if (post.kind === "urgent") return [];
  const share = (post.groups.length === 0 ? 0.06 : 0.2) + (post.picture ? 0.2 : 0);
  const choices: PostSymbol[] = ["heart", "heart", "heart", "thumb", "thumb", "smile", "party"];
  return readers.filter((reader) => reader !== post.author && random.chance(share))
    .map((reader) => ({
      school_id: school.id,
      post_id: post.id,
      account_id: reader.accountId!,
      symbol: random.pick(choices),
    }));
}

function commentsOf(random: Random, school: DemoSchool, post: DemoPost, readers: Adult[]) {
  const others = random.shuffle(readers.filter((reader) => !reader.staff));
  const now = school.present.now.getTime();
  const count = post.comments?.length ?? 0;
  const room = Math.min(now - post.publishAt!.getTime(), 30 * hour) / (count + 1);
  return (post.comments ?? []).map((text, i) => {
    const named = school.people.adults.find((a) => fullName(a) === post.commenters?.[i]);
    const author = text.startsWith("→ ") ? post.author : named ?? others[i] ?? post.author;
    return {
      school_id: school.id,
      post_id: post.id,
      person_id: author.id,
      author_name: signature(author),
      body: text.replace("→ ", ""),
      created_at: new Date(post.publishAt!.getTime() + room * (i + 1)),
      removed_at: null,
      removed_by: null,
    };
  });
}

async function insertPolls(
  trx: Trx,
  random: Random,
  school: DemoSchool,
  ballots: { post: DemoPost; voters: Adult[] }[],
) {
  await insertRows(
    trx,
    "polls",
    ballots.map(({ post }) => ({
      school_id: school.id,
      post_id: post.id,
      question: post.poll!.question,
      multiple: post.poll!.multiple ?? false,
      anonymous: post.poll!.anonymous ?? false,
      closes_at: post.pollClosesAt ?? null,
    })),
  );
  const options = ballots.flatMap(({ post }) =>
    post.poll!.options.map((label, position) => ({
      school_id: school.id,
      post_id: post.id,
      position,
      label,
    }))
  );
  const optionIds = await insertReturningIds(trx, "poll_options", options);
  const now = school.present.now.getTime();
  const votes = ballots.flatMap(({ post, voters }) => {
    const ids = optionIds.filter((_, i) => options[i]!.post_id === post.id);
    return voters.flatMap(({ accountId }) => {
      const count = post.poll!.multiple ? random.between(1, 2) : 1;
      return random.shuffle(ids).slice(0, count).map((option) => ({
        school_id: school.id,
        post_id: post.id,
        account_id: accountId!,
        place: post.poll!.multiple ? option : 0,
        option_id: option,
        voted_at: after(
          random,
          post.publishAt!,
          Math.min(now, post.pollClosesAt?.getTime() ?? now),
        ),
      }));
    });
  });
  await insertRows(trx, "poll_votes", votes);
}

/** Some hours after a moment, most of them soon; never later than `latest`. */
function after(random: Random, moment: Date, latest: number): Date {
  const hours = 0.1 + 40 * random.next() ** 3;
  return new Date(Math.min(moment.getTime() + hours * hour, latest));
}

function isSamira({ email }: Adult): boolean {
  return email === "ouder@regenton.example";
}
