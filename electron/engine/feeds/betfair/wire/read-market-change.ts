import { countMarket, countRunner } from './count-changes.ts';
import { readEnvelope } from './envelope.ts';
import { type Fields, fieldsOf, handicapOf, readFields, selectionId } from './fields.ts';
import {
  isKeyedByLevel,
  LADDER_KINDS,
  type LadderChange,
  type LadderKind,
  type MarketChange,
  type MarketChangeMessage,
  type RunnerChange,
} from './messages.ts';
import type { Refusals } from './problem.ts';
import { readDefinition } from './read-definition.ts';

const LADDERS: ReadonlySet<string> = new Set(LADDER_KINDS);
const isLadder = (name: string): name is LadderKind => LADDERS.has(name);

/** Finite numbers, a size not below nothing, a level that can be one. */
function isEntry(value: unknown, byLevel: boolean): value is readonly number[] {
  if (!Array.isArray(value) || value.length !== (byLevel ? 3 : 2)) return false;
  if (!value.every((number) => Number.isFinite(number))) return false;
  const size = value[value.length - 1] as number;
  return size >= 0 && (!byLevel || (Number.isInteger(value[0]) && (value[0] as number) >= 0));
}

function readLadder(
  kind: LadderKind,
  value: unknown,
  where: string,
  refusals: Refusals,
): LadderChange | undefined {
  if (value === undefined || value === null) return undefined;
  if (!Array.isArray(value)) {
    refusals.refuse('malformed-field', `${where}${kind}`, { [kind]: value });
    return undefined;
  }
  const byLevel = isKeyedByLevel(kind);
  const entries: number[] = [];
  value.forEach((entry: unknown, i) => {
    if (isEntry(entry, byLevel)) entries.push(...entry);
    else refusals.refuse('malformed-ladder-entry', `${where}${kind}[${i}]`, entry);
  });
  return { kind, entries };
}

function readRunner(value: unknown, where: string, refusals: Refusals): RunnerChange | undefined {
  const fields = fieldsOf(value);
  const id = selectionId(fields?.['id']);
  const handicap = handicapOf(fields?.['hc']);
  if (fields === undefined || id === undefined || handicap === undefined) {
    refusals.refuse('malformed-runner', where, value, countRunner(value));
    return undefined;
  }
  const inRunner = `${where} / `;
  const read = readFields(fields, inRunner, refusals);
  return {
    id,
    handicap,
    ladders: Object.keys(fields).flatMap((name) =>
      isLadder(name) ? (readLadder(name, fields[name], inRunner, refusals) ?? []) : [],
    ),
    ltp: read.figure('ltp'),
    tv: read.figure('tv'),
    spn: read.figure('spn'),
    spf: read.figure('spf'),
  };
}

function readMarket(value: unknown, at: number, refusals: Refusals): MarketChange | undefined {
  const fields = fieldsOf(value);
  const id = fields?.['id'];
  if (fields === undefined || typeof id !== 'string' || id === '') {
    refusals.refuse('malformed-market', `mc[${at}]`, value, countMarket(value));
    return undefined;
  }
  refusals.inMarket(id);
  const where = `mc ${id}`;
  const inMarket = `${where} / `;
  const read = readFields(fields, inMarket, refusals);
  const definition = fields['marketDefinition'] ?? undefined;
  const market: MarketChange = {
    id,
    image: read.flag('img') ?? false,
    conflated: read.flag('con') ?? false,
    tv: read.figure('tv'),
    definition:
      definition === undefined
        ? undefined
        : readDefinition(definition, `${inMarket}marketDefinition`, refusals),
    runners: read
      .list('rc')
      .flatMap((runner, i) => readRunner(runner, `${inMarket}${runnerName(runner, i)}`, refusals) ?? []),
  };
  refusals.inMarket(null);
  return market;
}

const runnerName = (runner: unknown, at: number): string => {
  const id = selectionId(fieldsOf(runner)?.['id']);
  return id === undefined ? `rc[${at}]` : `rc ${id}`;
};

/** A parsed `mcm`, checked part by part. */
export function readMarketChange(fields: Fields, refusals: Refusals): MarketChangeMessage {
  const read = readFields(fields, '', refusals);
  return {
    op: 'mcm',
    ...readEnvelope(read),
    markets: read.list('mc').flatMap((market, i) => readMarket(market, i, refusals) ?? []),
  };
}
