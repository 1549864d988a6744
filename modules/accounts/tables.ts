import type { Generated } from "kysely";

export interface AccountsTables {
  accounts: {
    id: Generated<number>;
    user_name: string;
    email: string;
    password_hash: string | null;
    language: Generated<string>;
    activated_at: Date | null;
    created_at: Generated<Date>;
  };
  sessions: {
    id: Generated<number>;
    token_hash: Uint8Array;
    account_id: number;
    device: string;
    persistent: Generated<boolean>;
    created_at: Date;
    last_seen_at: Date;
    expires_at: Date;
  };
  account_tokens: {
    token_hash: Uint8Array;
    account_id: number;
    purpose: "activation" | "password" | "twoStep";
    created_at: Date;
    expires_at: Date;
    used_at: Date | null;
    persistent: Generated<boolean>;
  };
  account_totp: {
    account_id: number;
    secret: Uint8Array;
    started_at: Date;
    confirmed_at: Date | null;
    last_step: Generated<number>;
  };
  recovery_codes: { account_id: number; code_hash: Uint8Array; used_at: Date | null };
  throttles: { key: string; tries: number; last_try_at: Date; open_at: Date };
}
