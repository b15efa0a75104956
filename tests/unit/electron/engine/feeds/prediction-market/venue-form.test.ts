import { describe, expect, it } from 'vitest';
import { kalshiKind } from '../../../../../../electron/engine/feeds/kalshi/index.ts';
import { polymarketKind } from '../../../../../../electron/engine/feeds/polymarket/index.ts';
import { USUAL_PACE } from '../../../../../../electron/engine/feeds/prediction-market/streaming-source.ts';
import { readVenueForm } from '../../../../../../electron/engine/feeds/prediction-market/venue-form.ts';

const LEAGUES = [
  { id: 'NFL', label: 'NFL' },
  { id: 'EPL', label: 'Premier League' },
];
const leagueById = (id: string) => LEAGUES.find((league) => league.id === id);

describe('the form of a prediction market', () => {
  it('is read as its fields say, in the order chosen', () => {
    const values = {
      leagues: ['EPL', 'gone', 'NFL'],
      depth: 3,
      pollSeconds: 60,
      address: ' http://[::1]:81/ ',
    };
    expect(readVenueForm(values, leagueById)).toEqual({
      leagues: [LEAGUES[1], LEAGUES[0]],
      depth: 3,
      pace: { ...USUAL_PACE, pollMs: 60_000 },
      local: { http: 'http://[::1]:81', socket: 'ws://[::1]:81' },
    });
  });

  it('takes the defaults its fields show where nothing is given', () => {
    const shown = Object.fromEntries(kalshiKind.fields.map(({ name, default: usual }) => [name, usual]));
    expect(readVenueForm({}, leagueById)).toEqual({
      leagues: [],
      depth: shown['depth'],
      pace: { ...USUAL_PACE, pollMs: Number(shown['pollSeconds']) * 1000 },
      local: undefined,
    });
  });

  it.each([kalshiKind, polymarketKind])('refuses servers of others than this machine for $name', (kind) => {
    const check = (address: string) => kind.check?.({ address });
    expect([check(''), check('http://127.0.0.1:8080')]).toEqual([null, null]);
    for (const address of ['https://example.com', 'http://example.com', 'ws://127.0.0.1', 'nowhere'])
      expect(check(address)).toContain('on this machine');
  });

  it.each([kalshiKind, polymarketKind])('offers leagues of $name that it knows', ({ fields }) => {
    const leagues = fields.find(({ name }) => name === 'leagues');
    if (leagues?.type !== 'list') throw new Error('there is no list of leagues');
    expect(leagues.choices.map(({ value }) => value)).toEqual(expect.arrayContaining([...leagues.default]));
  });
});
