/** All are one to the phone: a newer line takes the place of the one before. */
export const TAG = "alongside";
