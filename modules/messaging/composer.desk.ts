import type { Db } from "../../db/database.ts";
import { dayIn, momentIn, timeIn } from "../../web/clock.ts";
import { addDays } from "../../web/dates.ts";
import { type Errors, type Values, valuesOf } from "../../web/forms.ts";
import { isStaff, type Viewer } from "../../web/viewer.ts";
import { type Audience, listPlaces, type Place } from "./audience.ts";
import { altField, hasPoll, type TypedPost } from "./composer.forms.ts";
import type { ManagedPost } from "./managed.queries.ts";
import type { PostFileInput, PostInput } from "./post.actions.ts";
import type { PostKind } from "./tables.ts";
import { kindsOff } from "./visible.ts";

/** An urgent message without a date is on top for two days. */
const urgentLife = 48 * 3600_000;

/** What lies before someone who writes: where they may post what, and the post they change. */
export interface Desk {
  viewer: Viewer;
  now: Date;
  /** Absent while a new post is made. */
  post: ManagedPost | undefined;
  places: Place[];
  /** Kinds that at least one place takes and the school has not switched off. */
  kinds: PostKind[];
  /** Places that a published post already went to: it stays there. */
  fixed: Place[];
}

export async function openDesk(
  db: Db,
  viewer: Viewer,
  now: Date,
  post?: ManagedPost,
): Promise<Desk> {
  const places = await listPlaces(db, viewer, now);
  const off: string[] = kindsOff(viewer);
  const kinds = (["news", "board", "urgent"] as const).filter((kind) =>
    !off.includes(kind) && places.some((place) => place.kinds.includes(kind))
  );
  const fixed = post?.published ? await fixedPlaces(db, post, viewer) : [];
  return { viewer, now, post, places, kinds, fixed };
}

async function fixedPlaces(db: Db, { audience, kind }: ManagedPost, { school }: Viewer) {
  const groups = audience.groupIds.length === 0 ? [] : await db.selectFrom("groups")
    .select(["id", "name"])
    .where("school_id", "=", school.id).where("id", "in", audience.groupIds)
    .orderBy("position").orderBy("id").execute();
  const whole = audience.forSchool ? [{ id: null, name: "" }] : [];
  return [...whole, ...groups].map((place) => ({ ...place, kinds: [kind] }));
}

/** How a place is written in the form. */
export const placeValue = (id: number | null) => id === null ? "school" : String(id);

/** An empty form, with what the address asks for filled in. */
export function newValues(desk: Desk, kind?: string, group?: string): Values {
  const only = desk.places.length === 1 ? placeValue(desk.places[0]!.id) : undefined;
  const asked = desk.places.map((place) => placeValue(place.id)).find((value) => value === group);
  return {
    key: crypto.randomUUID(),
    kind: desk.kinds.find((known) => known === kind) ?? desk.kinds[0] ?? "",
    audience: asked ?? only ?? [],
    format: "text",
    when: "now",
    commentsOpen: "on",
  };
}

/** The form of a post that is there. */
export const openForm = (post: ManagedPost, timeZone: string): Values => ({
  ...valuesOfPost(post, timeZone),
  seen: seenOf(post),
});

/** How the form says which version of a post it changes. */
export const seenOf = (post: ManagedPost): string => String(post.updatedAt.getTime());

/** Whether what was typed is what is there already: the same button was pressed twice. */
export const isSame = (typed: PostInput, there: PostInput, timeZone: string): boolean =>
  JSON.stringify(valuesOfPost(typed, timeZone)) === JSON.stringify(valuesOfPost(there, timeZone));

function valuesOfPost(post: PostInput, timeZone: string): Values {
  const { poll, publishAt, expiresAt } = post;
  const lastDay = (at: Date | null) => at ? dayIn(timeZone, new Date(at.getTime() - 1)) : "";
  const ticked = (name: string, on: boolean): Values => on ? { [name]: "on" } : {};
  return {
    kind: post.kind,
    audience: post.audience.forSchool
      ? "school"
      : post.audience.groupIds.toSorted((a, b) => a - b).map(String),
    title: post.title,
    body: post.body,
    format: "html",
    fileId: post.files.map((file) => String(file.id)),
    ...Object.fromEntries(post.files.map((file) => [altField(file.id), file.alt])),
    when: publishAt ? "later" : "now",
    day: publishAt ? dayIn(timeZone, publishAt) : "",
    time: publishAt ? timeIn(timeZone, publishAt) : "",
    until: lastDay(expiresAt),
    pollQuestion: poll?.question ?? "",
    pollAnswer: poll?.answers ?? [],
    pollUntil: lastDay(poll?.closesAt ?? null),
    ...ticked("pinned", post.pinned),
    ...ticked("commentsOpen", post.commentsOpen),
    ...ticked("pollMultiple", poll?.multiple ?? false),
    ...ticked("pollAnonymous", poll?.anonymous ?? false),
  };
}

/** For whom a half-filled form is, as far as its writer may post there; for the count of people. */
export function typedAudience(desk: Desk, values: Values): Audience {
  return audienceOf(desk, valuesOf(values, "audience"), value(values.kind)) ??
    { forSchool: false, groupIds: [] };
}

const value = (typed: string | string[] | undefined) => String(typed ?? "");

/** The audience as chosen, or undefined when this kind may not go to part of it. */
function audienceOf(desk: Desk, chosen: string[], kind: string): Audience | undefined {
  const open = new Map(
    [...desk.places, ...desk.fixed].filter((place) => place.kinds.some((k) => k === kind))
      .map((place) => [placeValue(place.id), place]),
  );
  if (!chosen.every((one) => open.has(one))) return undefined;
  const all = new Set([...chosen, ...desk.fixed.map((place) => placeValue(place.id))]);
  if (all.has("school")) return { forSchool: true, groupIds: [] };
  return { forSchool: false, groupIds: [...all].map(Number) };
}

/**
 * Turns what was typed into a post, or says what is wrong with it: a kind or place this person
 * may not post to, or a moment that has passed.
 */
export function resolvePost(
  desk: Desk,
  typed: TypedPost,
  files: PostFileInput[],
): { input: PostInput; errors?: undefined } | { input?: undefined; errors: Errors } {
  const { viewer, now, post } = desk;
  const { timeZone } = viewer.school;
  const kind = post?.published ? post.kind : typed.kind;
  if (!post?.published && !desk.kinds.includes(kind)) return { errors: { kind: "kindRefused" } };
  const audience = audienceOf(desk, typed.audience, kind);
  if (!audience) return { errors: { audience: "audienceRefused" } };

  const publishAt = post?.published ? post.publishAt : momentOf(typed, timeZone, now);
  if (!post?.published && typed.when === "later" && publishAt && publishAt <= now) {
    return { errors: { day: "past" } };
  }
  const visibleFrom = publishAt ?? now;
  const expiresAt = endOf(typed.until, timeZone) ??
    (kind === "urgent" ? new Date(visibleFrom.getTime() + urgentLife) : null);
  if (expiresAt && expiresAt <= visibleFrom) return { errors: { until: "untilPast" } };
  const closesAt = endOf(typed.pollUntil, timeZone);
  if (closesAt && closesAt <= visibleFrom) return { errors: { pollUntil: "untilPast" } };

  return {
    input: {
      kind,
      audience,
      title: typed.title,
      body: typed.html,
      publishAt,
      expiresAt,
      pinned: typed.pinned && kind !== "urgent" && isStaff(viewer),
      commentsOpen: typed.commentsOpen && kind === "board",
      files,
      poll: post?.published ? post.poll : hasPoll({ ...typed, kind })
        ? {
          question: typed.pollQuestion,
          answers: typed.pollAnswer,
          multiple: typed.pollMultiple,
          anonymous: typed.pollAnonymous,
          closesAt,
        }
        : null,
    },
  };
}

/** When it will be out: null for a draft. A time that summer time skips is the moment after it. */
function momentOf({ intent, when, day, time }: TypedPost, timeZone: string, now: Date) {
  if (intent === "draft") return null;
  return when === "later" && day && time ? momentIn(timeZone, day, time) : now;
}

/** The end of a day, the day included. */
const endOf = (day: string | undefined, timeZone: string) =>
  day ? momentIn(timeZone, addDays(day, 1), "00:00") : null;
