import { join } from "node:path";
import { startEmbedded } from "../../db/embedded.ts";

export interface DatabaseServer {
  /** For `databaseUrl` in the configuration. */
  url: string;
  /** As a server that is stopped: every connection breaks, and none is made. */
  goAway(): void;
  comeBack(): void;
  close(): Promise<void>;
}

/** A PostgreSQL server that is reached over TCP, as with DATABASE_URL. */
export async function openDatabaseServer(): Promise<DatabaseServer> {
  const dataDir = await Deno.makeTempDir({ prefix: "schoolbel-server-" });
  const server = await startEmbedded({ dataDir, settings: { max_connections: "100" } });
  const path = join(server.connection.host, ".s.PGSQL.5432");
  const connections = new Set<Deno.Conn>();
  let port = 0;
  let listener: Deno.TcpListener;

  async function accept() {
    for await (const outside of listener) {
      const inside = await Deno.connect({ transport: "unix", path });
      for (const [from, to] of [[outside, inside], [inside, outside]] as const) {
        connections.add(from);
        from.readable.pipeTo(to.writable).catch(() => {}).finally(() => connections.delete(from));
      }
    }
  }
  function listen() {
    listener = Deno.listen({ hostname: "127.0.0.1", port });
    port = listener.addr.port;
    accept().catch(() => {});
  }
  function goAway() {
    listener.close();
    for (const connection of connections) closeIfOpen(connection);
    connections.clear();
  }
  listen();
  return {
    url: `postgres://${server.connection.user}@127.0.0.1:${port}/${server.connection.database}`,
    goAway,
    comeBack: listen,
    async close() {
      goAway();
      await server.stop();
      await Deno.remove(dataDir, { recursive: true });
    },
  };
}

function closeIfOpen(connection: Deno.Conn) {
  try {
    connection.close();
  } catch {
    // the other side was first
  }
}
