import { Back, ButtonLink, Empty, Head, Icon } from "../../web/components.tsx";
import type { When } from "../../web/dates.ts";
import type { Viewer } from "../../web/viewer.ts";
import { BlockSigns, GuardianActions, GuardianDetails, relationName } from "./family.partials.tsx";
import type { Guardian } from "./family.queries.ts";
import { familyText } from "./family.text.ts";
import type { Group } from "./groups.queries.ts";
import { fullName } from "./names.ts";
import { AccountSign } from "./people.partials.tsx";
import type { AccountState } from "./people.queries.ts";

interface OverviewProps {
  viewer: Viewer;
  when: When;
  group: Group;
  guardians: Guardian[];
}

/** *Ouderoverzicht*: the guardians of a group, with their children and how far each account is. */
export function OverviewPage(props: OverviewProps) {
  const { viewer, group, guardians } = props;
  const t = familyText(viewer.language).overview;
  const here = `/${viewer.school.shortName}/groups/${group.id}`;
  return (
    <>
      <Back href={here}>{t.back(group.name)}</Back>
      <Head title={t.title(group.name)} lead={t.lead(guardians.length, group.pupils)}>
        {guardians.length > 0 && (
          <ButtonLink look="quiet" icon="download" href={`${here}/overview.pdf`}>
            {t.pdf}
          </ButtonLink>
        )}
      </Head>
      {guardians.length === 0 ? <Empty>{t.none}</Empty> : (
        <div class="sheet">
          <ul class="rows" role="list">
            {guardians.map((guardian) => (
              <li>
                <GuardianRow {...props} guardian={guardian} back={`${here}/overview`} />
              </li>
            ))}
          </ul>
        </div>
      )}
    </>
  );
}

/** One line, and all there is to know when it is opened. Who is active and no more goes unmarked. */
function GuardianRow(
  { viewer, when, guardian, back }: OverviewProps & { guardian: Guardian; back: string },
) {
  const home = `/${viewer.school.shortName}`;
  return (
    <details>
      <summary class="row">
        <span class="grow">
          <b>{fullName(guardian)}</b>{" "}
          <span class="soft small">{guardian.wards.map((ward) => ward.firstName).join(", ")}</span>
        </span>
        <BlockSigns viewer={viewer} guardian={guardian} />
        {!isJustActive(guardian) && (
          <span class="small">
            <AccountSign of={guardian} when={when} />
          </span>
        )}
        <Icon name="down" />
      </summary>
      <div class="stack near">
        {guardian.wards.map((ward) => (
          <p>
            <a href={`${home}/pupils/${ward.id}`}>{ward.firstName}</a>{" "}
            <span class="soft small">{relationName(viewer, ward.relation)}</span>
          </p>
        ))}
        <GuardianDetails viewer={viewer} when={when} guardian={guardian} />
        <GuardianActions viewer={viewer} guardian={guardian} back={back} />
      </div>
    </details>
  );
}

const isJustActive = (of: AccountState) =>
  of.activatedAt !== null && !of.blocked && !of.shutOut && !of.undelivered && !of.readOnly;
