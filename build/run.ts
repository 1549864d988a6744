/** Runs a program of the machine and returns what it prints. @throws Error with what it complained. */
export async function run(program: string, args: string[]): Promise<string> {
  const { success, stdout, stderr } = await new Deno.Command(program, { args }).output();
  const [said, complained] = [stdout, stderr].map((bytes) => new TextDecoder().decode(bytes));
  if (success) return said!;
  throw new Error(`${program} ${args[0]} failed: ${complained!.trim() || said!.trim()}`);
}
