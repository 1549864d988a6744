import { createTransport } from "nodemailer";
import { Turns } from "../turns.ts";
import { toMailFailure } from "./failure.ts";
import { keepMail } from "./kept.ts";
import { type OutgoingMail, toMime } from "./message.ts";

export { MailFailure, unanswered } from "./failure.ts";
export { type KeptMail, readKept, removeKept } from "./kept.ts";
export {
  type MailAddress,
  type MimeMessage,
  type OutgoingMail,
  parseAddress,
  toMime,
} from "./message.ts";

const connections = 5;
/** Mails written out in memory at one time: enough to keep every connection busy. */
const writtenAhead = 2 * connections;

/** Where mails leave: by SMTP, or into a folder when there is no mail server. */
export interface MailSender {
  readonly kind: "smtp" | "kept";
  /**
   * Hands over one mail; when it returns, the mail server (or the disk) has it. Call it for
   * several mails at once: they share a few open connections and wait their turn.
   *
   * @throws MailFailure
   */
  send(mail: OutgoingMail): Promise<{ accepted: true }>;
  /** Lets mails being sent finish; those still waiting fail, not permanently. */
  close(): Promise<void>;
}

/**
 * @param config.smtpUrl `smtp://user:password@host:587` or `smtps://…`; without it mail is kept
 * @param config.keepIn folder for kept mail, made when needed
 */
export function createSender(config: { smtpUrl?: string; keepIn: string }): MailSender {
  return config.smtpUrl ? smtpSender(config.smtpUrl) : keepingSender(config.keepIn);
}

function smtpSender(url: string): MailSender {
  const pool = createTransport({
    url,
    pool: true,
    maxConnections: connections,
    maxMessages: Infinity,
    // Long enough for a slow server, short enough for a lease of five minutes on a delivery.
    connectionTimeout: 15_000,
    greetingTimeout: 15_000,
    socketTimeout: 60_000,
    // Once, for a connection that was closed while idle; after that the ledger decides.
    maxRequeues: 1,
  });
  const underWay = new Set<Promise<unknown>>();
  const turns = new Turns(writtenAhead);

  async function deliver(mail: OutgoingMail): Promise<{ accepted: true }> {
    const { bytes, envelope } = await toMime(mail);
    try {
      await pool.sendMail({ envelope, raw: Buffer.from(bytes) });
      return { accepted: true };
    } catch (error) {
      throw toMailFailure(error);
    }
  }

  return {
    kind: "smtp",
    send(mail) {
      const delivery = turns.run(() => deliver(mail)).finally(() => underWay.delete(delivery));
      underWay.add(delivery);
      return delivery;
    },
    async close() {
      pool.close();
      await Promise.allSettled(underWay);
    },
  };
}

const keepingSender = (folder: string): MailSender => ({
  kind: "kept",
  async send(mail) {
    await keepMail(folder, mail);
    return { accepted: true };
  },
  close: () => Promise.resolve(),
});
