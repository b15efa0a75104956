/** Why a part of a payload was refused. */
export type QuarantineReason =
  | 'not-an-odds-payload'
  | 'malformed-event'
  | 'malformed-bookmaker'
  | 'malformed-market'
  | 'malformed-outcome'
  | 'malformed-time'
  | 'same-team-twice'
  | 'conflicting-event'
  | 'conflicting-quote'
  | 'unsupported-market'
  | 'unknown-outcome'
  | 'missing-point'
  | 'invalid-line'
  | 'mismatched-points'
  | 'invalid-american-price'
  | 'price-out-of-range'
  | 'malformed-score'
  | 'unreadable-score';

/** A refused part: what, where in the payload, and how many quotes went with it. */
export type QuarantinedPart = {
  readonly reason: QuarantineReason;
  /** `event/bookmaker/market/outcome`, as far as it is known. */
  readonly where: string;
  /** What exactly did not fit, when a check says so. */
  readonly detail: string;
  /** At least 1. */
  readonly quotes: number;
  /** The part as JSON, cut to 2,000 characters. */
  readonly sample: string;
};

const SAMPLE_CHARACTERS = 2_000;

/** JSON.parse takes nesting that JSON.stringify runs out of stack on. */
export function sampleOf(value: unknown): string {
  try {
    return (JSON.stringify(value) ?? String(value)).slice(0, SAMPLE_CHARACTERS);
  } catch {
    return 'nested too deeply to show';
  }
}

/** An event has bookmakers, they have markets, these have outcomes; what is nested deeper is no part of an answer. */
const DEEPEST = 4;

/** The quotes a refused part holds: its outcomes, and at least one. */
export function countQuotes(part: unknown): number {
  const nested = (value: unknown, depth: number): number => {
    if (typeof value !== 'object' || value === null || depth > DEEPEST) return 1;
    for (const list of ['bookmakers', 'markets', 'outcomes']) {
      const items: unknown = (value as Record<string, unknown>)[list];
      if (!Array.isArray(items)) continue;
      return list === 'outcomes'
        ? items.length
        : items.reduce((sum: number, item) => sum + nested(item, depth + 1), 0);
    }
    return 1;
  };
  return Math.max(1, nested(part, 0));
}
