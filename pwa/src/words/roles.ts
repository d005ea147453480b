import type { OptIn } from "../contract.ts";

type Role = OptIn["role"];

export const roles: Record<
  Role,
  { name: string; as: string; takePart: string; leave: string; what: string }
> = {
  mentee: {
    name: "Looking for a mentor",
    as: "as someone looking for a mentor",
    takePart: "Take part, looking for a mentor",
    leave: "Leave",
    what: "You can look at mentors in this scheme. Nobody contacts you unless you ask.",
  },
  mentor: {
    name: "Mentor",
    as: "as a mentor",
    takePart: "Take part as a mentor",
    leave: "Leave",
    what: "Your name is listed, with only the fields you choose to show.",
  },
  co_mentor: {
    name: "Co-mentor",
    as: "as a co-mentor",
    takePart: "Take part as a co-mentor",
    leave: "Leave",
    what: "You meet as equals, and each of you has the same time.",
  },
};
