import { fieldsOf, handicapOf, readFields, selectionId } from './fields.ts';
import type { MarketDefinition, MarketStatus, RunnerDefinition, RunnerStatus } from './messages.ts';
import type { Refusals } from './problem.ts';

const MARKET_STATUSES: readonly MarketStatus[] = ['INACTIVE', 'OPEN', 'SUSPENDED', 'CLOSED'];
const RUNNER_STATUSES: readonly RunnerStatus[] = [
  'ACTIVE',
  'WINNER',
  'LOSER',
  'PLACED',
  'REMOVED',
  'REMOVED_VACANT',
  'HIDDEN',
];

function readRunner(value: unknown, where: string, refusals: Refusals): RunnerDefinition | undefined {
  const fields = fieldsOf(value);
  const id = selectionId(fields?.['id']);
  const handicap = handicapOf(fields?.['hc']);
  const status = RUNNER_STATUSES.find((known) => known === fields?.['status']);
  if (fields === undefined || id === undefined || handicap === undefined || status === undefined) {
    refusals.refuse('malformed-runner-definition', where, value);
    return undefined;
  }
  const read = readFields(fields, `${where} / `, refusals);
  return {
    id,
    handicap,
    status,
    sortPriority: read.number('sortPriority'),
    name: read.text('name'),
    adjustmentFactor: read.number('adjustmentFactor'),
    removalDate: read.text('removalDate'),
    bsp: read.figure('bsp'),
  };
}

const texts = (items: readonly unknown[]): readonly string[] =>
  items.filter((item): item is string => typeof item === 'string');

function readKeyLine(value: unknown): MarketDefinition['keyLine'] {
  const selections = fieldsOf(value)?.['kl'];
  if (!Array.isArray(selections)) return [];
  return selections.flatMap((selection) => {
    const id = selectionId(fieldsOf(selection)?.['id']);
    const handicap = handicapOf(fieldsOf(selection)?.['hc']);
    return id === undefined || handicap === undefined ? [] : [{ id, handicap }];
  });
}

/**
 * A market's definition; refused whole without a known status or a list of runners, for then nothing could be said of
 * who may be bet on.
 */
export function readDefinition(
  value: unknown,
  where: string,
  refusals: Refusals,
): MarketDefinition | undefined {
  const fields = fieldsOf(value);
  const status = MARKET_STATUSES.find((known) => known === fields?.['status']);
  const runners = fields?.['runners'];
  if (fields === undefined || status === undefined || !Array.isArray(runners)) {
    refusals.refuse('malformed-definition', where, value, Array.isArray(runners) ? 1 + runners.length : 1);
    return undefined;
  }
  const read = readFields(fields, `${where} / `, refusals);
  return {
    status,
    inPlay: read.flag('inPlay') ?? false,
    betDelay: read.number('betDelay') ?? 0,
    runners: runners.flatMap(
      (runner: unknown, i) => readRunner(runner, `${where} / runners[${i}]`, refusals) ?? [],
    ),
    version: read.number('version'),
    eventId: read.text('eventId'),
    eventTypeId: read.text('eventTypeId'),
    marketType: read.text('marketType'),
    bettingType: read.text('bettingType'),
    marketTime: read.text('marketTime'),
    suspendTime: read.text('suspendTime'),
    settledTime: read.text('settledTime'),
    openDate: read.text('openDate'),
    timezone: read.text('timezone'),
    countryCode: read.text('countryCode'),
    venue: read.text('venue'),
    raceType: read.text('raceType'),
    name: read.text('name'),
    eventName: read.text('eventName'),
    suspendReason: read.text('suspendReason'),
    numberOfWinners: read.number('numberOfWinners'),
    numberOfActiveRunners: read.number('numberOfActiveRunners'),
    marketBaseRate: read.number('marketBaseRate'),
    eachWayDivisor: read.number('eachWayDivisor'),
    lineMinUnit: read.number('lineMinUnit'),
    lineMaxUnit: read.number('lineMaxUnit'),
    lineInterval: read.number('lineInterval'),
    bspMarket: read.flag('bspMarket'),
    bspReconciled: read.flag('bspReconciled'),
    turnInPlayEnabled: read.flag('turnInPlayEnabled'),
    persistenceEnabled: read.flag('persistenceEnabled'),
    crossMatching: read.flag('crossMatching'),
    runnersVoidable: read.flag('runnersVoidable'),
    discountAllowed: read.flag('discountAllowed'),
    complete: read.flag('complete'),
    regulators: texts(read.list('regulators')),
    betDelayModels: texts(read.list('betDelayModels')),
    priceLadder: priceLadderOf(fields['priceLadderDefinition']),
    keyLine: readKeyLine(fields['keyLineDefinition']),
  };
}

function priceLadderOf(value: unknown): string | undefined {
  const type = fieldsOf(value)?.['type'];
  return typeof type === 'string' ? type : undefined;
}
