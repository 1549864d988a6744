/** What a run of many requests showed. Times are in milliseconds. */
export interface Load {
  perSecond: number;
  median: number;
  p99: number;
  bytes: number;
}

/**
 * Asks for one page again and again over `connections` open connections, for `seconds`.
 * Written on bare TCP, so that asking costs little of the machine that also answers.
 * @throws when an answer is not a 200.
 */
export async function load(
  { port, path, cookie, connections = 32, seconds = 4 }: {
    port: number;
    path: string;
    cookie: string;
    connections?: number;
    seconds?: number;
  },
): Promise<Load> {
  const request = new TextEncoder().encode(
    `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nCookie: ${cookie}\r\n\r\n`,
  );
  const times: number[] = [];
  let bytes = 0;
  const begin = performance.now();
  const end = begin + seconds * 1000;
  await Promise.all(Array.from({ length: connections }, async () => {
    using connection = await Deno.connect({ hostname: "127.0.0.1", port });
    const read = answers(connection);
    while (performance.now() < end) {
      const asked = performance.now();
      await connection.write(request);
      bytes = await read();
      times.push(performance.now() - asked);
    }
  }));
  const took = (performance.now() - begin) / 1000;
  times.sort((a, b) => a - b);
  const at = (part: number) => times[Math.floor(times.length * part)] ?? NaN;
  return { perSecond: times.length / took, median: at(0.5), p99: at(0.99), bytes };
}

/** Reads one answer after another from a connection; returns the size of its body. */
function answers(connection: Deno.TcpConn): () => Promise<number> {
  const buffer = new Uint8Array(512 * 1024);
  const text = new TextDecoder();
  return async () => {
    let filled = 0;
    for (;;) {
      const count = await connection.read(buffer.subarray(filled));
      if (count === null) throw new Error("The server closed the connection.");
      filled += count;
      const head = text.decode(buffer.subarray(0, Math.min(filled, 4096)));
      const headEnd = head.indexOf("\r\n\r\n");
      if (headEnd < 0) continue;
      if (!head.startsWith("HTTP/1.1 200")) throw new Error(head.slice(0, head.indexOf("\r\n")));
      const length = Number(/\r\ncontent-length: (\d+)/i.exec(head)?.[1]);
      if (Number.isNaN(length)) throw new Error("No Content-Length.");
      if (filled >= headEnd + 4 + length) return length;
    }
  };
}
