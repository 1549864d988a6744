import { Alert, Back, Button, Check, ErrorSummary, Head, Select } from "../../web/components.tsx";
import { value, valuesOf } from "../../web/forms.ts";
import { groupsText } from "./groups.text.ts";
import { fullName } from "./names.ts";
import { choicesSign, placesOf, pupilField } from "./transition.forms.ts";
import type { PlanProps } from "./transition.pages.tsx";
import { targetName, targetOptions, transitionPath } from "./transition.partials.tsx";
import { type Placement, pupilKey } from "./transition.plan.ts";
import { transitionText } from "./transition.text.ts";

type Props = PlanProps & { groupId: number };

/** One group pupil by pupil: who does not go with the others, and who does the year again. */
export function TransitionPupilsPage(props: Props) {
  const { viewer, roster, transition, settled, groupId, errors } = props;
  const t = transitionText(viewer.language);
  const here = transitionPath(viewer);
  const group = roster.groups.find(({ id }) => id === groupId);
  const places = placesOf(settled, groupId);
  const { form, ...fields } = errors;
  return (
    <>
      <Back href={`${here}#group-${groupId}`}>{t.choices.back}</Back>
      <Head
        title={group
          ? t.plan.from(groupsText(viewer.language).groupWithin(group.name))
          : t.plan.fromNone}
        lead={t.choices.lead}
      />
      <form class="stack" method="post" action={`${here}/groups/${groupId}`}>
        <input
          type="hidden"
          name="seen"
          value={choicesSign(roster.year, groupId, transition.plan, settled)}
        />
        {form && <Alert>{form}</Alert>}
        <ErrorSummary
          errors={fields}
          labels={Object.fromEntries(
            places.map(({ pupil }) => [pupilField(pupil), fullName(pupil)]),
          )}
          language={viewer.language}
        />
        <div class="sheet">
          <ul class="rows" role="list">
            {places.map((place) => (
              <li>
                <PupilFields {...props} place={place} />
              </li>
            ))}
          </ul>
        </div>
        <div>
          <Button>{t.choices.save}</Button>
        </div>
      </form>
    </>
  );
}

function PupilFields(props: Props & { place: Placement }) {
  const { viewer, settled, transition, groupId, values, errors } = props;
  const { pupil, stays } = props.place;
  const t = transitionText(viewer.language);
  const typed = Object.keys(values).length > 0;
  const field = pupilField(pupil);
  const kept = transition.plan.pupils[pupilKey(groupId, pupil.id)];
  return (
    <div class="split grow">
      <Select
        name={field}
        label={
          <>
            {fullName(pupil)} <span class="vh">{t.choices.to}</span>
          </>
        }
        options={[
          { value: "", label: likeOthers(props) },
          ...targetOptions(viewer, settled.groups),
        ]}
        value={typed ? value(values, field) : kept ?? ""}
        error={errors[field]}
      />
      {groupId !== 0 && pupil.year !== "" && (
        <Check
          name="stay"
          value={String(pupil.id)}
          label={t.choices.stays(t.year(pupil.year))}
          checked={typed ? valuesOf(values, "stay").includes(String(pupil.id)) : stays}
        />
      )}
    </div>
  );
}

/** What happens without a choice. */
function likeOthers(
  { viewer, roster, transition, settled, groupId, place }: Props & { place: Placement },
) {
  const t = transitionText(viewer.language);
  const { pupil, stays } = place;
  if (pupil.nextIds.length > 0) {
    const names = roster.next.filter(({ id }) => pupil.nextIds.includes(id))
      .map(({ name }) => groupsText(viewer.language).group(name));
    return t.choices.asThere(names.join(", "));
  }
  const chosen = pupilKey(groupId, pupil.id) in transition.plan.pupils;
  if (stays && !chosen) {
    return t.choices.asProposed(targetName(viewer, settled.groups, place.target));
  }
  const set = settled.sets.find((one) => one.groupId === groupId && one.year === pupil.year);
  return t.choices.asSet(targetName(viewer, settled.groups, set?.target ?? "none"));
}
