import { type EventNames, pairEvents } from '../../shared/domain/identity/index.ts';
import type { EpochMs } from '../../shared/domain/units.ts';
import { createSeededRandom } from '../support/seeded-random.ts';
import { type Bench, operationsPerCpuSecond } from './bench.ts';

const EVENTS = 2000;
const SYLLABLES = [
  'al',
  'ber',
  'cor',
  'den',
  'el',
  'for',
  'gal',
  'hol',
  'in',
  'kar',
  'lon',
  'mar',
  'nor',
  'os',
  'per',
  'ros',
];
const KINDS = ['United', 'City', 'Rovers', 'Town', 'Athletic', 'Sporting', 'Wanderers', ''];

/** Two thousand football matches over one weekend, each told by two sources in their own ways: the densest hours. */
function weekend(): { readonly left: readonly EventNames[]; readonly right: readonly EventNames[] } {
  const random = createSeededRandom(11);
  const of = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)] as T;
  const word = () => {
    const text = of(SYLLABLES) + of(SYLLABLES) + of(SYLLABLES);
    return text[0]?.toUpperCase() + text.slice(1);
  };
  const name = () => `${word()} ${of(KINDS)}`.trim();
  const start = Date.UTC(2026, 2, 28, 12);
  const left = Array.from(
    { length: EVENTS },
    (): EventNames => ({
      sport: 'soccer_epl',
      competition: 'EPL',
      home: name(),
      away: name(),
      startsAt: (start + Math.floor(random() * 32) * 900_000) as EpochMs,
    }),
  );
  const right = left.map(
    (event): EventNames => ({
      ...event,
      sport: 'soccer',
      competition: 'English Premier League',
      home: `${event.home} FC`,
      away: event.away.replace('United', 'Utd'),
    }),
  );
  return { left, right };
}

/** Which of 2,000 events of one source are which of 2,000 of another. */
export const bench: Bench = {
  name: 'event-matching',
  run() {
    const { left, right } = weekend();
    let matched = 0;
    const perSecond = operationsPerCpuSecond(() => {
      matched = pairEvents(left, right).matched.length;
      return 1;
    });
    return {
      unit: 'matchings of 2,000 x 2,000 events a second',
      ours: Number(perSecond.toFixed(2)),
      theirs: 1,
      against: 'the target of one second',
      ratio: perSecond,
      target: 1,
      detail: { matched, milliseconds: Math.round(1000 / perSecond) },
    };
  },
};
