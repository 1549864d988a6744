import PostalMime from "postal-mime";
import { SMTPServer } from "smtp-server";
import { createSender, type MailSender } from "../../emails/sender.ts";

interface ReceivedMail {
  to: string;
  subject: string;
  text: string;
  messageId: string;
}

export interface MailServer {
  /** For `smtpUrl` in the configuration. */
  url: string;
  sender: MailSender;
  /** What was accepted, in order. */
  received: ReceivedMail[];
  /** How it answers a receiver from now on: with this refusal, or only after this. */
  answer(address: string, how: Answering | undefined): void;
  /** Resolves when this many mails were accepted. */
  arrived(count: number): Promise<void>;
  close(): Promise<void>;
}

interface Answering {
  refusal?: string;
  until?: Promise<void>;
}

/** A real SMTP server, on a free port unless told, and a sender that delivers to it. */
export async function openMailServer(port = 0): Promise<MailServer> {
  const received: ReceivedMail[] = [];
  const answers = new Map<string, Answering>();
  let onArrival = () => {};
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS"],
    onRcptTo: ({ address }, _session, done) => {
      const refusal = answers.get(address)?.refusal;
      if (!refusal) return done();
      const [code, ...words] = refusal.split(" ");
      done(Object.assign(new Error(words.join(" ")), { responseCode: Number(code) }));
    },
    onData: (stream, session, done) => {
      const chunks: Uint8Array[] = [];
      stream.on("data", (chunk) => chunks.push(chunk));
      stream.on("end", async () => {
        const [to] = session.envelope.rcptTo.map(({ address }) => address);
        const { subject = "", text = "", messageId = "" } = await PostalMime.parse(
          Buffer.concat(chunks),
        );
        await answers.get(to!)?.until;
        received.push({ to: to!, subject, text, messageId });
        onArrival();
        done();
      });
    },
  });
  server.on("error", () => {}); // a connection that broke off; the tests look at what arrived
  await new Promise<void>((ready) => server.listen(port, "127.0.0.1", ready));
  const address = server.server.address();
  if (!address || typeof address === "string") throw new Error("The SMTP server has no port");
  const url = `smtp://127.0.0.1:${address.port}`;
  const sender = createSender({ smtpUrl: url, keepIn: "/nonexistent" });
  return {
    url,
    sender,
    received,
    answer: (to, how) => void (how ? answers.set(to, how) : answers.delete(to)),
    async arrived(count) {
      while (received.length < count) await new Promise<void>((next) => onArrival = next);
    },
    async close() {
      await sender.close();
      await new Promise<void>((closed) => server.close(closed));
    },
  };
}
