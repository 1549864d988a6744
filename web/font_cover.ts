/**
 * Which characters a TrueType or OpenType font has: the code points of its `cmap` table, formats 4
 * and 12, as https://learn.microsoft.com/typography/opentype/spec/cmap lays them out.
 * @throws RangeError when the bytes are no such font.
 */
export function charactersOf(font: Uint8Array): Set<number> {
  const view = new DataView(font.buffer, font.byteOffset, font.byteLength);
  const found = new Set<number>();
  const cmap = tableAt(view, "cmap");
  for (let i = 0; i < view.getUint16(cmap + 2); i++) {
    const at = cmap + view.getUint32(cmap + 8 + 8 * i);
    const format = view.getUint16(at);
    if (format === 4) addSegments(view, at, found);
    if (format === 12) addGroups(view, at, found);
  }
  return found;
}

function tableAt(view: DataView, name: string): number {
  for (let i = 0; i < view.getUint16(4); i++) {
    const at = 12 + 16 * i;
    const tag = String.fromCharCode(...[0, 1, 2, 3].map((byte) => view.getUint8(at + byte)));
    if (tag === name) return view.getUint32(at + 8);
  }
  throw new RangeError(`This font has no table ${name}.`);
}

/** Format 4: runs of 16-bit code points, in four arrays one after another. */
function addSegments(view: DataView, at: number, found: Set<number>) {
  const size = view.getUint16(at + 6);
  for (let i = 0; i < size; i += 2) {
    const last = view.getUint16(at + 14 + i);
    const first = view.getUint16(at + 16 + size + i);
    const delta = view.getUint16(at + 16 + 2 * size + i);
    const rangeAt = at + 16 + 3 * size + i;
    const range = view.getUint16(rangeAt);
    for (let code = first; code <= last && code !== 0xffff; code++) {
      const glyph = range === 0
        ? (code + delta) % 0x10000
        : view.getUint16(rangeAt + range + 2 * (code - first));
      if (glyph !== 0) found.add(code);
    }
  }
}

/** Format 12: runs of code points with the first glyph of each. */
function addGroups(view: DataView, at: number, found: Set<number>) {
  for (let i = 0; i < view.getUint32(at + 12); i++) {
    const group = at + 16 + 12 * i;
    const last = view.getUint32(group + 4);
    for (let code = view.getUint32(group); code <= last; code++) found.add(code);
  }
}
