import { version as number } from "../version.ts";

/** Prints which version this is. */
export function version(): Promise<void> {
  console.log(number);
  return Promise.resolve();
}
