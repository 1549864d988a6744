import { createHash } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import type { Chance } from "./chance.ts";
import type { Person, School } from "./school.ts";

/** What the program said to have: each by a word that occurs nowhere else. */
export class Record {
  readonly news = new Set<string>();
  readonly urgent = new Set<string>();
  readonly comments = new Set<string>();
  /** Hashes of attachments. */
  readonly files = new Set<string>();
  /** Per account: the votes one of which must be there. The first was acknowledged. */
  readonly votes = new Map<number, number[]>();
  /** Words of which nobody knows whether they are there: no answer came. */
  readonly unsure = new Set<string>();
  readonly statuses = new Map<string, number>();
  /** Milliseconds of the longest wait for an answer. */
  longest = 0;

  get acknowledged(): number {
    const kinds = [this.news, this.urgent, this.comments, this.files, this.votes];
    return kinds.reduce((sum, { size }) => sum + size, 0);
  }
}

/** Answers that people may get while all around them is killed. */
const expected = new Map([[201, "201"], [303, "303"], [503, "503"], [0, "cut off"]]);

/** People who use the portal at the same time, and note what they were told. */
export class Crowd {
  readonly record = new Record();
  private leaving = false;
  private readonly people: Promise<void>[];

  constructor(
    private readonly address: string,
    private readonly school: School,
    private readonly chance: Chance,
  ) {
    const { teachers, guardians } = school;
    this.people = [
      ...teachers.map((one) => this.live(one, () => this.teach(one))),
      ...guardians.slice(0, 6).map((one) => this.live(one, () => this.reply(one))),
    ];
  }

  async leave() {
    this.leaving = true;
    await Promise.all(this.people);
  }

  private async live(_: Person, act: () => Promise<void>) {
    while (!this.leaving) {
      await act();
      await delay(this.chance.between(10, 120));
    }
  }

  private async teach(teacher: Person) {
    const kind = this.chance.one(["news", "news", "urgent", "file"] as const);
    if (kind === "file") return await this.upload(teacher);
    const word = crypto.randomUUID();
    const form = new URLSearchParams({
      intent: "publish",
      key: crypto.randomUUID(),
      kind,
      audience: String(this.school.group),
      title: word,
      body: "Morgen is er vuurwerk.",
      format: "text",
    });
    // Who sees no answer presses again, until there is one.
    for (let pressed = 0; pressed < 100; pressed++) {
      const status = await this.send(teacher, "/regenton/posts", form);
      if (status === 303) return void this.record[kind].add(word);
      this.record.unsure.add(word);
      if (this.leaving) return;
      await delay(this.chance.between(50, 300));
    }
  }

  private async upload(teacher: Person) {
    const text = `Pagina ${crypto.randomUUID()}\n`.repeat(500);
    const form = new FormData();
    form.append("file", new File([text], "bijlage.txt", { type: "text/plain" }));
    if (await this.send(teacher, "/regenton/posts/uploads", form) !== 201) return;
    this.record.files.add(createHash("sha256").update(text).digest("hex"));
  }

  private async reply(guardian: Person) {
    const post = `/regenton/posts/${this.school.board}`;
    if (this.chance.happens(0.3)) {
      const option = this.chance.one(this.school.answers);
      const form = new URLSearchParams({ option: String(option) });
      const { votes } = this.record;
      const before = votes.get(guardian.accountId);
      if (await this.send(guardian, `${post}/vote`, form) === 303) {
        votes.set(guardian.accountId, [option]);
      } else before?.push(option);
      return;
    }
    const word = crypto.randomUUID();
    const form = new URLSearchParams({ body: word });
    const status = await this.send(guardian, `${post}/comments`, form);
    (status === 303 ? this.record.comments : this.record.unsure).add(word);
  }

  /** The status of the answer; 0 when none came. */
  private async send(person: Person, path: string, body: URLSearchParams | FormData) {
    const begin = performance.now();
    const status = await fetch(this.address + path, {
      method: "POST",
      body,
      headers: { cookie: person.cookie },
      redirect: "manual",
      signal: AbortSignal.timeout(20_000),
    }).then(async (answer) => {
      await answer.body?.cancel();
      return answer.status;
    }, (error) => error.name === "TimeoutError" ? -1 : 0);
    this.record.longest = Math.max(this.record.longest, performance.now() - begin);
    const what = path.split("/").at(-1);
    const name = expected.get(status) ?? `${status} on ${what}`;
    this.record.statuses.set(name, (this.record.statuses.get(name) ?? 0) + 1);
    return status;
  }
}
