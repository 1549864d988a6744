import {
  ButtonLink,
  Cell,
  Confirm,
  Empty,
  Icon,
  Row,
  RowHead,
  Sheet,
  Table,
} from "../../web/components.tsx";
import { stamp } from "../../web/dates.ts";
import { CandidateSearch } from "./candidates.pages.tsx";
import { GroupFrame, groupPath, type GroupProps, SignUp } from "./group.pages.tsx";
import { groupMailText } from "./mail.text.ts";
import type { Member } from "./members.queries.ts";
import type { SentMail } from "./queries.ts";
import { specialGroupsText } from "./text.ts";

interface StaffGroupProps extends GroupProps {
  members: Member[];
  mails: SentMail[];
}

/** A special group as staff see it: who is in it, and what they can do with it. */
export function StaffGroupPage(props: StaffGroupProps) {
  const { viewer, group, members } = props;
  const t = specialGroupsText(viewer.language);
  const here = groupPath(viewer, group);
  const present = members.filter((member) => member.present);
  const absent = members.filter((member) => !member.present);
  return (
    <GroupFrame {...props} actions={<StaffActions {...props} />}>
      <SignUp {...props} />
      <Sheet
        title={t.list.title}
        aside={present.length > 0 ? t.members(present.length) : undefined}
      >
        {present.length === 0 ? <Empty>{t.list.none}</Empty> : <MembersTable {...props} />}
      </Sheet>
      {absent.length > 0 && (
        <Sheet title={t.list.absent}>
          <p class="soft no-print">{t.list.absentLead}</p>
          <ul class="rows" role="list">
            {absent.map((member) => (
              <li class="row">
                <span class="grow">{member.name}</span>
                <RemoveButton {...props} member={member} />
              </li>
            ))}
          </ul>
        </Sheet>
      )}
      {!group.endedAt && (
        <div class="no-print">
          <Sheet title={t.add.title}>
            <CandidateSearch viewer={viewer} group={group} letters="" candidates={[]} />
          </Sheet>
        </div>
      )}
      <SentMails {...props} />
      {!group.endedAt && (
        <Confirm
          label={t.edit.end}
          icon="trash"
          question={t.edit.endQuestion}
          action={`${here}/removal`}
          confirm={t.edit.end}
        />
      )}
    </GroupFrame>
  );
}

function StaffActions({ viewer, group, members }: StaffGroupProps) {
  const t = specialGroupsText(viewer.language);
  const here = groupPath(viewer, group);
  return (
    <>
      {!group.endedAt && members.length > 0 && (
        <ButtonLink icon="mail" href={`${here}/mails/new`}>
          {groupMailText(viewer.language).action}
        </ButtonLink>
      )}
      {!group.endedAt && (
        <ButtonLink look="quiet" icon="pencil" href={`${here}/edit`}>{t.edit.title}</ButtonLink>
      )}
      {members.length > 0 && (
        <>
          <button type="button" class="btn quiet" data-print>
            <Icon name="print" />
            {t.list.print}
          </button>
          <ButtonLink look="quiet" icon="download" href={`${here}/list.pdf`}>
            {t.list.pdf}
          </ButtonLink>
        </>
      )}
    </>
  );
}

function MembersTable(props: StaffGroupProps) {
  const { viewer, group } = props;
  const t = specialGroupsText(viewer.language);
  return (
    <Table
      caption={t.list.caption(group.name)}
      columns={[
        t.list.name,
        t.list.phone,
        t.list.children,
        <span class="vh">{t.list.remove}</span>,
      ]}
    >
      {props.members.filter((member) => member.present).map((member) => (
        <Row>
          <RowHead>{member.name}</RowHead>
          <Cell num>
            {member.phone && (
              <a href={`tel:${member.phone.replace(/[^\d+]/g, "")}`}>{member.phone}</a>
            )}
          </Cell>
          <Cell>
            {member.children.map((child) => <p>{child}</p>)}
            {member.children.length === 0 && member.staff && t.add.staff}
          </Cell>
          <Cell>
            <RemoveButton {...props} member={member} />
          </Cell>
        </Row>
      ))}
    </Table>
  );
}

function RemoveButton({ viewer, group, member }: StaffGroupProps & { member: Member }) {
  if (group.endedAt) return null;
  const t = specialGroupsText(viewer.language).list;
  return (
    <Confirm
      label={
        <>
          {t.remove}
          <span class="vh">: {member.name}</span>
        </>
      }
      question={t.removeQuestion(member.name)}
      action={`${groupPath(viewer, group)}/members/${member.id}/removal`}
      confirm={t.removeNamed(member.name)}
      look="bare"
    />
  );
}

function SentMails({ viewer, mails, when }: StaffGroupProps) {
  const t = groupMailText(viewer.language);
  if (mails.length === 0) return null;
  return (
    <div class="no-print">
      <Sheet title={t.sentTitle}>
        <ul class="rows" role="list">
          {mails.map((mail) => (
            <li class="row">
              <details>
                <summary class="row nowrap">
                  <span class="grow">
                    <b>{mail.subject}</b>
                    <br />
                    <span class="soft small">
                      {t.sentBy(mail.senderName, mail.receivers, stamp(mail.sentAt, when))}
                    </span>
                  </span>
                  <Icon name="down" />
                </summary>
                <p class="verbatim">{mail.body}</p>
              </details>
            </li>
          ))}
        </ul>
      </Sheet>
    </div>
  );
}
