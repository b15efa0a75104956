import type { EventMatch, LearnedAlias, MatchDecision } from '../../../shared/contract/matching.ts';
import { createRankedRows, type RankedRow, type RankedRows } from '../../grid/index.ts';
import { fillLasting } from '../../stores/engine-streams.ts';
import { createTable, type Table } from '../../stores/table.ts';
import { engine } from '../../transport/engine.ts';

export type MatchState = EventMatch['state'];
export type MatchRow = RankedRow<EventMatch>;
export type AliasRow = RankedRow<LearnedAlias>;
export type DecisionRow = RankedRow<MatchDecision>;

export const MATCH_STATES: readonly MatchState[] = ['doubtful', 'unmatched', 'matched', 'rejected'];

export type MatchLists = Readonly<Record<MatchState, RankedRows<EventMatch>>>;

/** Likeliest first where one is to decide; else as they start. */
const soonest = (one: EventMatch, two: EventMatch): number =>
  one.event.startsAt - two.event.startsAt || one.event.home.localeCompare(two.event.home, 'en');
const likeliest = (one: EventMatch, two: EventMatch): number => two.score - one.score || soonest(one, two);

/** Events by what became of them. `onCounts` hears when an event changed lists. */
export function createMatchLists(table: Table<EventMatch>, onCounts: () => void): MatchLists {
  const list = (compare: typeof soonest) => createRankedRows<EventMatch>({ compare, keepGone: false });
  const lists: MatchLists = {
    doubtful: list(likeliest),
    unmatched: list(soonest),
    matched: list(soonest),
    rejected: list(soonest),
  };
  const place = (id: string, match: EventMatch | undefined) => {
    for (const state of MATCH_STATES) if (state !== match?.state) lists[state].remove(id);
    if (match) lists[match.state].put(id, match);
  };
  for (const match of table.values()) place(match.id, match);
  table.subscribe((changes) => {
    for (const [id, match] of changes) place(id, match);
    onCounts();
  });
  return lists;
}

/** A table's rows as a list, newest first. */
export function createNewestRows<T>(table: Table<T>, at: (item: T) => number): RankedRows<T> {
  const rows = createRankedRows<T>({ compare: (one, two) => at(two) - at(one), keepGone: false });
  table.subscribe((changes) => {
    for (const [id, item] of changes)
      if (item === undefined) rows.remove(id);
      else rows.put(id, item);
  });
  return rows;
}

export const aliasKey = ({ sport, name }: Pick<LearnedAlias, 'sport' | 'name'>): string => `${sport}/${name}`;

export const matches = createTable<EventMatch>();
export const aliases = createTable<LearnedAlias>();
export const decisions = createTable<MatchDecision>();

/** Fills the tables; answers with what stops it. `onFail` hears when the engine stops telling. */
export function watchMatching(onFail: (message: string) => void): () => void {
  const failed = (error: { readonly message: string }) => onFail(error.message);
  const stops = [
    engine().watch(
      'matching.watch',
      {},
      fillLasting(matches, ({ id }) => id, 'removed', failed),
    ),
    engine().watch('matching.aliases', {}, fillLasting(aliases, aliasKey, 'removed', failed)),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}
