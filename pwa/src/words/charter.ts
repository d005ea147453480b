import type { Charter } from "../contract.ts";

/** A charter in plain words: one sentence for each value of each setting. A new value does not compile. */
type Whole = Required<Charter>;
type Single = {
  [Key in keyof Whole as Whole[Key] extends string
    ? string extends Whole[Key]
      ? never
      : Key
    : never]: Whole[Key];
};
type Several = {
  [Key in keyof Whole as Whole[Key] extends readonly string[]
    ? string extends Whole[Key][number]
      ? never
      : Key
    : never]: Whole[Key] extends readonly (infer Value)[] ? Value : never;
};

export const settingNames: Record<keyof Charter, string> = {
  definition: "What mentoring means here",
  expectations: "What we expect of each other",
  model: "Who meets",
  style: "Style",
  prompt_cards: "Prompt cards",
  matching: "How people meet",
  first_meeting_arranged_by: "First meeting",
  trial_meeting: "Before you agree",
  notes: "Notes",
  session_cap: "Number of sessions",
  end_point: "When it ends",
  pay: "Pay",
  feedback: "Feedback",
  listing: "List of mentors",
  listing_fields: "Fields a listing may show",
  specialty_rule: "Specialty",
  site_rule: "Place of work",
  eligibility: "Who it is for",
  outside_requests: "Doctors outside this group",
  training_gate: "Training for mentors",
  support: "Support for mentors",
  who_knows_pairs: "Who knows who meets",
  event_names: "Names at events",
};

export const oneOf: { [Key in keyof Single]: Record<Single[Key], string> } = {
  model: {
    one_way: "A mentor and a doctor.",
    dyad: "Two doctors, as equals.",
    triad: "Three doctors, as equals.",
    group: "A group.",
  },
  style: {
    free: "Free and easy. You decide how you use the time.",
    process: "Follows a set process that mentors are trained in.",
  },
  prompt_cards: {
    none: "None.",
    egan: "Cards from the skilled helper model.",
    listening: "Cards for listening.",
  },
  first_meeting_arranged_by: {
    mentee: "The doctor arranges it.",
    mentor: "The mentor arranges it.",
    either: "Either of you arranges it.",
  },
  notes: {
    none: "Nobody keeps notes. The app never brings up an earlier session.",
    private: "Your own notes only. They stay on your phone.",
  },
  end_point: {
    none: "There is no set end.",
    cap: "It ends after the number of sessions.",
    date: "It ends on a date you agree.",
  },
  pay: {
    none: "Mentors are not paid.",
    session: "Mentors are paid for each session.",
    locum: "Locum time is paid for.",
    job_plan: "Mentoring is in the job plan.",
  },
  feedback: { none: "None is asked for.", at_end: "Both are asked at the end. You can skip any question." },
  listing: {
    public: "Every logged-in doctor can see it.",
    members: "Doctors who take part can see it.",
    none: "There is no list.",
  },
  specialty_rule: {
    same: "The same specialty.",
    different: "A different specialty.",
    either: "Any specialty.",
  },
  site_rule: { same: "The same site.", different: "Another site.", either: "Any site." },
  outside_requests: {
    welcome: "Welcome to ask.",
    routed: "The contact point can help you.",
  },
  who_knows_pairs: {
    pair: "Only the two of you.",
    lead: "The two of you, and the lead of the scheme.",
  },
  event_names: {
    none: "The office sees how many places are taken, and no names.",
    coordinators: "The office sees names, where an event says so before anybody replies.",
  },
};

export const someOf: { [Key in keyof Several]: Record<Several[Key], string> } = {
  matching: {
    free_choice: "You choose a mentor yourself.",
    mentor_offers: "A mentor can offer.",
    coordinator_suggests: "The coordinator can suggest someone.",
    next_on_list: "You get the next mentor on the list.",
    formed_on_course: "Pairs form on a course.",
  },
  listing_fields: { photo: "Photo.", contact: "Contact details." },
  support: {
    groups: "Support groups.",
    convenors: "Convenors.",
    peer_appraisal: "Mentors appraise each other.",
  },
};

export const charterWords = {
  nobodyMatched: "Nobody is matched here. The scheme holds events.",
  trial: "You meet once first. Then you both decide.",
  noTrial: "You agree when you ask.",
  sessions: (count: number) => (count === 1 ? "1 session." : `${count} sessions.`),
  noCap: "As many as you both like.",
  noTraining: "None is needed.",
  noSupport: "None is listed.",
  noFields: "Neither photo nor contact details.",
  noExpectations: "Nothing is written down.",
  notYet: "Not written yet.",
  limits: "What you say stays between you, within the duties all doctors accept.",
  limitsMore: "If someone may come to serious harm, those duties come first.",
};

/** What is different in a new version, setting by setting. */
export const changeWords = {
  title: (version: number) => `What changed in version ${version}`,
  since: (version: number) => `What changes from version ${version}`,
  none: "Nothing is different from what doctors read now.",
  before: (words: string) => `Before: ${words}`,
  now: (words: string) => `Now: ${words}`,
  added: (words: string) => `New: ${words}`,
  gone: (words: string) => `No longer: ${words}`,
  order: "The same, in another order.",
};
