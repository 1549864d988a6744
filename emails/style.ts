import type { Kind } from "./types.ts";

/**
 * The portal's colours, as in portal.css. Mail programs know no custom properties, so light
 * colours stand inline, where every program reads them, and `darkStyle` replaces them by class.
 */
export const light = {
  paper: "#f5f4ed",
  sheet: "#ffffff",
  ink: "#1b2540",
  soft: "#566079",
  line: "#dedbd0",
  brand: "#ffd45e",
  act: "#1b2540",
  onAct: "#ffffff",
};

const dark = {
  paper: "#13201c",
  sheet: "#1b2b26",
  ink: "#f2f2e9",
  soft: "#a9bab2",
  line: "#2f433c",
  act: "#ffd45e",
  onAct: "#1b2540",
};

/** Colour of a kind on paper, of the word on it, and of both on the chalkboard. */
const kindColours: Record<Kind, { light: string; on: string; dark: string }> = {
  spoed: { light: "#f28c1e", on: "#1b2540", dark: "#ffa94d" },
  nieuws: { light: "#1c5fb4", on: "#ffffff", dark: "#93c1ff" },
  prikbord: { light: "#1a7541", on: "#ffffff", dark: "#82d69d" },
  agenda: { light: "#6d45b0", on: "#ffffff", dark: "#c9adff" },
  fotos: { light: "#bf2b3a", on: "#ffffff", dark: "#ff8f8a" },
  gesprek: { light: "#0b6f78", on: "#ffffff", dark: "#72d5d8" },
  documenten: { light: "#566079", on: "#ffffff", dark: "#b6c3cb" },
};
export const kindColour = (kind: Kind) => kindColours[kind];

/** A colour set by the school goes into a style, so anything but `#rrggbb` is not used. */
export const brandColour = (brand: string | undefined) =>
  brand && /^#[0-9a-f]{6}$/i.test(brand) ? brand : light.brand;

export const font = "Figtree,'Segoe UI',Roboto,'Helvetica Neue',Arial,sans-serif";

/** For programs that follow the reader's dark scheme (Apple Mail, Thunderbird, many phones). */
export const darkStyle = `@media (prefers-color-scheme: dark) {
.paper { background-color: ${dark.paper} !important; }
.sheet { background-color: ${dark.sheet} !important; border-color: ${dark.line} !important; }
.brand { background-color: ${dark.sheet} !important; border-color: ${dark.line} !important; }
.ink { color: ${dark.ink} !important; }
.soft { color: ${dark.soft} !important; }
.line { border-color: ${dark.line} !important; }
.act { background-color: ${dark.act} !important; }
.on-act { color: ${dark.onAct} !important; }
${
  Object.entries(kindColours).map(([kind, { dark: colour }]) =>
    `.${kind} { background-color: ${colour} !important; color: ${dark.paper} !important; }
.${kind}-edge { border-top-color: ${colour} !important; }`
  ).join("\n")
}
}
@media (max-width: 480px) {
.wide { width: 100% !important; }
.pad { padding-left: 18px !important; padding-right: 18px !important; }
}`;
