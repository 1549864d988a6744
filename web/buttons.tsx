import type { Child, PropsWithChildren } from "hono/jsx";
import { Icon, type IconName } from "./drawings.tsx";

interface ConfirmProps {
  /** On the closed button: "Trek in". */
  label: Child;
  /** What will happen. */
  question: Child;
  /** Where it is posted, and the name of that button: verb and object. */
  action: string;
  confirm: string;
  icon?: IconName;
  /** `bare` where there is one in every row of a list. */
  look?: "quiet" | "bare";
  /** As it comes back when what was typed in it cannot be. */
  open?: boolean;
}

/** Asks before it does: opens in place, without script. Children are its fields. */
export function Confirm(
  { label, question, action, confirm, icon, look = "quiet", open, children }: PropsWithChildren<
    ConfirmProps
  >,
) {
  return (
    <details class="confirm" open={open}>
      <summary class={`btn ${look} s`}>
        {icon && <Icon name={icon} />}
        {label}
      </summary>
      <form method="post" action={action} class="well stack near">
        <p>{question}</p>
        {children}
        <div>
          <button type="submit" class="btn s">{confirm}</button>
        </div>
      </form>
    </details>
  );
}

interface ButtonProps {
  look?: "quiet" | "bare";
  small?: boolean;
  wide?: boolean;
  icon?: IconName;
}

function buttonClass({ look, small, wide }: ButtonProps): string {
  return ["btn", look, small && "s", wide && "wide"].filter(Boolean).join(" ");
}

/** Posts its form. One without `look` per page: the primary action. */
export function Button(
  { look, small, wide, icon, children, ...rest }: PropsWithChildren<
    ButtonProps & { name?: string; value?: string; formaction?: string; form?: string }
  >,
) {
  return (
    <button type="submit" class={buttonClass({ look, small, wide })} {...rest}>
      {icon && <Icon name={icon} />}
      {children}
    </button>
  );
}

/** A link that looks like a button. */
export function ButtonLink(
  { look, small, wide, icon, href, children }: PropsWithChildren<ButtonProps & { href: string }>,
) {
  return (
    <a class={buttonClass({ look, small, wide })} href={href}>
      {icon && <Icon name={icon} />}
      {children}
    </a>
  );
}

export function Actions({ children }: PropsWithChildren) {
  return <div class="actions">{children}</div>;
}
