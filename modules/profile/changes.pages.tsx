import {
  Button,
  Empty,
  Face,
  Field,
  Head,
  initialsOf,
  Notice,
  Stamp,
} from "../../web/components.tsx";
import type { When } from "../../web/dates.ts";
import type { Viewer } from "../../web/viewer.ts";
import type { ChangeGroup, OpenChange } from "./changes.queries.ts";
import { same } from "./fields.ts";
import { profileText } from "./text.ts";
import { fieldName, shown } from "./words.ts";

interface ChangesProps {
  viewer: Viewer;
  when: When;
  groups: ChangeGroup[];
  /** How many wait in all; more than are shown, sometimes. */
  open: number;
  /** What was just done, or could not be. */
  said?: { text: string; tone: "good" | "bad" } | undefined;
}

/** What waits for the office; htmx swaps it whole after each decision. */
export function Changes({ viewer, when, groups, open, said }: ChangesProps) {
  const t = profileText(viewer.language).changes;
  const listed = groups.reduce((sum, { changes }) => sum + changes.length, 0);
  return (
    <div id="changes">
      <Head title={open > 0 ? `${t.title} (${open})` : t.title} lead={t.lead(open)} />
      <div class="stack">
        {/* takes the focus: not the next button, that a second press would hit */}
        {said && (
          <div tabindex={-1} autofocus>
            <Notice tone={said.tone}>{said.text}</Notice>
          </div>
        )}
        {viewer.school.directChanges && <Notice>{t.direct}</Notice>}
        {groups.length === 0 && (
          <div class="sheet">
            <Empty>{t.none}</Empty>
          </div>
        )}
        {groups.map((group) => <Group viewer={viewer} when={when} group={group} />)}
        {open > listed && <p class="soft">{t.more(open - listed)}</p>}
      </div>
    </div>
  );
}

function Group({ viewer, when, group }: { viewer: Viewer; when: When; group: ChangeGroup }) {
  const { language } = viewer;
  const t = profileText(language);
  const { subject, name, changes } = group;
  const home = `/${viewer.school.shortName}`;
  const people = subject.kind === "pupil" ? "people/pupils" : "people";
  return (
    <section class="sheet stack near">
      <div class="row">
        <Face kid={subject.kind === "pupil"} initials={initialsOf(name)} />
        <div class="grow">
          <h2>
            <a href={`${home}/${people}/${subject.id}`}>{name}</a>
          </h2>
          <p class="small soft">
            {group.groups.map((one) => `${t.children.groupNamed(one)}. `)}
            {t.changes.asked(group.askedBy ?? t.changes.nobody)},{" "}
            <Stamp at={group.askedAt} when={when} />
          </p>
        </div>
      </div>
      {!group.entitled && <Notice tone="bad">{t.changes.notEntitled}</Notice>}
      <ul class="rows" role="list">
        {changes.map((change) => <Change viewer={viewer} change={change} name={name} />)}
      </ul>
      {changes.length > 1 && (
        <form
          method="post"
          action={`${home}/changes/approvals`}
          hx-post={`${home}/changes/approvals?part=changes`}
          hx-target="#changes"
          hx-swap="outerHTML"
        >
          {changes.map(({ id }) => <input type="hidden" name="requests" value={String(id)} />)}
          <Button look="quiet" small>
            {t.changes.approveAll(changes.length)}
            <span class="vh">{`: ${name}`}</span>
          </Button>
        </form>
      )}
    </section>
  );
}

/** One field: what it was, what it becomes, and the two buttons. */
function Change({ viewer, change, name }: { viewer: Viewer; change: OpenChange; name: string }) {
  const { language } = viewer;
  const t = profileText(language);
  const { field, from, to, current } = change;
  const label = fieldName(field, language);
  const words = (value: OpenChange["to"]) => shown(field, value, language) ?? t.none;
  const about = <span class="vh">{t.changes.about(label, name)}</span>;
  const action = `/${viewer.school.shortName}/changes/${change.id}`;
  return (
    <li>
      <div class="grow much">
        <p class="small soft">{label}</p>
        <p>
          <b>{to === null ? <del>{words(from)}</del> : words(to)}</b>{" "}
          <span class="soft">
            {to === null
              ? t.changes.remove
              : from === null
              ? t.changes.add
              : `${t.changes.was} ${words(from)}`}
          </span>
        </p>
        {!same(from, current) && <p class="error">{t.changes.now} {words(current)}</p>}
      </div>
      <form
        method="post"
        action={action}
        hx-post={`${action}?part=changes`}
        hx-target="#changes"
        hx-swap="outerHTML"
        class="actions"
      >
        <Button small look="quiet" icon="ok" name="decision" value="approve">
          {t.changes.approve}
          {about}
        </Button>
        <Button small look="quiet" name="decision" value="reject">
          {t.changes.reject}
          {about}
        </Button>
        <details>
          <summary class="btn bare s">{t.changes.withReason}{about}</summary>
          <Field
            name="reason"
            id={`reason-${change.id}`}
            label={t.changes.reason}
            optional={language}
            maxlength={500}
          />
        </details>
      </form>
    </li>
  );
}
