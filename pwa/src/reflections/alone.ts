/**
 * The first statement of the page round the room: whoever opened it is forgotten, or the room could send it
 * a message. The header that says the same (`noopener-allow-popups`) is understood by Chromium alone.
 */
globalThis.opener = null;

/** So that a bundler keeps this file first where it is imported. */
export const ALONE = true;
