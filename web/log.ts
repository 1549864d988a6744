/** A line of structured log. Never names, addresses, tokens or message text. */
export type Log = (
  event: string,
  fields?: Record<string, string | number | boolean | null>,
) => void;

/** One JSON object per line on standard output; lines of the same moment are written at once. */
export const consoleLog: Log = (event, fields = {}) => {
  if (lines.length === 0) setTimeout(flush, 20);
  lines.push(JSON.stringify({ at: new Date().toISOString(), event, ...fields }));
};

let lines: string[] = [];

function flush() {
  console.log(lines.join("\n"));
  lines = [];
}
globalThis.addEventListener("unload", () => lines.length > 0 && flush());

export const silentLog: Log = () => {};

/** What an error may tell the log: its kind, code and place, not its text (that may quote data). */
export function errorFields(error: unknown): Record<string, string> {
  if (!(error instanceof Error)) return { error: typeof error };
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  const frames = (error.stack ?? "").split("\n").filter((line) => /^\s+at /.test(line));
  return { error: error.name, code, where: frames.slice(0, 4).map((f) => f.trim()).join(" < ") };
}
