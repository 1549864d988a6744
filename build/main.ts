/**
 * `deno task build [--arch x64|arm64] [--out dist]`: one executable file for each architecture.
 * The same source gives the same bytes.
 */
import { join } from "node:path";
import { parseArgs } from "node:util";
import { pack } from "./pack.ts";
import type { Architecture } from "./packages.ts";
import { layOut } from "./tree.ts";

const architectures: Architecture[] = ["x64", "arm64"];

const { values } = parseArgs({
  args: Deno.args,
  options: { arch: { type: "string" }, out: { type: "string", default: "dist" } },
});
const wanted = architectures.filter((one) => (values.arch ?? one) === one);
if (!wanted.length) {
  console.error(`--arch is "${values.arch}", but must be ${architectures.join(" or ")}.`);
  Deno.exit(2);
}
await Deno.mkdir(values.out, { recursive: true });
for (const architecture of wanted) {
  const began = performance.now();
  const bytes = await build(architecture);
  const path = join(values.out, `schoolbel-linux-${architecture}`);
  // Under another name first: the old file may be running.
  await Deno.writeFile(`${path}.new`, bytes, { mode: 0o755 });
  await Deno.rename(`${path}.new`, path);
  const seconds = Math.round((performance.now() - began) / 1000);
  console.log(`${path}  ${Math.round(bytes.length / 1e6)} MB in ${seconds} s`);
}

async function build(architecture: Architecture): Promise<Uint8Array> {
  const work = await Deno.makeTempDir({ prefix: "schoolbel-build-" });
  try {
    const tree = join(work, "tree");
    await layOut(tree, architecture, join(work, "downloads"));
    return await pack(tree, architecture, join(work, "tree.tar"));
  } finally {
    await Deno.remove(work, { recursive: true });
  }
}
