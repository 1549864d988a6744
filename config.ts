import { parseArgs } from "node:util";
import { resolve } from "node:path";

/** What the program is told at the start; each option is one word, as a flag or in the environment. */
export interface Config {
  host: string;
  port: number;
  dataDir: string;
  /** A PostgreSQL 15 or newer; without it the embedded server is started. */
  databaseUrl?: string;
  /** An S3-compatible bucket for pictures and attachments; without it they are in the data folder. */
  filesUrl?: string;
  /** Scheme, host and port that links are built from; never taken from a request. */
  origin: string;
  smtpUrl?: string;
  /** `Name <address>` or an address. */
  mailFrom: string;
  /** Files of the certificate (PEM) and its key, to do HTTPS without a web server in front. */
  tls?: { cert: string; key: string };
  /** Folder that gets a backup every night. */
  backupDir?: string;
  /** How many nights' backups stay there. */
  backupKeep: number;
  /** Passphrase, age recipient or age secret key of backups. */
  backupKey?: string;
}

/** A value nobody can start with; the message is the one line shown. */
export class ConfigError extends Error {}

export const options = {
  host: { env: "HOST", fallback: "127.0.0.1", what: "address to listen on" },
  port: { env: "PORT", fallback: "8000", what: "port to listen on" },
  data: { env: "DATA_DIR", fallback: "./data", what: "folder that holds everything" },
  "database-url": {
    env: "DATABASE_URL",
    fallback: "",
    what: "PostgreSQL to use instead of its own",
  },
  "files-url": {
    env: "FILES_URL",
    fallback: "",
    what: "S3-compatible store of files, s3://key:secret@host/bucket",
  },
  origin: {
    env: "ORIGIN",
    fallback: "",
    what: "address people use, e.g. https://portaal.school.nl",
  },
  "smtp-url": {
    env: "SMTP_URL",
    fallback: "",
    what: "mail server, e.g. smtps://user:password@host",
  },
  "mail-from": {
    env: "MAIL_FROM",
    fallback: "",
    what: "sender of mails, e.g. School <post@school.nl>",
  },
  "tls-cert": { env: "TLS_CERT", fallback: "", what: "certificate file, to do HTTPS itself" },
  "tls-key": { env: "TLS_KEY", fallback: "", what: "file of the certificate's key" },
  "backup-dir": { env: "BACKUP_DIR", fallback: "", what: "folder that gets a backup every night" },
  "backup-keep": { env: "BACKUP_KEEP", fallback: "14", what: "how many of those are kept" },
  "backup-key": {
    env: "BACKUP_KEY",
    fallback: "",
    what: "encrypts backups: a passphrase or an age key",
  },
} as const;

type Option = keyof typeof options;

/**
 * Reads flags over environment over fallbacks.
 * @param extra flags of one command, in the form of `node:util` parseArgs.
 * @throws ConfigError with a line that names the option, the value and what is wanted.
 */
export function readConfig<E extends NonNullable<Parameters<typeof parseArgs>[0]>["options"]>(
  args: string[],
  env: Record<string, string | undefined>,
  extra: E = {} as E,
): { config: Config; flags: Record<string, unknown>; positionals: string[] } {
  const { values, positionals } = parse(args, extra);
  const value = (option: Option) => {
    const flag = values[option];
    return (typeof flag === "string" ? flag : env[options[option].env] || options[option].fallback)
      .trim();
  };
  const host = value("host");
  if (!/^[\w.:-]+$/.test(host)) throw wrong("host", host, "an address such as 127.0.0.1");
  const port = Number(value("port"));
  if (!/^\d{1,5}$/.test(value("port")) || port > 65535) {
    throw wrong("port", value("port"), "a number from 0 to 65535");
  }
  const backupKeep = Number(value("backup-keep"));
  if (!/^\d{1,4}$/.test(value("backup-keep")) || backupKeep < 1) {
    throw wrong("backup-keep", value("backup-keep"), "a number from 1 to 9999");
  }
  if (!value("data")) throw wrong("data", "", "a folder");
  const tls = tlsFiles(value("tls-cert"), value("tls-key"));
  const scheme = tls ? "https" : "http";
  const origin = value("origin") ||
    `${scheme}://${host.includes(":") ? `[${host}]` : host}:${port}`;
  const config: Config = {
    host,
    port,
    dataDir: resolve(value("data")),
    databaseUrl: url("database-url", value("database-url"), ["postgres:", "postgresql:"], true),
    filesUrl: bucketUrl(value("files-url")),
    origin: bareOrigin(url("origin", origin, tls ? ["https:"] : ["http:", "https:"])!),
    smtpUrl: mailServer(url("smtp-url", value("smtp-url"), ["smtp:", "smtps:"], true)),
    mailFrom: value("mail-from") || `Schoolbel <schoolbel@${new URL(origin).hostname}>`,
    tls,
    backupDir: value("backup-dir") ? resolve(value("backup-dir")) : undefined,
    backupKeep,
    backupKey: value("backup-key") || undefined,
  };
  if (!/^[^<>\r\n]*<[^<>\s@]+@[^<>\s@]+>$|^[^<>\s@]+@[^<>\s@]+$/.test(config.mailFrom)) {
    throw wrong("mail-from", config.mailFrom, "an address, or Name <address>");
  }
  return { config, flags: values, positionals };
}

function parse(args: string[], extra: NonNullable<Parameters<typeof parseArgs>[0]>["options"]) {
  const own = Object.fromEntries(
    Object.keys(options).map((name) => [name, { type: "string" as const }]),
  );
  try {
    return parseArgs({ args, options: { ...own, ...extra }, allowPositionals: true });
  } catch (error) {
    throw new ConfigError((error as Error).message.split(/\.\s/)[0] + ".");
  }
}

/** The portal is at the root of its address: links, cookies and headers count on it. */
function bareOrigin(value: string): string {
  const { origin, pathname, search, hash, username } = new URL(value);
  if (pathname !== "/" || search || hash || username) {
    throw wrong("origin", value, `only a scheme and a name, such as ${origin}`);
  }
  return origin;
}

function mailServer(value: string | undefined): string | undefined {
  if (!value || new URL(value).hostname) return value;
  throw wrong("smtp-url", "", "like smtps://user:password@host");
}

function tlsFiles(cert: string, key: string): Config["tls"] {
  if (!cert && !key) return undefined;
  if (!cert) throw wrong("tls-cert", "", "given too where --tls-key is");
  if (!key) throw wrong("tls-key", "", "given too where --tls-cert is");
  return { cert: resolve(cert), key: resolve(key) };
}

function url(option: Option, value: string, schemes: string[], secret = false): string | undefined {
  if (!value) return undefined;
  const wanted = `an address that begins with ${schemes.map((s) => `${s}//`).join(" or ")}`;
  if (!URL.canParse(value) || !schemes.includes(new URL(value).protocol)) {
    throw wrong(option, secret ? "" : value, wanted); // it may hold a password: not repeated
  }
  return value;
}

/** `s3://key:secret@host/bucket?region=…`; `s3+http:` is for a store without TLS nearby. */
function bucketUrl(value: string): string | undefined {
  if (!url("files-url", value, ["s3:", "s3+http:"], true)) return undefined;
  const { username, password, host, pathname } = new URL(value);
  if (username && password && host && /^\/[^/]+$/.test(pathname)) return value;
  throw wrong("files-url", "", "like s3://key:secret@host/bucket?region=eu-west-1");
}

function wrong(option: Option, value: string, wanted: string): ConfigError {
  const given = value ? ` is "${value.replace(/\s+/g, " ")}", but` : "";
  return new ConfigError(`--${option} (${options[option].env})${given} must be ${wanted}.`);
}
