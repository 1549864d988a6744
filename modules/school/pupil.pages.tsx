import {
  Back,
  Button,
  ButtonLink,
  Confirm,
  ErrorSummary,
  Face,
  Head,
  initialsOf,
  Sheet,
} from "../../web/components.tsx";
import { dayIn } from "../../web/clock.ts";
import { namedDay, type When } from "../../web/dates.ts";
import type { Values } from "../../web/forms.ts";
import { formValues, type Overtaken, OvertakenNotice, Was } from "../../web/meanwhile.tsx";
import type { Viewer } from "../../web/viewer.ts";
import { accessText } from "./access.text.ts";
import { groupsText } from "./groups.text.ts";
import { fullName } from "./names.ts";
import { peoplePath } from "./people.pages.tsx";
import { peopleText } from "./people.text.ts";
import { fieldLabels, PupilFields } from "./person.fields.tsx";
import type { Pupil } from "./person.queries.ts";
import { personText } from "./person.text.ts";
import { PrivacySheet } from "./privacy.partials.tsx";

interface PupilProps {
  viewer: Viewer;
  when: When;
  pupil: Pupil;
  values?: Values | undefined;
  /** What others changed since the form was opened. */
  overtaken?: Overtaken | undefined;
  /** Sentences, by field. */
  errors: Record<string, string>;
}

/** One pupil, as the office keeps them: groups, guardians, data. */
export function PupilPage({ viewer, when, pupil, values, overtaken, errors }: PupilProps) {
  const { language } = viewer;
  const t = personText(language);
  const here = `/${viewer.school.shortName}/people/pupils/${pupil.id}`;
  const left = pupil.leftAt && namedDay(dayIn(when.timeZone, pupil.leftAt), when);
  const { firstName, initials, prefix, lastName, bornOn, year } = pupil;
  const kept = formValues({ firstName, initials, prefix, lastName, bornOn, year });
  return (
    <>
      <Back href={peoplePath(viewer, "pupils")}>{t.back}</Back>
      <Head title={fullName(pupil)} lead={left && accessText(language).rights.left(left)} />
      <div class="stack">
        <ErrorSummary errors={errors} labels={fieldLabels(language)} language={language} />
        <GroupsSheet viewer={viewer} pupil={pupil} />
        <GuardiansSheet viewer={viewer} pupil={pupil} />
        <Sheet title={t.details.title}>
          <form class="form" method="post" action={here}>
            <Was values={values ?? kept} kept={kept} />
            <OvertakenNotice
              overtaken={overtaken}
              labels={fieldLabels(language)}
              language={language}
            />
            <PupilFields language={language} values={values ?? kept} errors={errors} />
            <div>
              <Button>{t.save}</Button>
            </div>
          </form>
        </Sheet>
        {pupil.leftAt
          ? (
            <form method="post" action={`${here}/departure/removal`}>
              <Button look="quiet" small>{t.pupil.return}</Button>
            </form>
          )
          : (
            <Confirm
              label={t.pupil.leave}
              question={t.pupil.leaveQuestion}
              action={`${here}/departure`}
              confirm={t.pupil.leave}
            />
          )}
        <PrivacySheet viewer={viewer} kind="pupils" id={pupil.id} />
      </div>
    </>
  );
}

function GroupsSheet({ viewer, pupil }: Pick<PupilProps, "viewer" | "pupil">) {
  const t = personText(viewer.language);
  const home = `/${viewer.school.shortName}`;
  return (
    <Sheet title={t.pupil.groups}>
      {pupil.groups.length === 0 && <p class="soft">{t.pupil.noGroup}</p>}
      <ul class="rows" role="list">
        {pupil.groups.map((group) => (
          <li class="row">
            <a href={`${home}/groups/${group.id}/edit`}>
              {groupsText(viewer.language).group(group.name)}
            </a>
          </li>
        ))}
      </ul>
    </Sheet>
  );
}

function GuardiansSheet({ viewer, pupil }: Pick<PupilProps, "viewer" | "pupil">) {
  const t = personText(viewer.language);
  const { state } = peopleText(viewer.language);
  const home = `/${viewer.school.shortName}`;
  return (
    <Sheet title={t.pupil.guardians}>
      {pupil.guardians.length === 0 && <p class="soft">{t.pupil.noGuardians}</p>}
      <ul class="rows" role="list">
        {pupil.guardians.map((guardian) => (
          <li class="row">
            <Face initials={initialsOf(guardian.name)} />
            <div class="grow">
              <a href={`${home}/people/${guardian.id}`}>{guardian.name}</a>{" "}
              <span class="soft small">
                {t.children.relations[guardian.relation as keyof typeof t.children.relations] ??
                  t.children.relations[""]}
              </span>
            </div>
            {guardian.blocked && <span class="chip" data-kind="fotos">{state.blocked}</span>}
          </li>
        ))}
      </ul>
      <ButtonLink
        look="quiet"
        small
        icon="plus"
        href={`${home}/people/guardians/new?pupil=${pupil.id}`}
      >
        {t.pupil.addGuardian}
      </ButtonLink>
    </Sheet>
  );
}
