import type { Language } from "./language.ts";

export type Role = "guardian" | "teacher" | "office" | "admin";
export type Kind = "news" | "board" | "urgent" | "agenda";

/** What the school has set, as every page needs it. */
export interface School {
  id: number;
  /** The first part of every address: `/regenton/…`. */
  shortName: string;
  name: string;
  /** IANA name; decides what "today" and "17:30" are. */
  timeZone: string;
  language: Language;
  logoFileId: number | null;
  officePhone: string | null;
  /** Items switched off or renamed by the school; what is absent is on, with its own name. */
  menu: Partial<Record<MenuKey, { off?: boolean; name?: string }>>;
  guardiansMayPost: boolean;
  revealUnknownUser: boolean;
  /** ISO weekdays (1 is Monday) and the local time of the digest, "17:30". */
  digestDays: number[];
  digestTime: string;
  /** Changed data count at once; else the office decides first (A12). */
  directChanges: boolean;
  /** Office and admin sign in with a second step (A6). */
  twoStepRequired: boolean;
  usesNotes: boolean;
  usesResults: boolean;
}

export type MenuKey = "news" | "board" | "agenda" | "conversations" | "groups" | "help";

/** A group of this school year that the viewer belongs to. */
export interface OwnGroup {
  id: number;
  name: string;
  /** As a teacher of it, or through a child in it. */
  as: "teacher" | "guardian";
}

export interface Child {
  id: number;
  firstName: string;
  initials: string;
  /** The file of the child's photo. */
  photo: number | null;
  /** All who share the account and care for the child only read (A8). */
  readOnly: boolean;
  groups: { id: number; name: string }[];
}

/** One of those who use the account. */
export interface OwnPerson {
  id: number;
  name: string;
  initials: string;
  /** The file of their photo. */
  photo: number | null;
  /** Only reads (A8), whoever else shares the account. */
  readOnly: boolean;
}

/**
 * Who is looking, made anew from the session cookie at every request, so that a block,
 * a role or a sign-out counts at once. Every read of a school's data goes through one.
 */
export interface Viewer {
  accountId: number;
  sessionId: number;
  userName: string;
  language: Language;
  school: School;
  /** Guardians who share an e-mail address share an account, so this can be several people. */
  people: OwnPerson[];
  /** The one whose name stands under what the viewer writes: `people[0]`. */
  person: OwnPerson;
  roles: ReadonlySet<Role>;
  /** Sees all that the others see, changes nothing (A8). */
  readOnly: boolean;
  /** Works here as office or admin, and has yet to switch on the second step the school requires (A6). */
  owesTwoStep: boolean;
  children: Child[];
  groups: OwnGroup[];
  /** The groups of `groups`, without doubles; what a query filters by. */
  groupIds: number[];
  /** Audiences this person may send to by a grant (class parent, OR, MR): group id, or null for the whole school. */
  mayPostTo: (number | null)[];
}

/** Whether this is one of the viewer's own people or children of whom nothing is theirs to change (A8). */
export const onlyReads = (own: { id: number; readOnly: boolean }[], id: number) =>
  own.some((one) => one.id === id && one.readOnly);

/** Teachers, office and admin: those who work at the school. */
export function isStaff(viewer: Pick<Viewer, "roles">): boolean {
  return viewer.roles.has("teacher") || viewer.roles.has("office") || viewer.roles.has("admin");
}

/** Office and admin: those who keep the roster. */
export function isOffice(viewer: Pick<Viewer, "roles">): boolean {
  return viewer.roles.has("office") || viewer.roles.has("admin");
}

/** The groups that the viewer teaches, or that the own children are in. */
export const groupIdsAs = (
  { groups }: { groups: Pick<OwnGroup, "id" | "as">[] },
  as: OwnGroup["as"],
) => groups.filter((group) => group.as === as).map((group) => group.id);
