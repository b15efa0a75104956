const SAMPLE_CHARACTERS = 2_000;

/** A refused part for people to look at: JSON, or the text itself, cut to 2,000 characters. */
export function sampleOf(part: unknown): string {
  if (typeof part === 'string') return part.slice(0, SAMPLE_CHARACTERS);
  try {
    return (JSON.stringify(part) ?? String(part)).slice(0, SAMPLE_CHARACTERS);
  } catch {
    return 'nested too deeply to show';
  }
}
