import { AXES, DRAW, STRENGTH } from './axes.ts';
import { AVERAGE, CONTRIBUTOR_COUNT, MAXIMUM } from './contributors.ts';

/** Fewer books than this have no average of their own. */
const BOOKS_OF_AN_AVERAGE = 3;

/**
 * The opinions on one market: contributors x axes, `NaN` where a contributor has none, and how many books are behind
 * each. Reused from market to market.
 */
export type Opinions = {
  readonly axes: Float64Array;
  readonly books: Uint8Array;
  /** True where `average` is the mean of the books at hand, because no source published one. */
  averaged: boolean;
};

export const createOpinions = (): Opinions => ({
  axes: new Float64Array(CONTRIBUTOR_COUNT * AXES),
  books: new Uint8Array(CONTRIBUTOR_COUNT),
  averaged: false,
});

export function clearOpinions({ axes, books }: Opinions): void {
  axes.fill(0);
  books.fill(0);
}

/** Adds one book's opinion, given by its axes at `offset` of `from`. Not after `closeOpinions`. */
export function addOpinion(
  opinions: Opinions,
  contributor: number,
  from: Float64Array,
  offset: number,
): void {
  const { axes, books } = opinions;
  const at = contributor * AXES;
  axes[at + STRENGTH] = (axes[at + STRENGTH] as number) + (from[offset + STRENGTH] as number);
  axes[at + DRAW] = (axes[at + DRAW] as number) + (from[offset + DRAW] as number);
  books[contributor] = (books[contributor] as number) + 1;
}

/** Turns the sums into means once all opinions are in; returns how many contributors have one. */
export function closeOpinions(opinions: Opinions): number {
  const { axes, books } = opinions;
  opinions.averaged = false;
  let [strength, draw, count] = [0, 0, 0];
  for (let c = 0; c < CONTRIBUTOR_COUNT; c += 1) {
    if (c === AVERAGE || c === MAXIMUM) continue;
    strength += axes[c * AXES + STRENGTH] as number;
    draw += axes[c * AXES + DRAW] as number;
    count += books[c] as number;
  }
  if (books[AVERAGE] === 0 && count >= BOOKS_OF_AN_AVERAGE) {
    opinions.averaged = true;
    books[AVERAGE] = 1;
    axes[AVERAGE * AXES + STRENGTH] = strength / count;
    axes[AVERAGE * AXES + DRAW] = draw / count;
  }
  let present = 0;
  for (let c = 0; c < CONTRIBUTOR_COUNT; c += 1) {
    const n = books[c] as number;
    if (n > 0) present += 1;
    for (let axis = 0; axis < AXES; axis += 1)
      axes[c * AXES + axis] = n > 0 ? (axes[c * AXES + axis] as number) / n : Number.NaN;
  }
  return present;
}

export const hasOpinion = (axes: Float64Array, contributor: number, from = 0): boolean =>
  !Number.isNaN(axes[from + contributor * AXES] as number);
