import {
  Back,
  Below,
  Button,
  ButtonLink,
  Cell,
  Check,
  describers,
  Head,
  Row,
  RowHead,
  Select,
  Table,
} from "../../web/components.tsx";
import { fieldOf, type Values, valuesOf } from "../../web/forms.ts";
import type { Viewer } from "../../web/viewer.ts";
import { choices } from "./group_edit.pages.tsx";
import type { Group, GroupPupil } from "./groups.queries.ts";
import { groupsText } from "./groups.text.ts";
import { movingText } from "./moving.text.ts";
import { fullName } from "./names.ts";

interface MoveFormProps {
  viewer: Viewer;
  group: Group;
  pupils: GroupPupil[];
  /** Where they can go. */
  groups: Group[];
  values: Values;
  errors: Record<string, string>;
}

/** Who of a group goes where; taking out of the group stands beside it. */
export function MoveForm({ viewer, group, pupils, groups, values, errors }: MoveFormProps) {
  const t = movingText(viewer.language);
  const { edit, group: named } = groupsText(viewer.language);
  const here = `/${viewer.school.shortName}/groups/${group.id}`;
  const ticked = valuesOf(values, "pupils");
  const field = fieldOf(values, errors);
  return (
    <form method="post" action={`${here}/moves`} class="form">
      <fieldset aria-describedby={describers("pupils", null, errors.pupils)}>
        <legend>{t.pupils}</legend>
        <Below id="pupils" error={errors.pupils} />
        <div class="split">
          {pupils.map((pupil) => (
            <Check
              name="pupils"
              value={String(pupil.id)}
              label={fullName(pupil)}
              checked={ticked.includes(String(pupil.id))}
            />
          ))}
        </div>
      </fieldset>
      <Select
        {...field("to")}
        label={t.to}
        options={choices(edit.choose, groups, (other) => named(other.name))}
      />
      <div class="actions">
        <Button look="quiet">{t.look}</Button>
        <Button look="quiet" name="all" value="yes">{t.lookAll}</Button>
        <Button look="quiet" formaction={`${here}/departures`}>{t.takeOut}</Button>
      </div>
    </form>
  );
}

interface MovePageProps {
  viewer: Viewer;
  from: Group;
  to: Group;
  pupils: GroupPupil[];
  /** Ids of those who are in the other group already. */
  already: ReadonlySet<number>;
}

/** What will happen, before it does. */
export function MovePage({ viewer, from, to, pupils, already }: MovePageProps) {
  const t = movingText(viewer.language);
  const { edit, group: named, groupWithin } = groupsText(viewer.language);
  const here = `/${viewer.school.shortName}/groups/${from.id}`;
  const target = named(to.name);
  return (
    <>
      <Back href={`${here}/edit`}>{edit.title(from.name)}</Back>
      <Head title={t.title(groupWithin(to.name))} lead={t.lead(pupils.length)} />
      <form class="sheet stack" method="post" action={`${here}/moves`}>
        <input type="hidden" name="to" value={to.id} />
        <input type="hidden" name="confirmed" value="yes" />
        <Table caption={t.caption} columns={[t.pupil, t.from, t.target]}>
          {pupils.map((pupil) => (
            <Row>
              <RowHead>
                {fullName(pupil)}
                <input type="hidden" name="pupils" value={pupil.id} />
              </RowHead>
              <Cell>{named(from.name)}</Cell>
              <Cell>{already.has(pupil.id) ? t.already(target) : target}</Cell>
            </Row>
          ))}
        </Table>
        <p>{t.parents}</p>
        <div class="actions">
          <Button>{t.confirm(pupils.length)}</Button>
          <ButtonLink look="quiet" href={`${here}/edit#pupils`}>{edit.back}</ButtonLink>
        </div>
      </form>
    </>
  );
}
