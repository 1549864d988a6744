/** A line of structured log. Never names, addresses, tokens or message text. */
export type Log = (
  event: string,
  fields?: Record<string, string | number | boolean | null>,
) => void;

/** One JSON object per line on standard output. */
export const consoleLog: Log = (event, fields = {}) => {
  console.log(JSON.stringify({ at: new Date().toISOString(), event, ...fields }));
};

export const silentLog: Log = () => {};

/** What an error may tell the log: its kind, code and place, not its text (that may quote data). */
export function errorFields(error: unknown): Record<string, string> {
  if (!(error instanceof Error)) return { error: typeof error };
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  const frames = (error.stack ?? "").split("\n").filter((line) => /^\s+at /.test(line));
  return { error: error.name, code, at: frames.slice(0, 4).map((f) => f.trim()).join(" < ") };
}
