import { fieldsOf } from './fields.ts';
import {
  isKeyedByLevel,
  LADDER_KINDS,
  type MarketChange,
  type OrderMarketChange,
  type StreamMessage,
} from './messages.ts';

const lengthOf = (value: unknown): number => (Array.isArray(value) ? value.length : 0);
const FIGURES = ['ltp', 'tv', 'spn', 'spf'];

/** Of a runner change as it came: itself, its figures, the entries of its ladders. */
export function countRunner(value: unknown): number {
  const fields = fieldsOf(value);
  if (fields === undefined) return 1;
  const told = FIGURES.filter((name) => fields[name] !== undefined && fields[name] !== null).length;
  return LADDER_KINDS.reduce((sum, kind) => sum + lengthOf(fields[kind]), 1 + told);
}

/** Of a market change as it came: itself, its volume, its definition with its runners, its runner changes. */
export function countMarket(value: unknown): number {
  const fields = fieldsOf(value);
  if (fields === undefined) return 1;
  const definition = fields['marketDefinition'] ?? undefined;
  const defined = definition === undefined ? 0 : 1 + lengthOf(fieldsOf(definition)?.['runners']);
  const runners = Array.isArray(fields['rc']) ? fields['rc'] : [];
  const volume = (fields['tv'] ?? undefined) === undefined ? 0 : 1;
  return runners.reduce((sum: number, runner) => sum + countRunner(runner), 1 + volume + defined);
}

const told = (...figures: readonly unknown[]): number =>
  figures.reduce((sum: number, figure) => sum + (figure === undefined ? 0 : 1), 0);

const countReadMarket = ({ tv, definition, runners }: MarketChange): number => {
  let count = 1 + told(tv) + (definition ? 1 + definition.runners.length : 0);
  for (const { ladders, ltp, tv: volume, spn, spf } of runners) {
    count += 1 + told(ltp, volume, spn, spf);
    for (const { kind, entries } of ladders) count += entries.length / (isKeyedByLevel(kind) ? 3 : 2);
  }
  return count;
};

const countReadOrders = ({ runners }: OrderMarketChange): number => {
  let count = 1;
  for (const { orders, backs, lays, strategies } of runners) {
    count += 1 + orders.length + (backs.length + lays.length) / 2;
    for (const strategy of strategies) count += 1 + (strategy.backs.length + strategy.lays.length) / 2;
  }
  return count;
};

/**
 * Changes in a message that was read: 1 for itself, for each market, definition, defined runner, runner change, figure,
 * ladder entry, order and matched price. With those of its problems it makes up what was received.
 */
export function countChanges(message: StreamMessage): number {
  if (message.op === 'mcm') return message.markets.reduce((sum, market) => sum + countReadMarket(market), 1);
  if (message.op === 'ocm') return message.markets.reduce((sum, market) => sum + countReadOrders(market), 1);
  return 1;
}
