/** The database or the disk cannot serve now; the same may well work in a minute. */
export function isUnavailable(error: unknown): boolean {
  return isConnectionLost(error) || noRoom.has(codeOf(error));
}

/** A connection to the database was lost or could not be made. */
export function isConnectionLost(error: unknown): boolean {
  const code = codeOf(error);
  if (ofDriver.test(code) || ofPostgres.test(code)) return true;
  // As of any file; of a connection only when it was the socket that was not there or closed to us.
  const { syscall } = error instanceof Error && "syscall" in error ? error : { syscall: "" };
  return syscall === "connect" && (code === "ENOENT" || code === "EACCES");
}

/** The error of a statement that came too late for its connection. */
export const connectionLost = (): Error =>
  Object.assign(new Error("The connection was lost"), { code: "CONNECTION_CLOSED" });

/** Of postgres.js and of the network below it. */
const ofDriver =
  /^(CONNECTION_(CLOSED|ENDED|DESTROYED)|CONNECT_TIMEOUT|ECONN\w+|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN)$/;
/** SQLSTATE: connection exceptions, shutting down or starting, and no connection free. */
const ofPostgres = /^(08\w{3}|57P0[1-5]|53300)$/;
/** No disk or memory left, or it cannot be read or written: in the database, and in our folder. */
const noRoom = new Set(["53000", "53100", "53200", "58030", "ENOSPC", "EDQUOT", "EROFS", "EIO"]);

const codeOf = (error: unknown): string =>
  error instanceof Error && "code" in error ? String(error.code) : "";
