import { Button, Confirm, Field, Select, Sheet } from "../../web/components.tsx";
import { dayIn } from "../../web/clock.ts";
import { namedDay } from "../../web/dates.ts";
import { fieldOf, value } from "../../web/forms.ts";
import { accessText } from "./access.text.ts";
import { Roles } from "./adding.pages.tsx";
import { named } from "./people.pages.tsx";
import { peopleText } from "./people.text.ts";
import { ChildFields, WorkFields } from "./person.fields.tsx";
import { BlockForm, personPath, type PersonProps, typedIn } from "./person.partials.tsx";
import { type LinkedChild, mayChange } from "./person.queries.ts";
import { personText } from "./person.text.ts";

/** Whose guardian someone is; per child it can be ended or shut. */
export function ChildrenSheet(props: PersonProps) {
  const { viewer, person, pupils } = props;
  const t = personText(viewer.language).children;
  const here = `${personPath(props)}/children`;
  const may = mayChange(viewer, person);
  if (person.staff && person.children.length === 0 && props.open !== "children") {
    return may && <LinkForm {...props} />;
  }
  const isLast = ({ id }: LinkedChild) =>
    !person.staff && person.children.every((other) => other.id === id || other.blocked);
  const relation = (key: string) => t.relations[key as keyof typeof t.relations] ?? t.relations[""];
  return (
    <Sheet title={t.title}>
      <div class="stack near">
        {person.children.length === 0 && <p class="soft">{t.none}</p>}
        <ul class="rows" role="list">
          {person.children.map((child) => (
            <li class="row">
              <div class="grow">
                <a href={`/${viewer.school.shortName}/people/pupils/${child.id}`}>{named(child)}</a>
                {" "}
                <span class="soft small">{relation(child.relation)}</span>
                {child.blocked && (
                  <p>
                    <span class="chip" data-kind="fotos">{t.blocked}</span>{" "}
                    <span class="soft small">{child.blockedReason}</span>
                  </p>
                )}
              </div>
              {may && (
                <div class="actions">
                  <Confirm
                    label={t.unlink(child.name)}
                    question={t.unlinkQuestion}
                    action={`${here}/${child.id}/removal`}
                    confirm={t.unlink(child.name)}
                  />
                  {child.blocked
                    ? (
                      <form method="post" action={`${here}/${child.id}/block/removal`}>
                        <Button look="quiet" small>{t.unblock(child.name)}</Button>
                      </form>
                    )
                    : (
                      <BlockForm
                        viewer={viewer}
                        label={t.block(child.name)}
                        question={isLast(child) ? t.blockLastQuestion : t.blockQuestion}
                        action={`${here}/${child.id}/block`}
                        confirm={t.block(child.name)}
                      />
                    )}
                </div>
              )}
            </li>
          ))}
        </ul>
        {may && pupils.length > 0 && <LinkForm {...props} />}
      </div>
    </Sheet>
  );
}

function LinkForm(props: PersonProps) {
  const { viewer, pupils } = props;
  const t = personText(viewer.language).children;
  const { values, errors } = typedIn(props, "children");
  return (
    <details class="confirm" open={props.open === "children"}>
      <summary class="btn quiet s">{t.add}</summary>
      <form method="post" action={`${personPath(props)}/children`} class="well form">
        <ChildFields language={viewer.language} values={values} errors={errors} pupils={pupils} />
        <div>
          <Button small>{t.link}</Button>
        </div>
      </form>
    </details>
  );
}

/** What someone does at the school. */
export function StaffSheet(props: PersonProps) {
  const { viewer, person } = props;
  const t = personText(viewer.language);
  const kept = {
    role: person.staff?.role ?? "none",
    title: person.staff?.title ?? "",
    function: person.staff?.function ?? "",
  };
  if (!mayChange(viewer, person)) return person.staff && <StaffFacts {...props} />;
  const { values, errors } = typedIn(props, "staff", kept);
  const content = (
    <form class="form" method="post" action={`${personPath(props)}/staff`}>
      {person.teaches.length > 0 && (
        <p>
          <span class="soft">{t.staff.groups}</span> {person.teaches.join(", ")}
        </p>
      )}
      <Roles viewer={viewer} none value={value(values, "role")} error={errors.role} />
      <WorkFields language={viewer.language} values={values} errors={errors} />
      <div>
        <Button look="quiet" small>{t.save}</Button>
      </div>
    </form>
  );
  if (person.staff || props.open === "staff") return <Sheet title={t.staff.title}>{content}</Sheet>;
  return (
    <details class="confirm">
      <summary class="btn quiet s">{t.staff.title}</summary>
      <div class="sheet">{content}</div>
    </details>
  );
}

/** The same for who may not change it: to be read. */
function StaffFacts({ viewer, person }: PersonProps) {
  const t = personText(viewer.language);
  const { role, title, function: job } = person.staff!;
  const facts = [
    [t.staff.role, peopleText(viewer.language).roles[role]],
    [t.staff.titleName, title],
    [t.staff.function, job],
    [t.staff.groups, person.teaches.join(", ")],
  ] as const;
  return (
    <Sheet title={t.staff.title}>
      <dl class="facts">
        {facts.filter(([, said]) => said).map(([name, said]) => (
          <div>
            <dt class="small soft">{name}</dt>
            <dd>{said}</dd>
          </div>
        ))}
      </dl>
    </Sheet>
  );
}

/** Klassenouder, OR, MR: for which group or the school someone may write. */
export function SendersSheet(props: PersonProps) {
  const { viewer, person, groups } = props;
  const t = accessText(viewer.language).senders;
  const may = mayChange(viewer, person);
  const here = `${personPath(props)}/senders`;
  const { values, errors } = typedIn(props, "senders");
  const field = fieldOf(values, errors);
  return (
    <Sheet title={t.title}>
      <div class="stack near">
        <p class="soft">{t.lead}</p>
        <ul class="rows" role="list">
          {person.senders.map((sender) => (
            <li class="row">
              <span class="grow">
                <b>{sender.title}</b> {sender.group === null ? t.school : t.group(sender.group)}
              </span>
              {may && (
                <form method="post" action={`${here}/${sender.id}/removal`}>
                  <Button look="bare" small icon="x">
                    <span class="vh">{t.remove(sender.title)}</span>
                  </Button>
                </form>
              )}
            </li>
          ))}
        </ul>
        {may && (
          <details class="confirm" open={props.open === "senders"}>
            <summary class="btn quiet s">{t.add}</summary>
            <form method="post" action={here} class="well form">
              <div class="split">
                <Field
                  {...field("senderTitle")}
                  label={t.titleField}
                  list="sender-titles"
                  maxlength={40}
                  required
                />
                <Select
                  {...field("group")}
                  label={t.forWhom}
                  options={[
                    { value: "", label: t.school },
                    ...groups.map(({ id, name }) => ({ value: String(id), label: t.group(name) })),
                  ]}
                />
              </div>
              <datalist id="sender-titles">
                {t.titles.map((title) => <option value={title}></option>)}
              </datalist>
              <div>
                <Button small>{t.add}</Button>
              </div>
            </form>
          </details>
        )}
      </div>
    </Sheet>
  );
}

/** Read-only, blocked, gone. */
export function RightsSheet(props: PersonProps) {
  const { viewer, when, person } = props;
  const t = accessText(viewer.language).rights;
  const here = personPath(props);
  const { values, errors } = typedIn(props, "block");
  const post = (path: string, label: string) => (
    <form method="post" action={`${here}/${path}`}>
      <Button look="quiet" small>{label}</Button>
    </form>
  );
  const own = person.accountId === viewer.accountId;
  return (
    <Sheet title={t.title}>
      <div class="stack">
        {!person.staff && (
          <section class="stack near">
            <h3>{t.readOnly}</h3>
            <p class="soft">{person.readOnly ? t.readOnlyIs : t.readOnlyLead}</p>
            {person.readOnly
              ? post("read-only/removal", t.endReadOnly)
              : post("read-only", t.setReadOnly)}
          </section>
        )}
        {person.blockedAt && (
          <section class="stack near">
            <p>
              {t.blockedSince(namedDay(dayIn(when.timeZone, person.blockedAt), when))}{" "}
              {person.blockedReason}
            </p>
            {post("block/removal", t.unblock)}
          </section>
        )}
        <div class="actions">
          {!person.blockedAt && !own && (
            <BlockForm
              viewer={viewer}
              label={t.block}
              question={t.blockQuestion}
              action={`${here}/block`}
              confirm={t.blockConfirm}
              error={errors.reason}
              reason={value(values, "reason")}
              back={value(values, "back")}
            />
          )}
          {person.leftAt ? post("departure/removal", t.return) : !own && (
            <Confirm
              label={t.leave}
              question={t.leaveQuestion}
              action={`${here}/departure`}
              confirm={t.leaveConfirm}
            />
          )}
        </div>
      </div>
    </Sheet>
  );
}
