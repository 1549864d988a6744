/**
 * A PDF of one page with a title and lines of text (Helvetica, Latin-1), by hand: the structure
 * of ISO 32000, sections 7.5.2 to 7.5.5, with nothing that is not needed.
 */
export function pdf(title: string, lines: string[]): Uint8Array {
  const shown = (text: string) => `(${text.replace(/[\\()]/g, "\\$&")}) Tj`;
  const content = [
    "BT /F1 20 Tf 72 760 Td",
    shown(title),
    "/F1 12 Tf 0 -36 Td 20 TL",
    ...lines.map((line) => `${shown(line)} T*`),
    "ET",
  ].join("\n");
  const objects = [
    "<< /Type /Catalog /Pages 2 0 R /Lang (nl) >>",
    "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
    "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R " +
    "/Resources << /Font << /F1 5 0 R >> >> >>",
    `<< /Length ${content.length} >>\nstream\n${content}\nendstream`,
    "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
  ];
  let file = "%PDF-1.4\n";
  const offsets = objects.map((object, i) => {
    const offset = file.length;
    file += `${i + 1} 0 obj\n${object}\nendobj\n`;
    return `${String(offset).padStart(10, "0")} 00000 n \n`;
  });
  const count = objects.length + 1;
  const table = `xref\n0 ${count}\n0000000000 65535 f \n${offsets.join("")}`;
  const end = `trailer\n<< /Size ${count} /Root 1 0 R >>\nstartxref\n${file.length}\n%%EOF\n`;
  return Uint8Array.from(file + table + end, (character) => character.charCodeAt(0));
}
