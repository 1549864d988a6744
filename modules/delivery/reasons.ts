import { unanswered } from "../../emails/sender.ts";
import type { DeliveryState } from "./tables.ts";
import type { deliveryText } from "./text.ts";

type Reason = keyof ReturnType<typeof deliveryText>["reasons"];

/** Statuses about our own sign-in at the mail server (RFC 4954). */
const ownAccount = new Set(["530", "534", "535", "538"]);

/**
 * Why a mail did not arrive, for people, from what the ledger noted: the answer of a mail server
 * with its enhanced status (RFC 3463, "550 5.1.1"), or a code such as `ECONNECTION`.
 */
export function reasonOf(state: DeliveryState, error: string | null): Reason {
  if (state === "bounced") return "bounced";
  const [status = "", enhanced = ""] = (error ?? "").split(" ");
  if (/^\d{3}$/.test(status)) return reasonOfAnswer(status, enhanced.slice(1));
  if (status === "EAUTH") return "ownAccount";
  if (status === "EADDRESS") return "address";
  if (new RegExp(unanswered).test(status)) return "unreachable";
  return /^E[A-Z]+$/.test(status) ? "internal" : "disk";
}

/** @param subject the enhanced status without its class: `.1.1` is a bad mailbox address. */
function reasonOfAnswer(status: string, subject: string): Reason {
  if (ownAccount.has(status)) return "ownAccount";
  if (subject === ".2.2" || status === "552" || status === "452") return "full";
  if (subject.startsWith(".1.")) return "address";
  if (subject.startsWith(".7.") || status === "554") return "refused";
  if (status.startsWith("4")) return "busy";
  return status === "550" || status === "553" ? "address" : "refused";
}
