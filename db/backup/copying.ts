import type { Writable } from "node:stream";
import type { Head } from "./format.ts";
import { copyTarget, type Sql } from "./tables.ts";

/** Rows on their way into tables, one table after the other, in one transaction. */
export class Copying {
  private stream: Writable | undefined;
  private table = "";

  constructor(private readonly sql: Sql & { unsafe: CopyIn }) {}

  async write(table: Head["tables"][number], bytes: Uint8Array): Promise<void> {
    if (table.name !== this.table) await this.end();
    this.stream ??= await this.begin(table);
    const { stream } = this;
    await new Promise<void>((done, fail) =>
      stream.write(bytes, (error) => error ? fail(error) : done())
    );
  }

  private async begin(table: Head["tables"][number]): Promise<Writable> {
    this.table = table.name;
    const stream = await this.sql.unsafe(`copy ${copyTarget(table)} from stdin`).writable();
    stream.on("error", () => {}); // the next statement tells it
    return stream;
  }

  /** All rows given so far are in; throws what PostgreSQL had against one. */
  async end(): Promise<void> {
    const { stream } = this;
    if (!stream) return;
    this.stream = undefined;
    stream.end();
    // The driver does not tell an error that comes after the last row: the next statement does.
    await new Promise((done) => setImmediate(done));
    await this.sql.unsafe("select 1");
  }

  /** Gives up, so that the connection can be used for a rollback. */
  async abandon(): Promise<void> {
    this.stream?.destroy(new Error("abandoned"));
    this.stream = undefined;
    await new Promise((done) => setImmediate(done));
  }
}

type CopyIn = (statement: string) => { writable(): Promise<Writable> };
