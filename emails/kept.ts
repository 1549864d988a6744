import PostalMime from "postal-mime";
import { MailFailure } from "./failure.ts";
import { type MailAddress, type OutgoingMail, toMime } from "./message.ts";

/** A kept mail, as its receiver would see it. */
export interface KeptMail {
  subject: string;
  from: MailAddress;
  to: MailAddress[];
  html: string;
  text: string;
  date: Date;
  /** What came along, such as an appointment for the calendar; sizes in bytes. */
  attachments: { name: string; bytes: number }[];
  /** In the order of the message; names in lower case. */
  headers: { name: string; value: string }[];
}

/**
 * Writes a mail to `<folder>/<id>.eml`, `id` being what stands before the `@` of its Message-ID.
 * When this returns, it survives a power cut. Keeping the same mail again replaces it.
 *
 * @throws MailFailure permanent, when an address or the Message-ID cannot be used; else not
 */
export async function keepMail(folder: string, mail: OutgoingMail): Promise<void> {
  const { bytes } = await toMime(mail);
  const path = keptPath(folder, mail.messageId.split("@")[0]!);
  try {
    await writeDurably(folder, path, bytes);
  } catch (error) {
    const code = error instanceof Error ? error.name : "EDISK";
    throw new MailFailure({ permanent: false, code, message: "The mail could not be kept" });
  }
}

async function writeDurably(folder: string, path: string, bytes: Uint8Array): Promise<void> {
  const unfinished = `${path}.${crypto.randomUUID()}`;
  await Deno.mkdir(folder, { recursive: true, mode: 0o700 });
  // Mails hold names and sign-in links: for the owner of the process only.
  using file = await Deno.open(unfinished, { write: true, createNew: true, mode: 0o600 });
  await writeAll(file, bytes);
  await file.sync();
  await Deno.rename(unfinished, path);
  using entries = await Deno.open(folder);
  await entries.sync();
}

/** Reads a kept mail; undefined when there is none with this id. */
export async function readKept(folder: string, id: string): Promise<KeptMail | undefined> {
  const bytes = await readIfThere(keptPath(folder, id));
  if (!bytes) return undefined;
  const mail = await PostalMime.parse(bytes);
  const { subject = "", from, to = [], html = "", text = "", date, headers, attachments } = mail;
  return {
    subject,
    from: plainAddress(from),
    to: to.map(plainAddress),
    html,
    text: text.trim(),
    date: new Date(date ?? 0),
    attachments: attachments.map(({ filename, mimeType, content }) => ({
      name: filename ?? mimeType,
      bytes: typeof content === "string" ? content.length : content.byteLength,
    })),
    headers: headers.map(({ key, value }) => ({ name: key, value })),
  };
}

/** Removes a kept mail, if there is one with this id. */
export async function removeKept(folder: string, id: string): Promise<void> {
  try {
    await Deno.remove(keptPath(folder, id));
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}

/** Ids come from addresses of pages, so nothing in them may lead to another folder. */
function keptPath(folder: string, id: string): string {
  return `${folder}/${encodeURIComponent(id).replaceAll(".", "%2E")}.eml`;
}

async function readIfThere(path: string): Promise<Uint8Array | undefined> {
  try {
    return await Deno.readFile(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}

async function writeAll(file: Deno.FsFile, bytes: Uint8Array): Promise<void> {
  for (let written = 0; written < bytes.length;) {
    written += await file.write(bytes.subarray(written));
  }
}

const plainAddress = (found?: { name?: string; address?: string }): MailAddress => ({
  name: found?.name ?? "",
  address: found?.address ?? "",
});
