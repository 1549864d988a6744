import { raw } from "hono/html";
import { asset } from "./assets.ts";

/** The icons in `static/icons.svg` (Lucide); their colour is that of the text around them. */
export type IconName =
  | "start"
  | "nieuws"
  | "prikbord"
  | "agenda"
  | "spoed"
  | "gesprek"
  | "fotos"
  | "mail"
  | "users"
  | "user"
  | "kids"
  | "logout"
  | "menu"
  | "clip"
  | "check"
  | "x"
  | "plus"
  | "search"
  | "down"
  | "right"
  | "left"
  | "print"
  | "download"
  | "heart"
  | "thumb"
  | "party"
  | "smile"
  | "reply"
  | "clock"
  | "eye"
  | "send"
  | "list"
  | "dash"
  | "pencil"
  | "info"
  | "alert"
  | "settings"
  | "ok"
  | "circle"
  | "chart"
  | "trash"
  | "doc"
  | "phone"
  | "cake"
  | "help"
  | "upload"
  | "bold"
  | "italic"
  | "heading"
  | "bullets"
  | "numbers"
  | "link"
  | "undo"
  | "lock";

const sprite = asset("icons.svg");

const drawn = new Map<IconName, ReturnType<typeof raw>>();

/** Kept once drawn: a page has some fifty of them. */
export function Icon({ name }: { name: IconName }) {
  let icon = drawn.get(name);
  if (!icon) {
    icon = raw(`<svg class="i" aria-hidden="true"><use href="${sprite}#i-${name}"/></svg>`);
    drawn.set(name, icon);
  }
  return icon;
}

/** The hand bell. Inline, because a sprite would not take the colours of light and dark. */
export function Bell() {
  return (
    <svg viewBox="0 0 48 48" aria-hidden="true">
      <rect width="48" height="48" rx="13" class="b1" />
      <g transform="rotate(-20 24 26)">
        <rect x="21.25" y="6" width="5.5" height="13" rx="2.75" class="b3" />
        <circle cx="24" cy="38.2" r="3.6" class="b3" />
        <path
          d="M24 17.5c-5.6 0-8 3.6-8.8 8.8-.6 4-1.5 6.3-3.7 8.3-.9.8-.4 2.4.9 2.4h23.2c1.3 0 1.8-1.6.9-2.4-2.2-2-3.1-4.3-3.7-8.3-.8-5.2-3.2-8.8-8.8-8.8z"
          class="b2"
        />
        <path d="M15.7 30.3h16.6" stroke="#1b2540" stroke-width="1.6" opacity=".28" />
      </g>
    </svg>
  );
}

/** For sign-in and for "nothing here"; working screens stay undecorated. */
export function Bunting() {
  return (
    <svg class="bunting" viewBox="0 0 360 62" aria-hidden="true">
      <path d="M0 3Q180 31 360 3" />
      <path class="f1" d="M5.9 3.9L26.8 6.9L16.4 31.4z" />
      <path class="f2" d="M38.6 8.4L59.6 10.7L49.1 35.6z" />
      <path class="f3" d="M71.3 11.9L92.3 13.7L81.8 38.8z" />
      <path class="f4" d="M104.1 14.5L125 15.7L114.5 41.1z" />
      <path class="f5" d="M136.8 16.2L157.7 16.8L147.3 42.5z" />
      <path class="f1" d="M169.5 17L190.5 17L180 43z" />
      <path class="f2" d="M202.3 16.8L223.2 16.2L212.7 42.5z" />
      <path class="f3" d="M235 15.7L255.9 14.5L245.5 41.1z" />
      <path class="f4" d="M267.7 13.7L288.7 11.9L278.2 38.8z" />
      <path class="f5" d="M300.4 10.7L321.4 8.4L310.9 35.6z" />
      <path class="f1" d="M333.2 6.9L354.1 3.9L343.6 31.4z" />
    </svg>
  );
}

/** The drawing beside the sign-in form. */
export function Schoolhouse() {
  return (
    <svg viewBox="0 0 640 400" aria-hidden="true">
      <circle cx="548" cy="78" r="34" class="f0" />
      <circle cx="548" cy="78" r="34" class="draw" />
      <path class="draw f0" d="M120 398V196h330v202" />
      <path class="draw f0" d="M100 198L150 122h270l50 76z" />
      <path class="draw" d="M128 178h314M139 158h292" />
      <path class="draw f0" d="M258 122V74h54v48z" />
      <path class="draw f0" d="M248 76l37-46 37 46z" />
      <path class="draw" d="M285 30V12" />
      <g transform="translate(285 84)">
        <path
          class="draw f0"
          d="M0 0c-9 0-11 7-12 14-.6 4-2 7-4 9h32c-2-2-3.4-5-4-9C11 7 9 0 0 0z"
        />
        <path class="draw" d="M0-4V0M-3 27a3.5 3.5 0 0 0 6 0" />
      </g>
      <rect class="draw f0" x="146" y="222" width="40" height="52" rx="3" />
      <path class="draw" d="M166 222v52M146 244h40" />
      <rect class="draw f0" x="196" y="222" width="40" height="52" rx="3" />
      <path class="draw" d="M216 222v52M196 244h40" />
      <rect class="draw f0" x="334" y="222" width="40" height="52" rx="3" />
      <path class="draw" d="M354 222v52M334 244h40" />
      <rect class="draw f0" x="384" y="222" width="40" height="52" rx="3" />
      <path class="draw" d="M404 222v52M384 244h40" />
      <rect class="draw f0" x="146" y="306" width="40" height="52" rx="3" />
      <path class="draw" d="M166 306v52M146 328h40" />
      <rect class="draw f0" x="196" y="306" width="40" height="52" rx="3" />
      <path class="draw" d="M216 306v52M196 328h40" />
      <rect class="draw f0" x="334" y="306" width="40" height="52" rx="3" />
      <path class="draw" d="M354 306v52M334 328h40" />
      <rect class="draw f0" x="384" y="306" width="40" height="52" rx="3" />
      <path class="draw" d="M404 306v52M384 328h40" />
      <path class="draw f0" d="M256 398v-98a29 29 0 0 1 58 0v98" />
      <path class="draw" d="M285 272v126M256 312h58M276 352h2M292 352h2" />
      <path class="draw f0" d="M244 224h82v30h-82z" />
      <path class="draw" d="M258 239h54" />
      <path class="draw" d="M540 398v-96" />
      <path
        class="draw f0"
        d="M540 322c-46 0-64-28-56-60-8-38 26-62 56-62s64 24 56 62c8 32-10 60-56 60z"
      />
      <path class="draw" d="M540 330v-62M540 300l20-20M540 286l-16-16" />
      <g transform="translate(300 60) rotate(34.5)">
        <g class="draw">
          <path d="M0 0Q146 18 292 0" />
          <path class="f1" d="M5.8 0.7L26.6 3L16.2 25.9z" />
          <path class="f2" d="M38.3 4.1L59 5.8L48.7 29z" />
          <path class="f3" d="M70.7 6.6L91.5 7.7L81.1 31.2z" />
          <path class="f4" d="M103.2 8.2L123.9 8.8L113.6 32.6z" />
          <path class="f5" d="M135.6 9L156.4 9L146 33z" />
          <path class="f1" d="M168.1 8.8L188.8 8.2L178.4 32.6z" />
          <path class="f2" d="M200.5 7.7L221.3 6.6L210.9 31.2z" />
          <path class="f3" d="M233 5.8L253.7 4.1L243.3 29z" />
          <path class="f4" d="M265.4 3L286.2 0.7L275.8 25.9z" />
        </g>
      </g>
      <g class="draw" transform="translate(40 380)">
        <circle cx="0" cy="0" r="17" />
        <circle cx="52" cy="0" r="17" />
        <path d="M0 0l14-26h26L52 0M14-26l12 26L40-26M26 0H0M10-32h9M40-26l-3-9h9" />
      </g>
      <path class="draw" d="M0 398h640" />
    </svg>
  );
}

/** A chalkboard with a question mark, for pages that cannot be shown. */
export function LostBoard() {
  return (
    <svg class="board" viewBox="0 0 240 170" aria-hidden="true">
      <path class="draw" d="M72 118L54 166M168 118l18 48M120 118v40" />
      <rect class="draw f0" x="30" y="14" width="180" height="104" rx="6" />
      <path class="draw" d="M22 126h196" />
      <path class="draw" d="M102 52c0-24 37-23 37 0 0 14-18 15-18 30M121 96v.5" />
      <rect class="f5" x="176" y="119" width="20" height="6" rx="2" />
      <path class="f1" d="M44 14h20L54 38z" />
      <path class="f2" d="M68 14h20L78 38z" />
    </svg>
  );
}
