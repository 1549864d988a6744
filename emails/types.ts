/** The language of a mail: the receiver's choice. */
export type Language = "nl" | "en";

/** Kinds of message, in the order in which a digest lists them. Each has its own colour. */
export const kinds = [
  "spoed",
  "nieuws",
  "prikbord",
  "agenda",
  "fotos",
  "gesprek",
  "documenten",
] as const;
export type Kind = typeof kinds[number];

/** What every mail knows about the school it comes from. */
export interface MailSchool {
  name: string;
  /** Header colour as `#rrggbb`; school yellow when left out. */
  brand?: string;
  /** The school's own words for kinds, where it renamed menu items. */
  kindWords?: Partial<Record<Kind, string>>;
}

/** What every template gets. */
export interface MailBasics {
  language: Language;
  school: MailSchool;
}

/** A mail for one receiver, ready to be sent. */
export interface Letter {
  subject: string;
  html: string;
  text: string;
}
