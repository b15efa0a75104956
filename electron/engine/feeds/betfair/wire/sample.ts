const SAMPLE_CHARACTERS = 2_000;

/** A refused part for people to look at: JSON, or the text itself, cut to 2,000 characters. */
export const sampleOf = (part: unknown): string =>
  (typeof part === 'string' ? part : (JSON.stringify(part) ?? String(part))).slice(0, SAMPLE_CHARACTERS);
