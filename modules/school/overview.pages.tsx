import {
  Back,
  ButtonLink,
  Cell,
  Empty,
  Head,
  Icon,
  Row,
  RowHead,
  Table,
} from "../../web/components.tsx";
import type { When } from "../../web/dates.ts";
import type { Viewer } from "../../web/viewer.ts";
import { BlockSigns, GuardianActions, GuardianDetails, relationName } from "./family.partials.tsx";
import type { Guardian } from "./family.queries.ts";
import { familyText } from "./family.text.ts";
import type { Group } from "./groups.queries.ts";
import { fullName } from "./names.ts";
import { AccountSign } from "./people.partials.tsx";

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
          <Table
            caption={t.caption}
            columns={[t.columns.guardian, t.columns.children, t.columns.account, t.details]}
          >
            {guardians.map((guardian) => <GuardianRow {...props} guardian={guardian} />)}
          </Table>
        </div>
      )}
    </>
  );
}

function GuardianRow({ viewer, when, guardian }: OverviewProps & { guardian: Guardian }) {
  const t = familyText(viewer.language).overview;
  const home = `/${viewer.school.shortName}`;
  return (
    <Row>
      <RowHead>
        {fullName(guardian)} <BlockSigns viewer={viewer} guardian={guardian} />
      </RowHead>
      <Cell>
        {guardian.wards.map((ward) => (
          <p>
            <a href={`${home}/pupils/${ward.id}`}>{ward.firstName}</a>{" "}
            <span class="soft small">{relationName(viewer, ward.relation)}</span>
          </p>
        ))}
      </Cell>
      <Cell>
        <AccountSign of={guardian} when={when} />
      </Cell>
      <Cell>
        <details>
          <summary class="btn quiet s">
            <Icon name="down" />
            {t.details}
            <span class="vh">{fullName(guardian)}</span>
          </summary>
          <div class="well stack near">
            <GuardianDetails viewer={viewer} when={when} guardian={guardian} />
            <GuardianActions viewer={viewer} guardian={guardian} />
          </div>
        </details>
      </Cell>
    </Row>
  );
}
