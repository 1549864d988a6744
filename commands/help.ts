import { ConfigError, options } from "../config.ts";

interface About {
  what: string;
  /** What follows the name. */
  usage: string;
  more?: string;
}

const commands: Record<string, About> = {
  demo: { what: "show the whole portal with an invented school", usage: "" },
  serve: {
    what: "serve the portal",
    usage: "[--no-backup]",
    more: `Data of an older version is brought up to date first, after a backup into backups/ in the
data folder.

  --no-backup             bring it up to date without that backup`,
  },
  import: {
    what: "read pupils, groups, staff and guardians from files",
    usage: "--school NAME FILE… [--apply]",
    more: `Says what would change; with --apply it is written.

  --json                  tell it as JSON
  --mapping PRESET|FILE   which column is what: social-schools, zermelo, generic, or a JSON file
  --year 2026             the school year, by the year it starts in
  --mark-gone             those who are in the files no more have left
  --create "School X"     make the school when there are others already`,
  },
  backup: {
    what: "write everything into one file, while the portal is in use",
    usage: "[--out FILE|FOLDER]",
    more:
      `Database, pictures, attachments and kept mails, as they are at one moment. Without --out it
goes to the folder of --backup-dir, else to backups/ in the data folder. With BACKUP_KEY it is
encrypted: a passphrase of at least 12 characters, or an age key (age1… or AGE-SECRET-KEY-…).`,
  },
  restore: {
    what: "fill an empty place from such a file",
    usage: "FILE",
    more:
      `Only into an empty data folder, and with --database-url an empty database. The whole file is
checked first; all of it is restored or nothing. With BACKUP_KEY when it is encrypted.`,
  },
  doctor: {
    what: "look whether all is well, and say what to do",
    usage: "[--quick] [--json]",
    more: `Ends with 0 when there is no problem, else with 1.

  --quick                 a sample of the files instead of each of them
  --json                  tell it as JSON`,
  },
  user: {
    what: "make an admin of a school, or let one in again",
    usage: '--school NAME --email ADDRESS [--admin] [--name "First Last"] [--reset-two-step]',
    more: `Prints a link with which a password can be chosen, once: in the next 14 days by who has
no password yet, in the next hour by who has one.
Without --admin the person must be there already, and keeps the role they have.

  --reset-two-step        phone and recovery codes are lost: the password is enough again`,
  },
  routes: { what: "print every route with its guard", usage: "" },
  version: {
    what: "print the version",
    usage: "[--licences]",
    more: "  --licences              print the terms of everything the program is made with",
  },
  help: { what: "print this, or about one command", usage: "[COMMAND]" },
};

/** Prints what the program can do, or about one command, and which options every command takes. */
export function help([name]: string[]): Promise<void> {
  const about = name === undefined || name === "help" ? undefined : commands[name];
  if (name !== undefined && name !== "help" && !about) {
    throw new ConfigError(`There is no command "${name}"; see: help.`);
  }
  if (about) {
    console.log(`schoolbel ${name} ${about.usage}\n\n${sentence(about.what)}`);
    if (about.more) console.log(about.more);
  } else {
    console.log("schoolbel <command> [options]\n");
    for (const [name, { what }] of Object.entries(commands)) {
      console.log(`  ${name.padEnd(10)}${what}`);
    }
  }
  console.log("\nOptions of every command, as a flag or in the environment:\n");
  for (const [name, { env, fallback, what }] of Object.entries(options)) {
    const usual = fallback ? ` (${fallback})` : "";
    console.log(`  --${name.padEnd(14)}${env.padEnd(14)}${what}${usual}`);
  }
  return Promise.resolve();
}

const sentence = (words: string) => `${words[0]!.toUpperCase()}${words.slice(1)}.`;
