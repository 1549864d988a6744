import type { When } from "../../web/dates.ts";
import type { Figures } from "./proposal.queries.ts";
import { proposalText } from "./proposal.text.ts";

type Kind = "first" | "second" | "third" | "later" | "unasked" | "elsewhere" | "unplaced";
const kinds: Kind[] = ["first", "second", "third", "later", "unasked", "elsewhere", "unplaced"];

/** *24 van 25 hebben een plek, 18 hun eerste keus; …*, in one sentence. */
export function summaryOf(figures: Figures, { language }: Pick<When, "language">): string {
  const t = proposalText(language).summary;
  const { invited, unplaced, first, siblingPairs, siblingsTogether } = figures;
  if (invited === 0) return t.none;
  const said = [t.placed(invited - unplaced, invited), t.first(first)].join(", ");
  return siblingPairs > 0 ? `${said}; ${t.siblings(siblingsTogether, siblingPairs)}.` : `${said}.`;
}

/** A bar of one part per child, by which of its choices it got; with its legend. */
export function FiguresBar(
  { figures, language, legend = true }: { figures: Figures; language: string; legend?: boolean },
) {
  const t = proposalText(language).kinds;
  const parts = kinds.filter((kind) => figures[kind] > 0);
  if (parts.length === 0) return null;
  const said = parts.map((kind) => `${figures[kind]} ${t[kind]}`).join(", ");
  const before = (kind: Kind) =>
    parts.slice(0, parts.indexOf(kind)).reduce((sum, other) => sum + figures[other], 0);
  return (
    <div class="stack near">
      <svg
        class="shares"
        viewBox={`0 0 ${figures.invited} 1`}
        preserveAspectRatio="none"
        role="img"
        aria-label={said}
      >
        {parts.map((kind) => (
          <rect class={kind} x={before(kind)} y="0" width={figures[kind]} height="1" />
        ))}
      </svg>
      {legend && (
        <ul class="legend small" role="list" aria-hidden="true">
          {parts.map((kind) => (
            <li>
              <span class={`swatch ${kind}`}></span>
              {`${figures[kind]}× ${t[kind]}`}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
