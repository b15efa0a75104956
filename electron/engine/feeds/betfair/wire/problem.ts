import { sampleOf } from './sample.ts';

export type WireProblemReason =
  | 'not-json'
  | 'not-a-message'
  | 'unknown-op'
  | 'malformed-field'
  | 'malformed-market'
  | 'malformed-definition'
  | 'malformed-runner-definition'
  | 'malformed-runner'
  | 'malformed-ladder-entry'
  | 'ladder-too-long'
  | 'malformed-order'
  | 'malformed-match';

/**
 * A part of a message that was refused; the rest of the message stands. Where `marketId` is known, the book of that
 * market can't be relied on before its next image.
 */
export type WireProblem = {
  readonly reason: WireProblemReason;
  /** From the message down: `mc 1.200806927 / rc 2954281 / atb[3]`. */
  readonly where: string;
  readonly marketId: string | null;
  /** Changes that went with it, by the count of `countChanges`; at least 1. */
  readonly changes: number;
  /** The part as JSON, cut to 2,000 characters. */
  readonly sample: string;
};

/** Collects what is refused while a message is read. */
export interface Refusals {
  refuse(reason: WireProblemReason, where: string, part: unknown, changes?: number): void;
  /** The market whatever follows belongs to; `null` for none. */
  inMarket(id: string | null): void;
  readonly problems: readonly WireProblem[];
}

export function createRefusals(): Refusals {
  const problems: WireProblem[] = [];
  let marketId: string | null = null;
  return {
    refuse(reason, where, part, changes = 1) {
      problems.push({ reason, where, marketId, changes: Math.max(1, changes), sample: sampleOf(part) });
    },
    inMarket(id) {
      marketId = id;
    },
    problems,
  };
}
