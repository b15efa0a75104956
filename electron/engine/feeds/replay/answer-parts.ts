import type { EpochMs } from '../../../../shared/domain/units.ts';

/** An answer of The Odds API to what was offered at a moment. */
export type Envelope = { readonly at: EpochMs; readonly events: readonly unknown[] };

/**
 * Outcomes told at once, more where one event has more: what a payload leads to is done in one go, ten milliseconds'
 * worth. Each event is told in one, or prices of two moments would stand side by side.
 */
const PART_OUTCOMES = 300;

const listIn = (value: unknown, name: string): readonly unknown[] => {
  if (typeof value !== 'object' || value === null) return [];
  const list: unknown = (value as Readonly<Record<string, unknown>>)[name];
  return Array.isArray(list) ? list : [];
};

function outcomesOf(event: unknown): number {
  let outcomes = 0;
  for (const book of listIn(event, 'bookmakers'))
    for (const market of listIn(book, 'markets')) outcomes += listIn(market, 'outcomes').length;
  return outcomes;
}

/** An answer in parts that name other events each; one of few outcomes as it stands in `body`. */
export function* answerParts(body: Uint8Array, { at, events }: Envelope): Generator<Uint8Array, void, void> {
  const outcomes = events.map(outcomesOf);
  if (events.length < 2 || outcomes.reduce((sum, each) => sum + each, 0) <= PART_OUTCOMES) {
    yield body;
    return;
  }
  const timestamp = new Date(at).toISOString();
  const part = (data: readonly unknown[]) => Buffer.from(JSON.stringify({ timestamp, data }), 'utf8');
  let from = 0;
  let held = 0;
  for (const [index, each] of outcomes.entries()) {
    if (held > 0 && held + each > PART_OUTCOMES) {
      yield part(events.slice(from, index));
      from = index;
      held = 0;
    }
    held += each;
  }
  yield part(events.slice(from));
}
