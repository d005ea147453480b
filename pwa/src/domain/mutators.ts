import type { Documents, Mutations } from "../contract.ts";
import type { Mutators } from "../sync/overlay.ts";
import { accountActs } from "./accounts.ts";
import { availabilityActs } from "./availability.ts";
import { calendarActs } from "./calendar.ts";
import { directoryActs } from "./directory.ts";
import { eventActs } from "./events.ts";
import { invitationActs } from "./invitations.ts";
import { matchingActs } from "./matching.ts";
import { meetingActs } from "./meetings.ts";
import { neverActs } from "./never.ts";
import { noticeActs } from "./notices.ts";
import { participationActs } from "./participation.ts";
import { relationshipActs } from "./relationships.ts";
import { schemeActs } from "./schemes.ts";

/** Every act that this phone can do at once, before the server has heard of it. A missing one does not compile. */
export const mutators: Mutators<Documents, Mutations> = {
  ...accountActs,
  ...availabilityActs,
  ...calendarActs,
  ...directoryActs,
  ...eventActs,
  ...invitationActs,
  ...matchingActs,
  ...meetingActs,
  ...neverActs,
  ...noticeActs,
  ...participationActs,
  ...relationshipActs,
  ...schemeActs,
};
