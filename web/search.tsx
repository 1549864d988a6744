import type { Child } from "hono/jsx";
import { Button } from "./components.tsx";

interface SearchBoxProps {
  /** Where what is typed goes, as `?q=`. */
  action: string;
  label: string;
  submit: string;
  /** What was typed. */
  letters: string;
  /** Finds while one types, where scripts run: `?part=found` of the action is put into `#found`. */
  live?: boolean;
  autofocus?: boolean;
  /** What goes along. */
  children?: Child;
}

/** The field one looks for people with. */
export function SearchBox(
  { action, label, submit, letters, live, autofocus, children }: SearchBoxProps,
) {
  const finding = live && {
    autocomplete: "off",
    "hx-get": `${action}?part=found`,
    "hx-trigger": "input changed delay:150ms",
    "hx-sync": "this:replace",
    "hx-target": "#found",
    "hx-swap": "outerHTML",
  };
  return (
    <form role="search" class="join" action={action}>
      {children}
      <label class="vh" for="q">{label}</label>
      <input
        class="in"
        type="search"
        id="q"
        name="q"
        value={letters}
        placeholder={label}
        maxlength={100}
        autofocus={autofocus}
        {...finding}
      />
      <Button look="quiet" icon="search">{submit}</Button>
    </form>
  );
}
