import { readEnvelope } from './envelope.ts';
import { type Fields, fieldsOf, handicapOf, readFields, selectionId } from './fields.ts';
import type {
  Matched,
  OrderChangeMessage,
  OrderMarketChange,
  OrderRunnerChange,
  StrategyMatches,
  StreamOrder,
} from './messages.ts';
import type { Refusals } from './problem.ts';

const lengthOf = (value: unknown): number => (Array.isArray(value) ? value.length : 0);

/** As `countChanges` counts them, of a part as it came. */
function countRunner(value: unknown): number {
  const fields = fieldsOf(value);
  if (fields === undefined) return 1;
  const strategies = Object.values(fieldsOf(fields['smc']) ?? {});
  return strategies.reduce(
    (sum: number, strategy) =>
      sum + 1 + lengthOf(fieldsOf(strategy)?.['mb']) + lengthOf(fieldsOf(strategy)?.['ml']),
    1 + lengthOf(fields['uo']) + lengthOf(fields['mb']) + lengthOf(fields['ml']),
  );
}

const countMarket = (value: unknown): number => {
  const runners = fieldsOf(value)?.['orc'];
  return Array.isArray(runners) ? runners.reduce((sum: number, runner) => sum + countRunner(runner), 1) : 1;
};

const isSize = (value: unknown): value is number => Number.isFinite(value) && (value as number) >= 0;

/** Without an id, a side, a state and what is matched and remains, an order can't be acted upon. */
function readOrder(value: unknown, where: string, refusals: Refusals): StreamOrder | undefined {
  const fields = fieldsOf(value) ?? {};
  const { id, side, status, ot, sm, sr } = fields;
  const betId = typeof id === 'number' && Number.isSafeInteger(id) ? String(id) : id;
  if (
    typeof betId !== 'string' ||
    betId === '' ||
    (side !== 'B' && side !== 'L') ||
    (status !== 'E' && status !== 'EC') ||
    (ot !== 'L' && ot !== 'LOC' && ot !== 'MOC') ||
    !isSize(sm) ||
    !isSize(sr)
  ) {
    refusals.refuse('malformed-order', where, value);
    return undefined;
  }
  const read = readFields(fields, `${where} / `, refusals);
  return {
    betId,
    side,
    status,
    persistence: read.choice('pt', ['L', 'P', 'MOC']),
    orderType: ot,
    price: read.number('p'),
    size: read.number('s'),
    bspLiability: read.number('bsp'),
    placedDate: read.number('pd'),
    matchedDate: read.number('md'),
    cancelledDate: read.number('cd'),
    lapsedDate: read.number('ld'),
    lapseReason: read.text('lsrc'),
    averagePriceMatched: read.number('avp'),
    sizeMatched: sm,
    sizeRemaining: sr,
    sizeLapsed: read.number('sl') ?? 0,
    sizeCancelled: read.number('sc') ?? 0,
    sizeVoided: read.number('sv') ?? 0,
    orderRef: read.text('rfo') ?? '',
    strategyRef: read.text('rfs') ?? '',
    regulatorCode: read.text('rc'),
    regulatorAuthCode: read.text('rac'),
  };
}

function readMatched(items: readonly unknown[], where: string, refusals: Refusals): Matched {
  const matched: number[] = [];
  items.forEach((item, i) => {
    if (Array.isArray(item) && item.length === 2 && Number.isFinite(item[0]) && isSize(item[1]))
      matched.push(item[0] as number, item[1]);
    else refusals.refuse('malformed-match', `${where}[${i}]`, item);
  });
  return matched;
}

function readStrategies(value: unknown, where: string, refusals: Refusals): readonly StrategyMatches[] {
  if (value === undefined || value === null) return [];
  const strategies = fieldsOf(value);
  if (strategies === undefined) {
    refusals.refuse('malformed-field', where, value);
    return [];
  }
  return Object.entries(strategies).flatMap(([strategyRef, matches]) => {
    const inStrategy = `${where} ${JSON.stringify(strategyRef)}`;
    const fields = fieldsOf(matches);
    if (fields === undefined) {
      refusals.refuse('malformed-match', inStrategy, matches);
      return [];
    }
    const read = readFields(fields, `${inStrategy} / `, refusals);
    return {
      strategyRef,
      backs: readMatched(read.list('mb'), `${inStrategy} / mb`, refusals),
      lays: readMatched(read.list('ml'), `${inStrategy} / ml`, refusals),
    };
  });
}

function readRunner(value: unknown, where: string, refusals: Refusals): OrderRunnerChange | undefined {
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
    fullImage: read.flag('fullImage') ?? false,
    orders: read.list('uo').flatMap((order, i) => readOrder(order, `${inRunner}uo[${i}]`, refusals) ?? []),
    backs: readMatched(read.list('mb'), `${inRunner}mb`, refusals),
    lays: readMatched(read.list('ml'), `${inRunner}ml`, refusals),
    strategies: readStrategies(fields['smc'], `${inRunner}smc`, refusals),
  };
}

function readMarket(value: unknown, at: number, refusals: Refusals): OrderMarketChange | undefined {
  const fields = fieldsOf(value);
  const id = fields?.['id'];
  if (fields === undefined || typeof id !== 'string' || id === '') {
    refusals.refuse('malformed-market', `oc[${at}]`, value, countMarket(value));
    return undefined;
  }
  refusals.inMarket(id);
  const inMarket = `oc ${id} / `;
  const read = readFields(fields, inMarket, refusals);
  const market: OrderMarketChange = {
    id,
    accountId: read.number('accountId'),
    closed: read.flag('closed') ?? false,
    fullImage: read.flag('fullImage') ?? false,
    runners: read
      .list('orc')
      .flatMap((runner, i) => readRunner(runner, `${inMarket}orc[${i}]`, refusals) ?? []),
  };
  refusals.inMarket(null);
  return market;
}

/** A parsed `ocm`, checked part by part. */
export function readOrderChange(fields: Fields, refusals: Refusals): OrderChangeMessage {
  const read = readFields(fields, '', refusals);
  return {
    op: 'ocm',
    ...readEnvelope(read),
    markets: read.list('oc').flatMap((market, i) => readMarket(market, i, refusals) ?? []),
  };
}
