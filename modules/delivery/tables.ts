import type { Generated, JSONColumnType } from "kysely";

export type DeliveryState =
  | "due"
  | "sending"
  | "sent"
  | "kept"
  | "failed"
  | "bounced"
  | "cancelled";

export interface DeliveryTables {
  deliveries: {
    school_id: number;
    id: Generated<number>;
    channel: Generated<"mail">;
    kind: string;
    cause: string;
    account_id: number | null;
    address: string;
    language: Generated<string>;
    payload: JSONColumnType<object, string | undefined, string>;
    state: Generated<DeliveryState>;
    attempts: Generated<number>;
    due_at: Date;
    leased_until: Date | null;
    message_id: string | null;
    sent_at: Date | null;
    error: string | null;
    created_at: Generated<Date>;
  };
  notification_choices: { school_id: number; account_id: number; kind: string };
  unsubscribe_tokens: { school_id: number; account_id: number; token: string };
  clock_ticks: { name: string; school_id: number; tick: string; at: Date };
}
