import { describe, expect, it, vi } from 'vitest';
import { CLOSE_WITHIN_MS } from '../../shared/domain/closing-price.ts';
import { betAlong, type EndedBet } from '../support/bets-in-replay.ts';
import { needsSharedData, noSharedData, sharedData } from '../support/shared-data.ts';

// Archives of whole seasons are among them.
vi.setConfig({ testTimeout: 60_000 });

const MINUTE_MS = 60_000;
const AGO = /the last came (\d+) minutes before/;

const IN_PLAY = 'It was placed after the start; only bets placed before it have a close.';
const TOO_OLD =
  'No new price of its market came within 10 minutes of the start: the last came … minutes before the start.';

const endOf = ({ end }: EndedBet): string =>
  end.close === null ? (end.noClose ?? 'nothing').replace(AGO, 'the last came … minutes before') : 'close';

/** How many bets ended in which way. */
const counted = (bets: readonly EndedBet[]) =>
  Object.fromEntries([...Map.groupBy(bets, endOf)].map(([end, alike]) => [end, alike.length]));

/** Minutes from the last change of a bet's market to its start, by the prices as they were told. */
const minutesOfSilence = ({ changes, startsAt }: EndedBet): number => {
  const last = changes.findLast((at) => at < startsAt);
  return last === undefined ? Number.NaN : Math.round((startsAt - last) / MINUTE_MS);
};

describe.skipIf(noSharedData)(`bets on recorded markets (${needsSharedData})`, () => {
  it.each([
    // A cricket match, told to its last ball.
    ['betfair/stream/1.200806927.gz', 20, { close: 1 }],
    // A tracker that looked a few times an hour.
    ['odds-timeseries/gutormin_live_odds_tracker_4eff08e.json', 8, { [IN_PLAY]: 1, [TOO_OLD]: 2 }],
    ['odds-timeseries/gutormin_live_odds_tracker_a13c443.json', 10, { [TOO_OLD]: 2 }],
    // Once a day; and tables of opening, morning and close, of the matches bet on none within ten minutes of the start.
    ['odds-timeseries/nhl_daily-snapshots_2023-10_to_2026-01.tar.gz', 5, { [TOO_OLD]: 12 }],
    ['odds-timeseries/nhl-wnba_open-morning-close_2026-02_to_2026-08-01.tar.gz', 30, { [TOO_OLD]: 12 }],
  ])('%s: close, or say why not', async (name, moments, ends) => {
    const bets = await betAlong(`${sharedData}/data/${name}`, { moments, most: 12 });
    expect(counted(bets)).toEqual(ends);
    for (const bet of bets) {
      const { close, noClose } = bet.end;
      const said = AGO.exec(noClose ?? '')?.[1];
      if (said !== undefined) {
        expect(Number(said)).toBe(minutesOfSilence(bet));
        expect(minutesOfSilence(bet)).toBeGreaterThan(CLOSE_WITHIN_MS / MINUTE_MS);
      }
      if (close !== null) {
        expect(close.at).toBeGreaterThan(bet.order.updatedAt);
        expect(bet.changes.some((at) => at <= close.at && at > close.at - CLOSE_WITHIN_MS)).toBe(true);
      }
    }
  });
});
