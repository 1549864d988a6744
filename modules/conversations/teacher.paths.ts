import type { Viewer } from "../../web/viewer.ts";
import type { Round } from "./rounds.queries.ts";

export const roundPath = (viewer: Viewer, round: { id: number }) =>
  `/${viewer.school.shortName}/conversations/rounds/${round.id}`;

/** Whether the viewer can book a child in or move a talk: also when the times are fixed. */
export const canMove = ({ mayManage, phase }: Round, viewer: Viewer) =>
  mayManage && !viewer.readOnly && phase !== "withdrawn";

/** Whether the viewer can still change the times. */
export const canChange = ({ mayManage, phase }: Round, viewer: Viewer) =>
  mayManage && !viewer.readOnly && phase !== "closed" && phase !== "withdrawn";
