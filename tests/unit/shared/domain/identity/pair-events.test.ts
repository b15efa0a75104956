import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type EventNames, pairEvents } from '../../../../../shared/domain/identity/index.ts';
import type { EpochMs } from '../../../../../shared/domain/units.ts';

const HOUR = 3_600_000;
const START = 1_711_800_000_000;
const event = (home: string, away: string, of: Partial<EventNames> = {}): EventNames => ({
  sport: 'soccer_epl',
  competition: 'EPL',
  home,
  away,
  startsAt: START as EpochMs,
  ...of,
});
const at = (hours: number): Pick<EventNames, 'startsAt'> => ({ startsAt: (START + hours * HOUR) as EpochMs });

describe('one pair', () => {
  const outcome = (one: EventNames, two: EventNames): string => {
    const { matched, doubtful } = pairEvents([one], [two]);
    if (matched[0]) return matched[0].comparison.swapped ? 'swapped' : 'matched';
    return doubtful[0] ? 'doubtful' : 'unmatched';
  };
  const wolves = event('Wolverhampton Wanderers', 'Aston Villa');

  test.each([
    ['the same names', event('Wolves', 'Aston Villa'), 'matched'],
    ['an hour apart, as a wrong zone has it', event('Wolves', 'Aston Villa', at(1)), 'matched'],
    ['three hours apart', event('Wolves', 'Aston Villa', at(3)), 'doubtful'],
    ['a day apart', event('Wolves', 'Aston Villa', at(24)), 'unmatched'],
    ['the other way round', event('Aston Villa', 'Wolves'), 'swapped'],
    [
      'the other way round in a competition no table knows',
      event('Aston Villa', 'Wolves', { sport: 'soccer', competition: 'Trophy' }),
      'doubtful',
    ],
    [
      "women's teams",
      event('Wolves', 'Aston Villa', { sport: 'soccer', competition: "FA Women's Super League" }),
      'unmatched',
    ],
    [
      'another competition',
      event('Wolves', 'Aston Villa', { sport: 'soccer_fa_cup', competition: 'FA Cup' }),
      'doubtful',
    ],
    ['one side cut short, the rest the same', event('Wolves', 'Villa'), 'matched'],
    ['one side unknown, the rest the same', event('Wolves', 'Claret and Blues'), 'doubtful'],
    ['one side known to be another', event('Birmingham City', 'Aston Villa'), 'unmatched'],
    [
      'another sport',
      event('Wolves', 'Aston Villa', { sport: 'basketball_nba', competition: 'NBA' }),
      'unmatched',
    ],
  ])('%s', (_name, other, expected) => {
    expect(outcome(wolves, other)).toBe(expected);
    expect(outcome(other, wolves)).toBe(expected);
  });

  test('two games of a day are told apart by their start, and one is not taken for the other', () => {
    const of = (hours: number) =>
      event('Mets', 'Pirates', { sport: 'baseball_mlb', competition: 'MLB', ...at(hours) });
    const { matched } = pairEvents([of(0), of(4)], [of(4), of(0)]);
    expect(matched.map(({ left, right }) => right.startsAt - left.startsAt)).toEqual([0, 0]);
    expect(pairEvents([of(0)], [of(4)]).matched).toEqual([]);
  });

  test('players of a court are matched though sources give other times', () => {
    const of = (home: string, away: string, hours: number) =>
      event(home, away, { sport: 'tennis_atp', competition: 'ATP', ...at(hours) });
    expect(outcome(of('Djokovic N.', 'Murray A.', 0), of('Andy Murray', 'Novak Djokovic', 2))).toBe(
      'swapped',
    );
    expect(outcome(of('Djokovic N.', 'Murray A.', 0), of('Jamie Murray', 'Novak Djokovic', 2))).toBe(
      'unmatched',
    );
  });

  test('two that are as near are not chosen between', () => {
    const twins = [event('Wolves', 'Aston Villa'), event('Wolverhampton Wanderers', 'Aston Villa')];
    const { matched, doubtful } = pairEvents([wolves], twins);
    expect(matched).toEqual([]);
    expect(doubtful).toHaveLength(1);
  });
});

/** Names of clubs that share words, as sources cut them differently. */
const WORDS = [
  'Real',
  'United',
  'Ashford',
  'Birch',
  'Cedar',
  'City',
  'Elm',
  'Dinamo',
  'B',
  'II',
  'FC',
  'Town',
];
const name = fc
  .array(fc.constantFrom(...WORDS), { minLength: 1, maxLength: 3 })
  .map((words) => words.join(' '));
const anyEvent = fc
  .record({ home: name, away: name, hours: fc.integer({ min: 0, max: 6 }) })
  .map(({ home, away, hours }) => event(home, away, at(hours)));
const events = fc.array(anyEvent, { maxLength: 12 });
const key = ({ home, away, startsAt }: EventNames): string => `${home} v ${away} ${startsAt}`;

describe('lists', () => {
  test('are matched one to one, whatever their order', () => {
    fc.assert(
      fc.property(events, events, fc.infiniteStream(fc.nat()), (left, right, order) => {
        const { matched } = pairEvents(left, right);
        expect(new Set(matched.map((pair) => pair.left)).size).toBe(matched.length);
        expect(new Set(matched.map((pair) => pair.right)).size).toBe(matched.length);
        const shuffled = <T>(items: readonly T[]): T[] =>
          items
            .map((item) => [order.next().value ?? 0, item] as const)
            .sort(([a], [b]) => a - b)
            .map(([, item]) => item);
        const again = pairEvents(shuffled(left), shuffled(right)).matched;
        const pairsOf = (pairs: typeof matched) =>
          pairs.map((pair) => `${key(pair.left)} = ${key(pair.right)}`).sort();
        expect(pairsOf(again)).toEqual(pairsOf(matched));
      }),
    );
  });

  test('are compared the same from either side', () => {
    fc.assert(
      fc.property(events, events, (left, right) => {
        const there = pairEvents(left, right).matched.map((pair) => `${key(pair.left)} = ${key(pair.right)}`);
        const back = pairEvents(right, left).matched.map((pair) => `${key(pair.right)} = ${key(pair.left)}`);
        expect(back.sort()).toEqual(there.sort());
      }),
    );
  });

  test('a matched event has no other pair that comes near', () => {
    fc.assert(
      fc.property(events, events, (left, right) => {
        for (const { comparison, rival } of pairEvents(left, right).matched) {
          expect(comparison.score).toBeGreaterThanOrEqual(0.9 - 1e-9);
          expect(comparison.score - rival).toBeGreaterThanOrEqual(0.15);
        }
      }),
    );
  });
});
