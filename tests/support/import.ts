import { Buffer } from "node:buffer";
import { openTestHouse, password, type TestHouse } from "./house.ts";
import type { Answer, Visitor } from "./visitor.ts";

type Upload = { name: string; bytes: Uint8Array | string };

export interface NewSchool extends TestHouse {
  /** The first admin, signed in. */
  admin: Visitor;
  /** Uploads files, takes the columns as they are guessed, and stops at the dry run. */
  read(...files: Upload[]): Promise<{ path: string; page: string }>;
  /** All of it: `read`, apply, and wait until it is done. */
  bring(files: Upload[], options?: { markGone?: boolean }): Promise<Answer>;
  /** Someone with a mailed link chooses a password and is in. */
  activate(userName: string): Promise<Visitor>;
}

/** A house with one new, empty school `wolk`, made on the page for it. */
export async function openNewSchool(now?: string): Promise<NewSchool> {
  const house = await openTestHouse({ seed: "empty", now });
  const admin = house.visitor();
  const made = await admin.post("/set-up", {
    name: "Basisschool De Wolk",
    shortName: "wolk",
    language: "nl",
    yourName: "Ada de Beheerder",
    email: "ada@wolk.example",
    password,
    repeat: password,
  });
  if (made.status !== 303) throw new Error(`no school was made: ${made.status}`);

  const read = async (...files: Upload[]) => {
    const answer = await upload(admin, files);
    if (answer.status !== 303) throw new Error(`refused: ${answer.status}`);
    let path = answer.location!;
    if (path.endsWith("/columns")) throw new Error("unexpected");
    let page = await admin.get(path);
    if (page.location?.endsWith("/columns")) {
      const columns = await admin.get(page.location);
      const saved = await admin.post(page.location, selected(columns.text));
      path = saved.location!;
      page = await admin.get(path);
    }
    return { path, page: page.text };
  };
  return {
    ...house,
    admin,
    read,
    async bring(files, { markGone } = {}) {
      const { path } = await read(...files);
      await admin.post(`${path}/application`, markGone ? { markGone: "yes" } : {});
      return await settled(admin, path);
    },
    async activate(userName) {
      const someone = house.visitor();
      await someone.post("/wolk/activate/new", { userName });
      const mail = (await house.mails()).find((one) =>
        one.to.some((to) => to.address === userName)
      );
      const link = /http:\/\/school\.test(\/wolk\/activate\/\S+)/.exec(mail?.text ?? "")?.[1];
      if (!link) throw new Error(`${userName} was not mailed`);
      await someone.post(link, { password, repeat: password });
      return someone;
    },
  };
}

export function upload(visitor: Visitor, files: Upload[], school = "wolk"): Promise<Answer> {
  return visitor.post(`/${school}/import/uploads`, {
    files: files.map(({ name, bytes }) => new File([Buffer.from(bytes as string)], name)),
  });
}

/** The page of an import once nothing is being written any more. */
export async function settled(visitor: Visitor, path: string): Promise<Answer> {
  for (let tries = 0; tries < 200; tries++) {
    const answer = await visitor.get(path);
    // A page that was written while it was looked at leads to itself.
    if (answer.status !== 303 && !answer.text.includes("?part=progress")) return answer;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error("the import did not end");
}

/** What a form's selects would post. */
export function selected(html: string): Record<string, string> {
  const selects = html.matchAll(/<select[^>]* name="([^"]+)"[^>]*>(.*?)<\/select>/gs);
  return Object.fromEntries(
    [...selects].map(([, name, options]) => [
      name!,
      /<option value="([^"]*)" selected/.exec(options!)?.[1] ?? "",
    ]),
  );
}

/** Rows of a test's own table, as people export them. */
export const csv = (...rows: string[]): string => rows.join("\r\n") + "\r\n";
