import type { Kysely, Transaction } from "kysely";
import type { AccountsTables } from "../modules/accounts/tables.ts";
import type { AgendaTables } from "../modules/agenda/tables.ts";
import type { ConversationTables } from "../modules/conversations/tables.ts";
import type { DeliveryTables } from "../modules/delivery/tables.ts";
import type { MessagingTables } from "../modules/messaging/tables.ts";
import type { PrivacyTables } from "../modules/privacy/tables.ts";
import type { ProfileTables } from "../modules/profile/tables.ts";
import type { RecordTables } from "../modules/records/tables.ts";
import type { SchoolTables } from "../modules/school/tables.ts";
import type { SpecialGroupTables } from "../modules/special_groups/tables.ts";

/** Every table; each module describes its own. */
export interface Tables
  extends
    AccountsTables,
    SchoolTables,
    ProfileTables,
    PrivacyTables,
    RecordTables,
    SpecialGroupTables,
    MessagingTables,
    AgendaTables,
    ConversationTables,
    DeliveryTables {}

/** The database, or a transaction in it: a query does not care which. */
export type Db = Kysely<Tables>;
export type Trx = Transaction<Tables>;
