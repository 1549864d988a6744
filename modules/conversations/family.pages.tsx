import { Back, Button, Face, Head, Icon, Notice, Sheet, Tiles } from "../../web/components.tsx";
import { clockTime, type When } from "../../web/dates.ts";
import { photoOf } from "../../web/photos.ts";
import type { Viewer } from "../../web/viewer.ts";
import type { ChildChoices, RoundChoices } from "./choices.queries.ts";
import {
  type daysMissed,
  daysToChoose,
  type FamilyPlan,
  type PlannedTalk,
  type Wishes,
} from "./family.plan.ts";
import { familyText } from "./family.text.ts";
import { looksOn } from "./guardian.days.ts";
import { dayHeading } from "./guardian.partials.tsx";
import { daysTold } from "./waiting.partials.tsx";

interface FamilyPageProps {
  viewer: Viewer;
  when: When;
  family: ChildChoices[];
  wishes: Wishes;
  plan: FamilyPlan;
  /** Why it takes more days than one. */
  missed: ReturnType<typeof daysMissed>;
  /** Why what was asked was not done. */
  refusal?: string | undefined;
}

/** *Plan het voor ons*: what would suit, and the best that there is. */
export function FamilyPage(props: FamilyPageProps) {
  const { viewer, plan, refusal } = props;
  const t = familyText(viewer.language);
  const said = plan.ok ? refusal && t.again : whyNot(props, plan);
  return (
    <>
      <Back href={`/${viewer.school.shortName}/conversations`}>{t.back}</Back>
      <Head title={t.title} lead={t.lead} />
      <div class="stack" data-kind="gesprek">
        {refusal
          ? (
            <div class="notice bad" role="alert" tabindex={-1} autofocus>
              <Icon name="alert" />
              <div>{`${refusal} ${said}`}</div>
            </div>
          )
          : said && <Notice live>{said}</Notice>}
        {plan.ok && <Proposal {...props} talks={plan.talks} />}
        {helps(plan) && <WishesForm {...props} />}
      </div>
    </>
  );
}

/** Whether other wishes can make another plan. */
const helps = (plan: FamilyPlan) =>
  plan.ok || plan.why === "noDays" || plan.why === "notThatDay" || plan.why === "noFit";

function whyNot({ viewer, family }: FamilyPageProps, plan: FamilyPlan & { ok: false }): string {
  const t = familyText(viewer.language).none;
  if (plan.why === "noTimes" || plan.why === "notThatDay") {
    return t[plan.why](family.find(({ pupilId }) => pupilId === plan.pupilId)?.firstName ?? "");
  }
  return t[plan.why];
}

function Proposal(props: FamilyPageProps & { talks: PlannedTalk[] }) {
  const { viewer, when, family, wishes, talks, missed } = props;
  const t = familyText(viewer.language);
  const wanted = talks.filter((talk) => !talk.fixed);
  const days = [...Map.groupBy(talks, ({ day }) => day)];
  return (
    <Sheet title={t.proposal}>
      <form method="post" class="stack" action={`/${viewer.school.shortName}/conversations/family`}>
        {missed.length > 0 && missed.every(({ days }) => days.length === 0) && (
          <p class="soft">{t.moreDays}</p>
        )}
        {days.map(([day, ofDay]) => (
          <section>
            <h3>{dayHeading(day, when)}</h3>
            <ol class="rows" role="list">
              {ofDay.map((talk, n) => <Row {...props} talk={talk} next={ofDay[n + 1]} />)}
            </ol>
          </section>
        ))}
        {wanted.map(({ pupilId, slotId }) => (
          <input type="hidden" name="talk" value={`${pupilId}-${slotId}`} />
        ))}
        <input type="hidden" name="when" value={wishes.when} />
        {wishes.notDays.map((day) => <input type="hidden" name="notDay" value={day} />)}
        {!looksOn(family) && (
          <div class="row">
            <Button icon="check">{t.book(wanted.length)}</Button>
            <span class="soft small">{t.later}</span>
          </div>
        )}
      </form>
    </Sheet>
  );
}

type RowProps = FamilyPageProps & { talk: PlannedTalk; next: PlannedTalk | undefined };

function Row({ viewer, when, family, plan, missed, talk, next }: RowProps) {
  const t = familyText(viewer.language);
  const child = family.find(({ pupilId }) => pupilId === talk.pupilId)!;
  const { round } = child.rounds.find(({ round }) => round.id === talk.roundId)!;
  const { pupilId: id, firstName, photo } = child;
  const isOneOfMore = plan.ok &&
    plan.talks.some(({ pupilId, roundId }) => pupilId === talk.pupilId && roundId !== talk.roundId);
  const without = missed.find((one) => one.talk === talk)?.days ?? [];
  const left = next && Math.round((next.from.getTime() - talk.until.getTime()) / 60_000);
  return (
    <li>
      <Face
        initials={firstName[0] ?? ""}
        kid
        src={photoOf(viewer.school, "pupil", { id, photo })}
      />
      <span class="grow">
        <b class="num">{`${clockTime(talk.from, when)} – ${clockTime(talk.until, when)}`}</b>
        <br />
        {t.about(firstName, teachersOf(round))}
        {isOneOfMore && <small class="soft">{` ${round.title}`}</small>}
        {without.length > 0 && (
          <>
            <br />
            <small class="soft">{t.noTimeOn(daysTold(without, when))}</small>
          </>
        )}
      </span>
      <span class="soft small">
        {[talk.fixed && t.fixed, left !== undefined && left > 0 && t.between(left)]
          .filter(Boolean).join(", ")}
      </span>
    </li>
  );
}

const teachersOf = (round: RoundChoices["round"]) =>
  round.teachers.map(({ name }) => name).join(", ");

function WishesForm({ viewer, when, family, wishes }: FamilyPageProps) {
  const t = familyText(viewer.language);
  const days = daysToChoose(family);
  return (
    <Sheet title={t.wishes}>
      <form method="get" class="stack">
        <Tiles
          type="radio"
          name="when"
          legend={t.when}
          value={[wishes.when]}
          options={(["any", "early", "late"] as const).map((value) => ({ value, label: t[value] }))}
        />
        {(days.length > 1 || wishes.notDays.length > 0) && (
          <Tiles
            type="checkbox"
            name="notDay"
            legend={t.notDays}
            value={wishes.notDays}
            options={days.map((day) => ({ value: day, label: dayHeading(day, when) }))}
          />
        )}
        <div>
          <Button look="quiet">{t.search}</Button>
        </div>
      </form>
    </Sheet>
  );
}
