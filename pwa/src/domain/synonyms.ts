/** What doctors call the same thing. Each line is one thing; any of its names finds all the others. */
const GROUPS: readonly (readonly string[])[] = [
  ["emergency medicine", "accident and emergency", "a and e", "emergency department", "ed", "casualty"],
  ["anaesthetics", "anaesthesia", "anaesthetist", "anesthetics", "anesthesia", "anaesthesiology"],
  [
    "obstetrics and gynaecology",
    "obstetrics and gynecology",
    "o and g",
    "obs and gynae",
    "obs and gyn",
    "obgyn",
    "ob gyn",
    "gynae",
  ],
  ["paediatrics", "paeds", "pediatrics", "paediatric medicine", "child health", "children"],
  ["general practice", "gp", "gps", "general practitioner", "family medicine", "primary care"],
  ["intensive care", "intensive care medicine", "critical care", "icu", "itu", "icm"],
  ["trauma and orthopaedics", "orthopaedics", "orthopaedic surgery", "t and o", "orthopedics", "ortho"],
  ["ear nose and throat", "ent", "otolaryngology", "otorhinolaryngology", "ear nose throat"],
  ["psychiatry", "mental health", "psych"],
  ["acute medicine", "acute internal medicine", "amu"],
  ["general medicine", "general internal medicine", "internal medicine", "gim"],
  [
    "geriatric medicine",
    "geriatrics",
    "care of the elderly",
    "elderly care",
    "elderly medicine",
    "medicine for older people",
    "older people",
    "cote",
  ],
  ["haematology", "hematology", "haem"],
  ["radiology", "clinical radiology", "imaging", "x ray"],
  ["oncology", "clinical oncology", "medical oncology", "cancer"],
  ["palliative medicine", "palliative care", "end of life", "hospice"],
  ["respiratory medicine", "respiratory", "chest medicine", "chest"],
  ["gastroenterology", "gastro", "gi"],
  ["genitourinary medicine", "gum", "gu medicine", "sexual health"],
  ["ophthalmology", "eyes", "eye surgery"],
  ["dermatology", "derm", "skin"],
  ["renal medicine", "nephrology", "renal", "kidney"],
  ["diabetes and endocrinology", "endocrinology", "endocrinology and diabetes", "diabetes", "endocrine"],
  ["histopathology", "pathology", "cellular pathology"],
  ["medical microbiology", "microbiology", "micro"],
  ["neurosurgery", "neurological surgery"],
  ["public health", "public health medicine", "community medicine"],
  ["oral and maxillofacial surgery", "maxillofacial surgery", "omfs", "max fax", "maxfax"],
  ["occupational medicine", "occupational health"],
  ["rehabilitation medicine", "rehab"],
  ["sas doctor", "sas", "specialty doctor", "associate specialist", "specialist doctor"],
  ["in person", "face to face"],
  ["by video", "video", "online"],
  ["by phone", "phone", "telephone"],
];

export interface Way {
  words: string;
  /** Only whole words count: "ed" is not the start of "education". */
  whole: boolean;
}

const LONGEST = 5;
const groups = new Map<string, readonly string[]>();
for (const group of GROUPS) for (const name of group) groups.set(name, group);

/** Lower case, no accents, "&" as "and", everything else that is not a letter or a figure as a space. */
export function plain(text: string): string {
  return text
    .toLowerCase()
    .normalize("NFD")
    .replace(/[\u0300-\u036f'’]/g, "")
    .replace(/[&+]/g, " and ")
    .replace(/[^\p{Letter}\p{Number}]+/gu, " ")
    .trim();
}

/** What was typed, as terms that must all be found, each in one of several ways. */
export function alternatives(query: string): Way[][] {
  const tokens = plain(query).split(" ").filter(Boolean);
  const terms: Way[][] = [];
  for (let at = 0; at < tokens.length; ) {
    const { length, group } = longestName(tokens, at);
    const typed = tokens.slice(at, at + length).join(" ");
    at += length;
    const others = group ?? (at === tokens.length ? begun(typed) : []);
    const ways = others.filter((name) => name !== typed).map((words) => ({ words, whole: true }));
    terms.push([{ words: typed, whole: false }, ...ways]);
  }
  return terms;
}

function longestName(tokens: readonly string[], at: number): { length: number; group?: readonly string[] } {
  for (let length = Math.min(LONGEST, tokens.length - at); length > 0; length--) {
    const group = groups.get(tokens.slice(at, at + length).join(" "));
    if (group !== undefined) return { length, group };
  }
  return { length: 1 };
}

/** The last word is still being typed: "emergen" will be emergency medicine. */
function begun(typed: string): readonly string[] {
  if (typed.length < 4) return [];
  for (const [name, group] of groups) if (name.startsWith(typed)) return group;
  return [];
}
