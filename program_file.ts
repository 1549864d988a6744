/**
 * A file that comes with the program, by its path from the top of this tree. The built program
 * unpacks the same tree beside itself, so there is one way to find a file from both.
 */
export const programFile = (path: string): URL => new URL(path, import.meta.url);
