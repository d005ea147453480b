import type { PatchProfile } from "../contract.ts";

export type FieldName = PatchProfile["field"];

/** The fields of a listing, in the order they are shown. */
export const fields: Record<FieldName, { name: string; hint: string }> = {
  photo: { name: "Photo", hint: "It is made small on this phone. Where and when it was taken is removed." },
  pronouns: { name: "Pronouns", hint: "For example, she/her or they/them" },
  grade: { name: "Grade", hint: "For example, consultant, SAS doctor, GP or resident doctor" },
  specialty: { name: "Specialty", hint: "For example, emergency medicine" },
  site: { name: "Site", hint: "The hospital or practice where you work" },
  organisation: { name: "Organisation", hint: "For example, your trust" },
  modes: { name: "Ways to meet", hint: "Choose any that suit you" },
  languages: { name: "Languages", hint: "Put a comma between them" },
  topics: { name: "Topics", hint: "What you like to talk about. Put a comma between them" },
  usually_free: { name: "Usually free", hint: "Roughly when you can meet. Exact times come later" },
  about: { name: "In your own words", hint: "What a doctor who is choosing would like to know" },
  contact: { name: "Contact details", hint: "How doctors can reach you, if you wish" },
};

export const modes = { in_person: "In person", phone: "By phone", video: "By video" };

export const days = {
  mon: "Monday",
  tue: "Tuesday",
  wed: "Wednesday",
  thu: "Thursday",
  fri: "Friday",
  sat: "Saturday",
  sun: "Sunday",
};
export const parts = { morning: "Morning", afternoon: "Afternoon", evening: "Evening" };

export const dayPart = (day: string, part: string) => `${day} ${part}`;

export const listing = {
  title: "My listing",
  intro: "You decide field by field what doctors can see. Nothing is shown until you turn it on.",
  notMentor: "You are not listed anywhere. What you write here stays yours until you take part as a mentor.",
  listedIn: (schemes: string) => `You are listed in ${schemes}.`,
  pausedIn: (schemes: string) => `Your listing is paused in ${schemes}.`,
  name: "Name",
  nameShown: "Your name is always shown in a listing",
  show: (field: string) => `Show ${field}`,
  shown: "Shown",
  notShown: "Not shown",
  empty: "Nothing written",
  noPhoto: "No photo",
  notOffered: "Your schemes do not show this field.",
  remove: "Remove",
  removePhoto: "Remove photo",
  choosePhoto: "Choose a photo",
  changePhoto: "Choose another photo",
  cropPhoto: "The middle of the photo is used, as a square.",
  photoUnreadable: "This phone cannot open that photo. Choose another one.",
  photoAlt: (name: string) => `Photo of ${name}`,
  photoYours: "Your photo",
  tooLong: (most: number) => `Use ${most} characters or fewer.`,
  tooMany: (most: number) => `Enter ${most} or fewer.`,
  places: "Places",
  placesHint: "How many doctors you have room for. A listing only says if there is room.",
  placesUnsaid: "Not said",
  placesNone: "No room at the moment",
  placesSome: (count: number) => (count === 1 ? "Room for 1 doctor" : `Room for ${count} doctors`),
  more: (scheme: string) => `One more place in ${scheme}`,
  fewer: (scheme: string) => `One place fewer in ${scheme}`,
  doNotSay: "Do not say",
  preview: "What doctors see",
  previewNone: "Only your name is shown.",
  grid: "When you are usually free",
  gridCell: (day: string, part: string) => `${day} ${part}`,
};
