/**
 * Why a mail did not leave. Permanent: the mail server refused this sender, receiver or message
 * (5xx), trying again is no use. Otherwise it may go later. Holds no addresses, so it may be logged.
 */
export class MailFailure extends Error {
  readonly permanent: boolean;
  /** The server's answer ("550 5.1.1"), or what happened instead ("ECONNECTION"). */
  readonly code: string;

  constructor({ permanent, code, message }: { permanent: boolean; code: string; message: string }) {
    super(message);
    this.name = "MailFailure";
    this.permanent = permanent;
    this.code = code;
  }
}

/**
 * Codes of a mail server that could not be reached or spoken to, as a pattern that JavaScript and
 * PostgreSQL both read.
 */
export const unanswered =
  "^E(CONNECTION|TIMEDOUT|SOCKET|DNS|TLS|PROTOCOL|ENVELOPE|STREAM|UNKNOWN)$";

/** What nodemailer tells with an error of an SMTP conversation. */
interface SmtpError extends Error {
  code?: string;
  command?: string;
  response?: string;
  responseCode?: number;
}

/** 5xx answers about our own account (RFC 4954), which the administrator can put right. */
const ownAccount = new Set([530, 534, 535, 538]);
const aboutThisMail = new Set(["MAIL FROM", "RCPT TO", "DATA"]);

/** Turns an error of nodemailer into ours, leaving out the server's words: they may hold names. */
export function toMailFailure(error: unknown): MailFailure {
  if (error instanceof MailFailure) return error;
  const { code = "EUNKNOWN", command = "CONN", response = "", responseCode } = error as SmtpError;
  if (!responseCode) {
    const message = `No answer from the mail server (${code} at ${command})`;
    return new MailFailure({ permanent: false, code, message });
  }
  const enhanced = response.match(/^\d{3}[ -](\d\.\d{1,3}\.\d{1,3})\b/)?.[1];
  const answer = enhanced ? `${responseCode} ${enhanced}` : String(responseCode);
  return new MailFailure({
    permanent: responseCode >= 500 && aboutThisMail.has(command) && !ownAccount.has(responseCode),
    code: answer,
    message: `The mail server answered ${answer} to ${command}`,
  });
}
