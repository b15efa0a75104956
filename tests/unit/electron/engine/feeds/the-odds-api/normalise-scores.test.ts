import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normaliseScores } from '../../../../../../electron/engine/feeds/the-odds-api/normalise-scores.ts';
import type { EpochMs } from '../../../../../../shared/domain/units.ts';
import { soccerScores } from '../../../../../support/odds-api-payloads.ts';

const at = Date.parse('2026-03-01T16:00:00Z') as EpochMs;
const scoresOf = (change: object) => normaliseScores([{ ...soccerScores[0], ...change }], at);
const team = (home: unknown, away: unknown) => [
  { name: 'Birch United', score: away },
  { name: 'Alder Rovers', score: home },
];

describe('normaliseScores', () => {
  it('reads scores written as text, of the sides by name', () => {
    expect(normaliseScores(soccerScores, at)?.standings).toEqual([
      {
        eventId: 'the-odds-api:0a1b2c3d4e5f60718293a4b5c6d7e8f9',
        startsAt: Date.parse('2026-03-01T15:00:00Z'),
        status: 'ended',
        score: { home: 2, away: 1, at: Date.parse('2026-03-01T16:55:00Z') },
      },
    ]);
    expect(scoresOf({ scores: team(' 3 ', 0) })?.standings[0]?.score).toMatchObject({ home: 3, away: 0 });
  });

  it.each([
    [{ completed: false, scores: null, last_update: null }, 'live'],
    [{ completed: false, scores: null, commence_time: '2026-03-01T19:00:00Z' }, 'scheduled'],
    [{ completed: true, scores: null }, 'ended'],
    [{ completed: true, scores: [] }, 'ended'],
  ])('has no score where there is none: %j is %s', (change, status) =>
    expect(scoresOf(change)).toMatchObject({ standings: [{ status, score: null }], quarantined: [] }),
  );

  it.each([
    [{ scores: team('250/7', '251/3') }, 'unreadable-score'],
    [{ scores: team('', '1') }, 'unreadable-score'],
    [{ scores: team('-1', '1') }, 'unreadable-score'],
    [{ scores: team(null, '1') }, 'unreadable-score'],
    [{ scores: [{ name: 'Alder Rovers', score: '1' }] }, 'unreadable-score'],
    [{ scores: 'none' }, 'malformed-score'],
    [{ completed: 'yes' }, 'malformed-score'],
    [{ commence_time: 'later' }, 'malformed-time'],
  ])('quarantines %j as %s', (change, reason) =>
    expect(scoresOf(change)).toMatchObject({ standings: [], quarantined: [{ reason }] }),
  );

  it('never throws, and accounts for every event', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.jsonValue(), fc.constant(soccerScores[0]))), (payload) => {
        const { standings, quarantined } = normaliseScores(payload, at) ?? { standings: [], quarantined: [] };
        return standings.length + quarantined.length === payload.length;
      }),
    );
    expect(normaliseScores({ success: true }, at)).toBeUndefined();
  });
});
