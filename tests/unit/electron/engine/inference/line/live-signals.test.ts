import { describe, expect, it } from 'vitest';
import { createLiveSignals } from '../../../../../../electron/engine/inference/line/index.ts';
import type { HistoricalMatch } from '../../../../../../electron/engine/ports/market-store.ts';
import type { EpochMs } from '../../../../../../shared/domain/units.ts';
import { event } from '../../../../../support/market-fixture.ts';
import { pricesOf, recordedMatch } from '../../../../../support/recorded-match.ts';
import { newestLineVersion } from '../../../../../support/shipped-line.ts';

const version = await newestLineVersion();
const live = (day: string, home = 'Manchester United', away = 'Arsenal') =>
  event({ sport: 'soccer_epl', home, away, startsAt: Date.parse(`${day}T15:00:00Z`) as EpochMs });
const played = (change: Partial<HistoricalMatch> = {}) =>
  recordedMatch({
    playedOn: '2024-09-01',
    home: 'Man United',
    away: 'Arsenal',
    homeGoals: 4,
    odds: [
      ...pricesOf([2.6, 3.4, 2.8]),
      ...pricesOf([2.2, 3.4, 3.4], { book: 'pinnacle', stage: 'closing' }),
    ],
    ...change,
  });

describe('signals of live events', () => {
  it('are those of the imported teams that live names mean', () => {
    const signals = createLiveSignals(version).of(live('2024-08-17'), 0);
    expect(signals?.strength.some((value) => value !== 0)).toBe(true);
  });

  it('are none for teams and leagues that are not known', () => {
    const { of } = createLiveSignals(version);
    expect(of(live('2024-08-17', 'Real Nowhere'), 0)).toBeNull();
    expect(of({ ...live('2024-08-17'), sport: 'soccer_brazil_campeonato' }, 0)).toBeNull();
    expect(of({ ...live('2024-08-17'), sport: 'basketball_nba' }, 0)).toBeNull();
  });

  it('are none once what is remembered is too old, until newer matches are imported', () => {
    const signals = createLiveSignals(version);
    expect(signals.of(live('2026-02-01'), 0)).toBeNull();
    signals.observe([played({ playedOn: '2026-01-10' })]);
    expect(signals.of(live('2026-02-01'), 0)).not.toBeNull();
  });

  it('learn from matches after the version, and not again from those before', () => {
    const told = (matches: readonly HistoricalMatch[]) => {
      const signals = createLiveSignals(version);
      signals.observe(matches);
      return Array.from(signals.of(live('2024-09-14'), 0)?.strength ?? []);
    };
    const nothing = told([]);
    expect(told([played({ playedOn: version.parameters.trainedTo })])).toEqual(nothing);
    expect(told([played()])).not.toEqual(nothing);
  });
});
