/**
 * Languages besides Dutch and English. To add one, write `fy.ts` beside this file that
 * exports, per module, the sentences it translates, and list it here:
 * `import fy from "./fy.ts"; export const furtherLanguages = { fy };`
 * What a file lacks is shown in English.
 */
export const furtherLanguages: Record<string, Record<string, object>> = {};
