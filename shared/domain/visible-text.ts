/**
 * Characters that steer what shows a text instead of being shown: control codes, among them the escape sequences of
 * terminals, and marks that turn the direction of what follows.
 */
const STEERING = /[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;
const STEERING_BUT_LINES = /(?![\n\t])[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/** Whether all of a text can be seen; for names. */
export const isVisible = (text: string): boolean => text.search(STEERING) < 0;

/** A text of one line with `\uFFFD` for each character that can't be seen. */
export const visibleLine = (text: string): string => text.replace(STEERING, '\uFFFD');

/** The same for a text of several lines, which it keeps with its tabs. */
export const visibleText = (text: string): string =>
  text.replaceAll('\r\n', '\n').replace(STEERING_BUT_LINES, '\uFFFD');
