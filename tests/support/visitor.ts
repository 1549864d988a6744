import type { Hono } from "hono";
import type { Env } from "../../web/house.ts";

export interface Answer {
  status: number;
  headers: Headers;
  bytes: Uint8Array;
  /** The body as text. */
  text: string;
  /** Where it leads, for a redirect. */
  location: string | null;
}

type Fields = Record<string, string | Blob | (string | Blob)[]>;

/** Someone with a browser: keeps cookies, sends forms, follows nothing unasked. */
export class Visitor {
  readonly cookies = new Map<string, string>();

  /** @param address where this visitor's connection comes from */
  constructor(private readonly app: Hono<Env>, private readonly address = "192.0.2.1") {}

  get(path: string, headers: Record<string, string> = {}): Promise<Answer> {
    return this.send(path, { headers });
  }

  /** Posts a form as a browser would; with files it becomes multipart. */
  post(path: string, fields: Fields = {}, headers: Record<string, string> = {}): Promise<Answer> {
    return this.send(path, { method: "POST", body: bodyOf(fields), headers });
  }

  /** Any request, with this visitor's cookies. */
  async send(path: string, init: RequestInit & { headers?: Record<string, string> }) {
    const headers = new Headers(init.headers);
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    if (cookie) headers.set("cookie", cookie);
    const remoteAddr = { transport: "tcp", hostname: this.address, port: 40_000 };
    const request = new Request(`http://school.test${path}`, { ...init, headers });
    const response = await this.app.request(request, undefined, { remoteAddr });
    for (const line of response.headers.getSetCookie()) this.keep(line);
    const bytes = new Uint8Array(await response.arrayBuffer());
    return {
      status: response.status,
      headers: response.headers,
      bytes,
      text: new TextDecoder().decode(bytes),
      location: response.headers.get("location"),
    } satisfies Answer;
  }

  private keep(line: string) {
    const [pair = "", ...attributes] = line.split(";");
    const [name = "", ...value] = pair.split("=");
    if (attributes.some((a) => /max-age=0\b/i.test(a))) this.cookies.delete(name);
    else this.cookies.set(name, value.join("="));
  }
}

function bodyOf(fields: Fields): URLSearchParams | FormData {
  const pairs = Object.entries(fields).flatMap(([name, value]) =>
    (Array.isArray(value) ? value : [value]).map((one) => [name, one] as const)
  );
  const files = pairs.some(([, value]) => value instanceof Blob);
  const body = files ? new FormData() : new URLSearchParams();
  for (const [name, value] of pairs) body.append(name, value as string);
  return body;
}
