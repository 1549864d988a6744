import type { Child, PropsWithChildren } from "hono/jsx";
import { Icon } from "./drawings.tsx";
import type { Language } from "./language.ts";
import { shellText } from "./text.ts";

/** What every field has. `id` is `name` unless a page has two fields of one name. */
export interface FieldFrame {
  name: string;
  label: Child;
  id?: string;
  hint?: Child;
  /** What is wrong with what was typed, and what to do. */
  error?: string | undefined;
  /** Writes "(niet verplicht)" after the label, in this language. */
  optional?: Language;
}

interface FieldProps extends FieldFrame {
  type?: "text" | "email" | "password" | "tel" | "url" | "search" | "number" | "date" | "time";
  value?: string | number | null | undefined;
  autocomplete?: string;
  inputmode?: "numeric" | "email" | "tel" | "url" | "search";
  required?: boolean;
  autofocus?: boolean;
  minlength?: number;
  maxlength?: number;
  min?: string | number;
  max?: string | number;
  step?: string | number;
  list?: string;
  /** Under the input: a link, the password rules. Named by `describedBy`. */
  children?: Child;
  describedBy?: string;
}

/** One input with its label, hint and error; what was typed stays. */
export function Field(props: FieldProps) {
  const { name, label, hint, error, optional, children, describedBy, value, ...rest } = props;
  const id = props.id ?? name;
  return (
    <div class="field">
      <Label id={id} label={label} optional={optional} />
      <input
        {...rest}
        class="in"
        id={id}
        name={name}
        value={value ?? undefined}
        aria-invalid={error ? "true" : undefined}
        aria-describedby={describers(id, hint, error, describedBy)}
      />
      <Below id={id} hint={hint} error={error} />
      {children}
    </div>
  );
}

interface TextAreaProps extends FieldFrame {
  value?: string | null | undefined;
  rows?: number;
  maxlength?: number;
  required?: boolean;
}

export function TextArea(props: TextAreaProps) {
  const { name, label, hint, error, optional, value, rows = 6, ...rest } = props;
  const id = props.id ?? name;
  return (
    <div class="field">
      <Label id={id} label={label} optional={optional} />
      <textarea
        {...rest}
        class="in"
        id={id}
        name={name}
        rows={rows}
        aria-invalid={error ? "true" : undefined}
        aria-describedby={describers(id, hint, error)}
      >
        {value ?? ""}
      </textarea>
      <Below id={id} hint={hint} error={error} />
    </div>
  );
}

export interface Option {
  value: string;
  label: Child;
  hint?: Child;
  disabled?: boolean;
}

interface SelectProps extends FieldFrame {
  options: Option[];
  value?: string | null | undefined;
}

export function Select(
  { name, label, hint, error, optional, options, value, ...rest }: SelectProps,
) {
  const id = rest.id ?? name;
  return (
    <div class="field">
      <Label id={id} label={label} optional={optional} />
      <select
        class="in"
        id={id}
        name={name}
        aria-invalid={error ? "true" : undefined}
        aria-describedby={describers(id, hint, error)}
      >
        {options.map((option) => (
          <option
            value={option.value}
            selected={option.value === value}
            disabled={option.disabled}
          >
            {option.label}
          </option>
        ))}
      </select>
      <Below id={id} hint={hint} error={error} />
    </div>
  );
}

interface GroupProps {
  legend: Child;
  /** The id an error summary links to. */
  id: string;
  hint?: Child;
  error?: string | undefined;
}

/** Fields that answer one question together. */
export function FieldGroup({ legend, id, hint, error, children }: PropsWithChildren<GroupProps>) {
  return (
    <fieldset id={id} tabindex={-1} aria-describedby={describers(id, hint, error)}>
      <legend>{legend}</legend>
      <Below id={id} hint={hint} error={error} />
      {children}
    </fieldset>
  );
}

interface ChoiceProps extends Omit<GroupProps, "id"> {
  name: string;
  id?: string;
  type: "radio" | "checkbox";
  options: Option[];
  /** What is chosen: one value, or several of a checkbox. */
  value?: string | readonly string[] | null | undefined;
}

function isChosen(option: Option, value: ChoiceProps["value"]): boolean {
  return Array.isArray(value) ? value.includes(option.value) : option.value === value;
}

/** A choice of few as large tiles; `many` lets them be narrow (groups). */
export function Tiles(
  { name, type, options, value, many, ...group }: ChoiceProps & { many?: boolean },
) {
  return (
    <FieldGroup {...group} id={group.id ?? name}>
      <div class={many ? "tiles many" : "tiles"}>
        {options.map((option) => (
          <label class="tile">
            <input
              type={type}
              name={name}
              value={option.value}
              checked={isChosen(option, value)}
              disabled={option.disabled}
            />
            <span>{option.label}{option.hint && <small>{option.hint}</small>}</span>
          </label>
        ))}
      </div>
    </FieldGroup>
  );
}

/** A choice as plain rows: *Nu plaatsen*, *Later*. */
export function Choices({ name, type, options, value, ...group }: ChoiceProps) {
  return (
    <FieldGroup {...group} id={group.id ?? name}>
      {options.map((option) => (
        <Check
          type={type}
          name={name}
          value={option.value}
          label={option.label}
          hint={option.hint}
          checked={isChosen(option, value)}
          disabled={option.disabled}
        />
      ))}
    </FieldGroup>
  );
}

interface CheckProps {
  name: string;
  label: Child;
  hint?: Child;
  type?: "checkbox" | "radio";
  value?: string;
  checked?: boolean;
  disabled?: boolean | undefined;
  id?: string;
}

/** One box or radio with its words; the whole row can be pressed. */
export function Check({ label, hint, type = "checkbox", ...input }: CheckProps) {
  return (
    <label class="check">
      <input type={type} {...input} />
      <span>{label}{hint && <small class="soft">{hint}</small>}</span>
    </label>
  );
}

interface ErrorSummaryProps {
  errors: Record<string, string | undefined>;
  /** What the fields are called, by their names: a module's text, where it has them as keys. */
  labels?: object;
  language: Language;
}

/** Says at the top what is wrong, each with a link to its field; takes the focus. */
export function ErrorSummary({ errors, labels = {}, language }: ErrorSummaryProps) {
  const names = new Map(Object.entries(labels).filter(([, label]) => typeof label === "string"));
  const wrong = Object.entries(errors).filter(([, sentence]) => sentence);
  if (wrong.length === 0) return null;
  return (
    <div class="notice bad" role="alert" tabindex={-1} autofocus>
      <Icon name="alert" />
      <div>
        <h2>{shellText(language).errorSummary(wrong.length)}</h2>
        <ul role="list">
          {wrong.map(([id, sentence]) => (
            <li>
              <a href={`#${id}`}>{names.has(id) ? `${names.get(id)}: ${sentence}` : sentence}</a>
            </li>
          ))}
        </ul>
      </div>
    </div>
  );
}

function Label(
  { id, label, optional }: { id: string; label: Child; optional?: Language | undefined },
) {
  return (
    <label for={id}>
      {label}
      {optional && <span class="soft">{` (${shellText(optional).optional})`}</span>}
    </label>
  );
}

export function Below(
  { id, hint, error }: { id: string; hint?: Child; error?: string | undefined },
) {
  return (
    <>
      {hint && <p class="hint" id={`${id}-hint`}>{hint}</p>}
      {error && (
        <p class="error" id={`${id}-error`}>
          <Icon name="alert" />
          {error}
        </p>
      )}
    </>
  );
}

/** The ids for `aria-describedby`, or none. */
export function describers(
  id: string,
  hint: Child,
  error?: string,
  more?: string,
): string | undefined {
  const ids = [error && `${id}-error`, hint && `${id}-hint`, more].filter(Boolean);
  return ids.length > 0 ? ids.join(" ") : undefined;
}
