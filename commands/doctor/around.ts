import { access, constants, readdir, stat, statfs } from "node:fs/promises";
import { join } from "node:path";
import { createTransport } from "nodemailer";
import { type Config, ConfigError } from "../../config.ts";
import { readCertificate } from "../../web/certificate.ts";
import { type Check, ok, problem, warning } from "./check.ts";

const day = 24 * 3600_000;

/** Whether the mail server lets us in; nothing is sent. */
export async function checkMail({ smtpUrl }: Config): Promise<Check> {
  const subject = "mail";
  if (!smtpUrl) {
    return warning(subject, "kept in the data folder; none is sent", "Set SMTP_URL.");
  }
  const { host } = new URL(smtpUrl);
  const transport = createTransport({
    url: smtpUrl,
    connectionTimeout: 10_000,
    greetingTimeout: 10_000,
    socketTimeout: 10_000,
  });
  try {
    await transport.verify();
    return ok(subject, `${host} lets us in`);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "unknown";
    const todo = code === "EAUTH"
      ? "Check the name and password in SMTP_URL."
      : "Check SMTP_URL, and whether the mail server runs.";
    return problem(subject, `${host} does not let us in (${code})`, todo);
  } finally {
    transport.close();
  }
}

/** Where mails' links lead. */
export function checkOrigin({ origin }: Config): Check {
  const { protocol, hostname } = new URL(origin);
  const local = /^(localhost|127\.|0\.0\.0\.0|\[)/.test(hostname);
  if (protocol === "https:") return ok("address", origin);
  const todo = "Set ORIGIN to the address people use: https://….";
  return warning(
    "address",
    local ? `${origin}, only from this machine` : `${origin}, no HTTPS`,
    todo,
  );
}

/** Room on the disks that are written to. */
export async function checkRoom({ dataDir, backupDir }: Config): Promise<Check[]> {
  const places = [["room", dataDir], ...backupDir ? [["room for backups", backupDir]] : []];
  return await Promise.all(places.map(async ([subject, folder]) => {
    const disk = await statfs(folder!).catch(() => undefined);
    if (!disk) return problem(subject!, `there is no folder ${folder}`, "Make it.");
    const free = disk.bavail * disk.bsize;
    const found = `${(free / 1e9).toFixed(1)} GB free`;
    if (free < 200e6) return problem(subject!, found, `Make room on the disk of ${folder} now.`);
    if (free < 2e9) return warning(subject!, found, `Make room on the disk of ${folder}.`);
    return ok(subject!, found);
  }));
}

/** Whether we may write, and others may not read. */
export async function checkRights({ dataDir }: Config): Promise<Check> {
  const subject = "rights";
  const mayWrite = await access(dataDir, constants.W_OK).then(() => true, () => false);
  if (!mayWrite) {
    const todo = `Start as its owner, or: chown -R USER ${dataDir}`;
    return problem(subject, `${dataDir} may not be written by this user`, todo);
  }
  const open = await isOpen(dataDir) &&
    (await Promise.all(["files", "mail", "postgres"].map((part) => isOpen(join(dataDir, part)))))
      .includes(true);
  if (open) {
    const found = "other users of this machine can read the data";
    return warning(subject, found, `chmod 700 ${dataDir}`);
  }
  return ok(subject, "the data is closed to others");
}

const isOpen = (path: string) => stat(path).then(({ mode }) => (mode & 0o005) !== 0, () => false);

/** Until when the certificate works; undefined when there is none here. */
export async function checkCertificate({ tls }: Config, now: Date): Promise<Check | undefined> {
  const subject = "certificate";
  if (!tls) return undefined;
  try {
    const { validTo } = await readCertificate(tls);
    const days = Math.floor((validTo.getTime() - now.getTime()) / day);
    const found = `works until ${validTo.toISOString().slice(0, 10)}`;
    if (days < 0) return problem(subject, found, "Renew it now.");
    if (days < 14) return warning(subject, found, "Renew it: why did that not go by itself?");
    return ok(subject, found);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return problem(subject, "cannot be used", error.message);
  }
}

/** How old the newest backup is that we know of. */
export async function checkBackups({ dataDir, backupDir }: Config, now: Date): Promise<Check> {
  const subject = "backup";
  const folders = [join(dataDir, "backups"), ...backupDir ? [backupDir] : []];
  const times = (await Promise.all(folders.map(timesOf))).flat();
  const todo = backupDir
    ? 'See the log for "backup failed"; the folder may be full or closed.'
    : "Set BACKUP_DIR, a folder on another disk: a backup is made there every night.";
  if (times.length === 0) return warning(subject, "none", todo);
  const hours = Math.floor((now.getTime() - Math.max(...times)) / 3600_000);
  const found = hours < 48 ? `${hours} hours old` : `${Math.floor(hours / 24)} days old`;
  if (hours > 14 * 24) return problem(subject, found, todo);
  return hours > 48 ? warning(subject, found, todo) : ok(subject, found);
}

async function timesOf(folder: string): Promise<number[]> {
  const names = (await readdir(folder).catch(() => []))
    .filter((name) => /^[^.].*\.schoolbel$/.test(name));
  return await Promise.all(names.map(async (name) => (await stat(join(folder, name))).mtimeMs));
}
