import { table } from './output.ts';
import type { ReplayedMarket, ReplayLosses, ReplayReport } from './replay-betfair.ts';

const RUNG_COLUMNS = 3;

const rungs = (ladder: readonly (readonly [number, number])[]): readonly string[] =>
  Array.from({ length: RUNG_COLUMNS }, (_, i) => {
    const rung = ladder[i];
    return rung === undefined ? '-' : `${rung[0]} (${rung[1].toFixed(2)})`;
  });

const figure = (value: number | null): string => (value === null ? '-' : String(value));

function marketText(id: string, { status, runners }: ReplayedMarket): string {
  const handicaps = runners.some(({ handicap }) => handicap !== 0);
  const head = [
    'runner',
    ...(handicaps ? ['handicap'] : []),
    'back',
    '',
    '',
    'lay',
    '',
    '',
    'last',
    'volume',
  ];
  const rows = runners.map((runner) => [
    String(runner.selectionId),
    ...(handicaps ? [String(runner.handicap)] : []),
    ...rungs(runner.back),
    ...rungs(runner.lay),
    figure(runner.ltp),
    figure(runner.tv),
  ]);
  return `${id}  ${status ?? 'no definition'}\n${table([head, ...rows])}`;
}

/** The report for people: every market with its best three prices a side, size in parentheses. */
export const replayText = ({ messages, markets }: ReplayReport): string =>
  [
    `${messages} messages, ${Object.keys(markets).length} markets`,
    ...Object.entries(markets).map(([id, market]) => marketText(id, market)),
  ].join('\n\n');

/** What was lost on the way, a line each; nothing where nothing was. */
export function lossLines(path: string, losses: ReplayLosses): readonly string[] {
  const { lines, parts, problems, damage } = losses;
  const told = [
    ...damage.map(({ name, message }) => `${name} is damaged: ${message}. What came before is included.`),
    ...(lines > 0 ? [`${path}: ${lines} line(s) are no stream message and were passed over.`] : []),
    ...(parts > 0 ? [`${path}: ${parts} part(s) of messages were malformed and were passed over.`] : []),
  ];
  const samples = problems.map(
    ({ line, name, problem }) =>
      `  ${name}, line ${line}: ${problem.reason}${problem.where === '' ? '' : ` at ${problem.where}`}: ${problem.sample.slice(0, 100)}`,
  );
  return [...told, ...samples];
}
