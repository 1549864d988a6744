import type { Module } from "../web/module.ts";
import { accounts } from "./accounts/mod.ts";
import { agenda } from "./agenda/mod.ts";
import { conversations } from "./conversations/mod.ts";
import { messaging } from "./messaging/mod.ts";
import { delivery } from "./delivery/mod.ts";
import { privacyOver } from "./privacy/mod.ts";
import { profile } from "./profile/mod.ts";
import { records } from "./records/mod.ts";
import { school } from "./school/mod.ts";
import { specialGroups } from "./special_groups/mod.ts";

/** All that keep something about people; `privacy` looks after what they keep. */
const others: Module[] = [
  accounts,
  school,
  records, // before profile: /children/coupling is no child
  profile,
  specialGroups,
  agenda,
  conversations,
  messaging,
  delivery,
];

/** Every module of the house. */
export const modules: Module[] = [...others, privacyOver(others)];
