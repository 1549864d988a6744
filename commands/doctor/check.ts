/** What the doctor found about one thing. */
export interface Check {
  subject: string;
  state: "ok" | "warning" | "problem";
  /** What it is, in a line. Never names or addresses of people. */
  found: string;
  /** What to do about it. */
  todo?: string;
}

export const ok = (subject: string, found: string): Check => ({ subject, state: "ok", found });

export const warning = (subject: string, found: string, todo: string): Check => (
  { subject, state: "warning", found, todo }
);

export const problem = (subject: string, found: string, todo: string): Check => (
  { subject, state: "problem", found, todo }
);
