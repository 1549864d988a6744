import MailComposer from "nodemailer/lib/mail-composer";
import addressparser from "nodemailer/lib/addressparser";
import * as mimeFuncs from "nodemailer/lib/mime-funcs";
import { MailFailure } from "./failure.ts";
import type { Language } from "./types.ts";

export interface MailAddress {
  name?: string;
  address: string;
}

/** One mail to one receiver. */
export interface OutgoingMail {
  /** As noted in the ledger, `id@domain`: a mail sent twice can be recognised by it. */
  messageId: string;
  from: MailAddress;
  to: MailAddress;
  replyTo?: MailAddress;
  subject: string;
  html: string;
  text: string;
  /** Stream the mail belongs to (RFC 2919): `nieuws.regenton.example`, "Nieuws van De Regenton". */
  list?: { id: string; name: string };
  /** https address that takes the one-click POST of RFC 8058. Left out for mail one cannot refuse. */
  unsubscribe?: string;
  language: Language;
  attachments?: readonly { filename: string; contentType: string; content: Uint8Array }[];
}

/** A mail as it goes over the line, and the bare addresses for the SMTP envelope. */
export interface MimeMessage {
  bytes: Uint8Array;
  envelope: { from: string; to: string };
}

/**
 * Writes a mail as a MIME message (RFC 5322). Names and subjects are encoded, line breaks in them
 * never become headers, domains are written in ASCII.
 *
 * @throws MailFailure permanent, when an address, the Message-ID or the list cannot be used
 */
export async function toMime(mail: OutgoingMail, now = new Date()): Promise<MimeMessage> {
  if (!/^[\w.+-]+@[\w.-]+$/.test(mail.messageId)) throw unusable("EMESSAGEID", "Message-ID");
  const from = usable(mail.from, "sender");
  const to = usable(mail.to, "receiver");

  const isReusable = !mail.attachments?.length;
  const known = isReusable ? bodyLike(mail) : undefined;
  const baseBoundary = known?.boundary ?? crypto.randomUUID();
  const node = new MailComposer({
    baseBoundary,
    messageId: `<${mail.messageId}>`,
    date: now,
    from,
    to,
    replyTo: mail.replyTo && usable(mail.replyTo, "Reply-To"),
    subject: oneLine(mail.subject),
    text: mail.text,
    html: mail.html,
    headers: {
      "Content-Language": mail.language,
      // RFC 3834, and the same for Exchange: no holiday replies, please.
      "Auto-Submitted": "auto-generated",
      "X-Auto-Response-Suppress": "All",
      ...(mail.list &&
        { "List-Id": { prepared: true, foldLines: true, value: listId(mail.list) } }),
      ...(mail.unsubscribe && {
        "List-Unsubscribe": { prepared: true, value: `<${webAddress(mail.unsubscribe)}>` },
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
      }),
    },
    attachments: mail.attachments?.map(({ filename, contentType, content }) => ({
      filename,
      contentType,
      content: Buffer.from(content),
    })),
    disableFileAccess: true,
    disableUrlAccess: true,
  }).compile();

  const envelope = node.getEnvelope();
  const [receiver] = envelope.to;
  if (!envelope.from || !receiver || envelope.to.length !== 1) {
    throw unusable("EADDRESS", "address");
  }
  const bytes = known
    ? Buffer.concat([Buffer.from(node.buildHeaders() + gap), known.bytes])
    : await node.build();
  if (isReusable && !known) keepBody(mail, baseBoundary, bytes);
  return { bytes, envelope: { from: envelope.from, to: receiver } };
}

/** What stands between the headers of a message and its body. */
const gap = "\r\n\r\n";
/**
 * The bodies made last. An urgent message is the same for a thousand receivers, and encoding it
 * is most of the work of sending it; only the headers differ.
 */
const bodies: { text: string; html: string; boundary: string; bytes: Uint8Array }[] = [];
const mostBodies = 4;

function keepBody({ text, html }: OutgoingMail, boundary: string, message: Buffer) {
  const bytes = message.subarray(message.indexOf(gap) + gap.length);
  bodies.unshift({ text, html, boundary, bytes });
  bodies.length = Math.min(bodies.length, mostBodies);
}

const bodyLike = ({ text, html }: OutgoingMail) =>
  bodies.find((body) => body.html === html && body.text === text);

/**
 * Reads one address as people write it: `De Regenton <post@regenton.example>`.
 *
 * @throws TypeError when it is not exactly one usable address
 */
export function parseAddress(written: string): MailAddress {
  const [first, ...more] = addressparser(written, { flatten: true });
  if (!first?.address || more.length || !isUsable(first.address)) {
    throw new TypeError(`Not one e-mail address: ${written}`);
  }
  return first.name ? { name: first.name, address: first.address } : { address: first.address };
}

/** One `@` outside quotes, nothing that ends or starts another address. RFC 5321 allows the rest. */
const isUsable = (address: string) =>
  address.length <= 254 && !/\p{Cc}/u.test(address) &&
  /^("(?:[^"\\]|\\.)+"|[^\s"(),:;<>@[\]\\]+)@[^\s"(),:;<>@[\]\\]+$/.test(address);

function usable({ name, address }: MailAddress, whose: string) {
  if (!isUsable(address)) throw unusable("EADDRESS", `address of the ${whose}`);
  return { name: oneLine(name ?? ""), address };
}

function listId({ id, name }: { id: string; name: string }): string {
  if (!/^[\w-]+(\.[\w-]+)+$/.test(id)) throw unusable("ELIST", "List-Id");
  const words = oneLine(name);
  const written = mimeFuncs.isPlainText(words)
    ? mimeFuncs.quoteString(words)
    : mimeFuncs.encodeWords(words, "Q", 52, true);
  return `${written} <${id}>`;
}

function webAddress(address: string): string {
  const url = URL.parse(address);
  if (url?.protocol !== "https:" && url?.protocol !== "http:") {
    throw unusable("EUNSUBSCRIBE", "unsubscribe address");
  }
  return url.href;
}

const oneLine = (words: string) => words.replace(/[\s\p{Cc}]+/gu, " ").trim();

const unusable = (code: string, what: string) =>
  new MailFailure({ permanent: true, code, message: `The ${what} cannot be used` });
