/** How far a price can be trusted by its age alone, in steps that the eye can tell apart. */
export type AgeStep = 'fresh' | 'ageing' | 'old' | 'stale';

/** Sources that only send changes have no interval; a quiet price is still normal for this long. */
const QUIET_MS = 10_000;
/** Until the engine has said. */
const DEFAULT_LIMIT_MS = 60_000;

/**
 * The step of a price last confirmed `ageMs` ago by a source polled every `cadenceMs` (`null` for streams): missing one
 * poll is ageing, missing three is old. Past `limitMs` it is stale: from there on the engine neither prices with it nor
 * takes an order on it.
 */
export function ageStep(
  ageMs: number,
  cadenceMs: number | null,
  limitMs: number = DEFAULT_LIMIT_MS,
): AgeStep {
  if (ageMs > limitMs) return 'stale';
  const interval = Math.max(cadenceMs ?? 0, QUIET_MS);
  if (ageMs <= interval * 1.5) return 'fresh';
  return ageMs <= interval * 3 ? 'ageing' : 'old';
}

/** Cell classes for the steps that are marked; `step` answers for a row. */
export const ageClasses = <Row>(
  step: (row: Row) => AgeStep | null,
): Readonly<Record<string, (row: Row) => boolean>> => ({
  'is-ageing': (row) => step(row) === 'ageing',
  'is-old': (row) => step(row) === 'old',
  'is-stale': (row) => step(row) === 'stale',
});
