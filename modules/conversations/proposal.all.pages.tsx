import { Back, Button, Confirm, Empty, Head, Notice, Sheet } from "../../web/components.tsx";
import type { Viewer } from "../../web/viewer.ts";
import { proposalPath } from "./proposal.cells.ts";
import { FiguresBar, summaryOf } from "./proposal.partials.tsx";
import type { Proposal } from "./proposal.queries.ts";
import { proposalText } from "./proposal.text.ts";
import type { ListedRound } from "./rounds.queries.ts";
import { teacherText } from "./teacher.text.ts";
import { talksName } from "./viewing.ts";

interface AllProps {
  viewer: Viewer;
  /** The rounds to be allotted that the viewer keeps, with what is proposed for each. */
  rounds: { round: ListedRound; proposal: Proposal | undefined }[];
  refusal?: string | undefined;
}

/** All rounds that are to be allotted, together. */
export function ProposalsPage({ viewer, rounds, refusal }: AllProps) {
  const t = proposalText(viewer.language);
  const home = `/${viewer.school.shortName}/conversations`;
  const path = `${home}/proposals`;
  const proposed = rounds.filter(({ proposal }) => proposal !== undefined);
  return (
    <>
      <Back href={home}>{talksName(viewer)}</Back>
      <Head title={t.all.title} lead={t.all.lead} />
      {refusal && <Notice tone="bad" live>{refusal}</Notice>}
      {rounds.length === 0 ? <Empty>{t.all.none}</Empty> : (
        <div class="stack" data-kind="gesprek">
          <Sheet title={t.all.choose}>
            <form method="post" action={path} class="stack">
              <ul class="rows aligned" role="list">
                {rounds.map((of) => <Row viewer={viewer} {...of} />)}
              </ul>
              {!viewer.readOnly && (
                <div>
                  <Button icon="list" look={proposed.length > 0 ? "quiet" : undefined}>
                    {t.all.make}
                  </Button>
                </div>
              )}
            </form>
          </Sheet>
          {proposed.length > 0 && !viewer.readOnly && (
            <div class="actions">
              <Confirm
                label={t.all.fix}
                icon="lock"
                question={t.all.fixQuestion(proposed.length)}
                action={`${home}/allotments`}
                confirm={t.all.fixConfirm}
              >
                {proposed.map(({ round, proposal }) => (
                  <input type="hidden" name="rounds" value={`${round.id}-${proposal!.version}`} />
                ))}
              </Confirm>
            </div>
          )}
        </div>
      )}
    </>
  );
}

function Row({ viewer, round, proposal }: { viewer: Viewer } & AllProps["rounds"][number]) {
  const t = proposalText(viewer.language);
  const id = `round-${round.id}`;
  const groups = teacherText(viewer.language).groups(round.groups.map(({ name }) => name));
  return (
    <li>
      <label class="check" for={id}>
        <input type="checkbox" name="rounds" id={id} value={String(round.id)} checked />
        <span>
          {`${round.title}, ${groups}`}
          <small class="soft">{round.teachers.map(({ name }) => name).join(", ")}</small>
        </span>
      </label>
      <div class="grow much stack near small">
        {proposal
          ? (
            <>
              <FiguresBar figures={proposal.figures} language={viewer.language} legend={false} />
              <span>{summaryOf(proposal.figures, viewer)}</span>
              <a href={proposalPath(viewer, round)}>{t.all.look}</a>
            </>
          )
          : <span class="soft">{t.all.noProposal}</span>}
      </div>
    </li>
  );
}
