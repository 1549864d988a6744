import { ButtonLink, Notice, Tabs } from "../../web/components.tsx";
import type { Viewer } from "../../web/viewer.ts";
import { groupsText } from "./groups.text.ts";
import type { NewGroup, Target } from "./transition.plan.ts";
import { transitionText } from "./transition.text.ts";

export const transitionPath = (viewer: Viewer) => `/${viewer.school.shortName}/groups/transition`;

/** Where one is: the plan, and what it comes to. */
export function Steps({ viewer, at }: { viewer: Viewer; at: "plan" | "preview" }) {
  const t = transitionText(viewer.language).steps;
  const here = transitionPath(viewer);
  return (
    <Tabs
      label={t.label}
      links={[
        { href: here, label: t.plan, current: at === "plan" },
        { href: `${here}/preview`, label: t.preview, current: at === "preview" },
      ]}
    />
  );
}

/** Where pupils go, in words. */
export function targetName(viewer: Viewer, groups: NewGroup[], target: Target): string {
  const t = transitionText(viewer.language);
  if (target === "leaves") return t.leaves;
  const group = groups.find(({ ref }) => ref === target);
  return group ? groupsText(viewer.language).group(group.name) : t.none;
}

/** All there is to choose from. */
export function targetOptions(viewer: Viewer, groups: NewGroup[]) {
  const t = transitionText(viewer.language);
  return [
    ...groups.map(({ ref, name }) => ({
      value: ref,
      label: groupsText(viewer.language).group(name),
    })),
    { value: "leaves", label: t.leaves },
    { value: "none", label: t.none },
  ];
}

interface SeasonProps {
  viewer: Viewer;
  year: number;
  ready: boolean;
}

/** On the page of the groups, in the months in which the office makes the step. */
export function TransitionNotice({ viewer, year, ready }: SeasonProps) {
  const t = transitionText(viewer.language);
  return (
    <div class="no-print">
      <Notice>
        <div class="stack near">
          <p>{ready ? t.readySeason(year) : t.season(year)}</p>
          <p>
            <ButtonLink small look={ready ? "quiet" : undefined} href={transitionPath(viewer)}>
              {ready ? t.linkReady : t.link}
            </ButtonLink>
          </p>
        </div>
      </Notice>
    </div>
  );
}
