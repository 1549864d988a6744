import { readFile } from "node:fs/promises";
import { join } from "node:path";
import PostalMime from "postal-mime";
import type { KeptMail } from "../../emails/sender.ts";
import type { TestHouse } from "./house.ts";

/** The event in the calendar that comes along with a mail, and what the calendar says to do with it. */
export async function eventIn({ house }: TestHouse, { headers }: KeptMail) {
  const id = headers.find(({ name }) => name === "message-id")!.value.replace(/^<|@.*$/g, "");
  const { attachments } = await PostalMime.parse(await readFile(join(house.mailDir, `${id}.eml`)));
  return eventOf(new TextDecoder().decode(attachments[0]!.content as ArrayBuffer));
}

/** The event of an .ics, and what the calendar says to do with it. */
export function eventOf(text: string) {
  const line = (key: string) => new RegExp(`^${key}[^:]*:(.*)$`, "m").exec(text)?.[1]?.trim();
  return {
    method: line("METHOD"),
    status: line("STATUS"),
    uid: line("UID"),
    sequence: Number(line("SEQUENCE")),
    starts: line("DTSTART"),
  };
}
