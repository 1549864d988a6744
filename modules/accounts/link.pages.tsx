import type { PropsWithChildren } from "hono/jsx";
import { Button } from "../../web/components.tsx";
import {
  type DoorPageProps,
  FormErrors,
  NewPassword,
  PasswordField,
  ToSignIn,
  UserNameField,
} from "./door.partials.tsx";
import { accountText } from "./text.ts";

interface ChoosePasswordProps extends DoorPageProps {
  /** Where it is posted: the address of the page itself. */
  action: string;
  userName: string;
  submit: string;
}

/** Behind a mailed link. */
export function ChoosePasswordPage(props: ChoosePasswordProps) {
  const { language, errors, userName } = props;
  const t = accountText(language);
  return (
    <>
      <FormErrors errors={errors} language={language} />
      <form class="form" method="post" action={props.action}>
        <p>{t.activate.yours(userName)}</p>
        <NewPassword userName={userName} errors={errors} language={language} />
        <Button wide>{props.submit}</Button>
      </form>
    </>
  );
}

/** Behind a link mailed to who is in at another school: the account stays as it is. */
export function ConfirmPage(
  props: DoorPageProps & { action: string; userName: string },
) {
  const { language, errors, userName } = props;
  const t = accountText(language);
  return (
    <>
      <FormErrors errors={errors} language={language} />
      <form class="form" method="post" action={props.action}>
        <p>{t.activate.yours(userName)}</p>
        <input type="text" autocomplete="username" value={userName} hidden readonly />
        <PasswordField {...props} />
        <Button wide>{t.confirm.submit}</Button>
      </form>
    </>
  );
}

interface AskProps extends DoorPageProps {
  action: string;
  submit: string;
}

/** Asks for a mail with a link: forgotten password, new invitation. */
export function AskPage(props: AskProps) {
  const { school, language, errors } = props;
  return (
    <>
      <FormErrors errors={errors} language={language} />
      <form class="form" method="post" action={props.action}>
        <UserNameField {...props} />
        <Button wide>{props.submit}</Button>
      </form>
      <ToSignIn school={school} language={language} />
    </>
  );
}

/** The same for everyone, known or not. */
export function AskedPage({ school, language, userName }: DoorPageProps & { userName: string }) {
  const t = accountText(language).forgotten;
  return (
    <>
      <div class="flow">
        <p>{t.sent(userName)}</p>
        <p class="soft">{t.notThere}</p>
      </div>
      <ToSignIn school={school} language={language} />
    </>
  );
}

/** A link that does not work: the way to a new one, and to the sign-in page. */
export function SpentPage(
  { children, ...props }: PropsWithChildren<AskProps>,
) {
  return (
    <>
      <p>{children}</p>
      <AskPage {...props} />
    </>
  );
}
