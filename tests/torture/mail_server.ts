import { SMTPServer, type SMTPServerSession } from "smtp-server";
import PostalMime from "postal-mime";

/** A mail that came in whole. */
export interface Copy {
  to: string;
  subject: string;
  messageId: string;
  /** Milliseconds since 1970. */
  at: number;
  /** The connection was dropped before the sender could hear that we have it. */
  unheard: boolean;
}

interface TroubledMailServer {
  url: string;
  copies: Copy[];
  /** Connections dropped before and after the final dot. */
  dropped: { before: number; after: number };
  close(): Promise<void>;
}

/**
 * A real SMTP server that drops the connection at every so many mails: of each nine one before and
 * one after the final dot.
 */
export async function openTroubledMailServer(): Promise<TroubledMailServer> {
  const copies: Copy[] = [];
  const dropped = { before: 0, after: 0 };
  let mails = 0;
  const sockets = new Map<number, { destroy(): unknown }>();
  const drop = ({ remotePort }: SMTPServerSession) => sockets.get(remotePort)?.destroy();

  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS"],
    disableReverseLookup: true,
    onData: (stream, session, done) => {
      const chunks: Uint8Array[] = [];
      stream.on("data", (chunk) => chunks.push(chunk));
      const turn = ++mails % 9;
      if (turn === 4) {
        dropped.before++;
        return void drop(session);
      }
      stream.on("end", async () => {
        const { subject = "", messageId = "" } = await PostalMime.parse(Buffer.concat(chunks));
        const unheard = turn === 8;
        const [to] = session.envelope.rcptTo.map(({ address }) => address);
        copies.push({ to: to!, subject, messageId, at: Date.now(), unheard });
        if (!unheard) return done();
        dropped.after++;
        drop(session);
      });
    },
  });
  server.on("error", () => {}); // what we dropped, and what was killed
  server.server.on("connection", (socket: { remotePort: number; destroy(): unknown }) => {
    sockets.set(socket.remotePort, socket);
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  const { port } = server.server.address() as { port: number };
  return {
    url: `smtp://127.0.0.1:${port}`,
    copies,
    dropped,
    close: () => new Promise<void>((closed) => server.close(closed)),
  };
}
