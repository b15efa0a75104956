import { readdirSync, readFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { normaliseOdds } from '../../electron/engine/feeds/the-odds-api/normalise-odds.ts';
import { normaliseScores } from '../../electron/engine/feeds/the-odds-api/normalise-scores.ts';
import { detectOddsFormat } from '../../electron/engine/feeds/the-odds-api/odds-format.ts';
import { priceOddsApi } from '../../electron/hosts/cli/price-odds-api.ts';
import { quoteKey } from '../../shared/domain/quote.ts';
import type { Currency, EpochMs } from '../../shared/domain/units.ts';
import { type FeedRig, openFeedRig } from '../support/odds-api-feed.ts';
import { needsSharedData, noSharedData, sharedData } from '../support/shared-data.ts';

const folder = `${sharedData}/data/odds-api`;
const filesLike = (pattern: RegExp) =>
  noSharedData
    ? ['none']
    : readdirSync(folder).filter((name) => pattern.test(name) && name.endsWith('.json'));
const read = (file: string) => readFileSync(`${folder}/${file}`, 'utf8');

type Recorded = {
  id: string;
  commence_time: string;
  sport_key: string;
  home_team: string;
  bookmakers: {
    key: string;
    markets: { key: string; outcomes: { name: string; price: number; point?: number }[] }[];
  }[];
};

/** The file read again in the plainest way: what there is of everything. */
function plainly(file: string) {
  const events = JSON.parse(read(file)) as Recorded[];
  const rows = events.flatMap((event) =>
    event.bookmakers.flatMap((book) =>
      book.markets.flatMap((market) => market.outcomes.map((outcome) => ({ event, book, market, outcome }))),
    ),
  );
  const marketKeys = rows.map(({ event, market, outcome }) => {
    if (market.key === 'totals') return `${event.id} totals ${outcome.point}`;
    if (market.key !== 'spreads') return `${event.id} winner`;
    const point = outcome.point ?? Number.NaN;
    return `${event.id} spreads ${(outcome.name === event.home_team ? point : -point) + 0}`;
  });
  return {
    events: events.length,
    rows,
    books: new Set(rows.map(({ book }) => book.key)).size,
    markets: new Set(marketKeys).size,
    lay: rows.filter(({ market }) => market.key === 'h2h_lay').length,
    format: rows.some(({ outcome }) => outcome.price < 0) ? 'american' : 'decimal',
  } as const;
}

describe.skipIf(noSharedData)(`recorded v4 odds (${needsSharedData})`, () => {
  it.each(filesLike(/^v4_odds_/))('accounts for every row of %s', (file) => {
    const plain = plainly(file);
    const { counts, quotes, fixtures, books, quarantined } = normaliseOdds(JSON.parse(read(file)), {
      oddsFormat: plain.format,
      receivedAt: 1_800_000_000_000 as EpochMs,
      currency: 'EUR' as Currency,
    });
    expect(quarantined).toEqual([]);
    expect(counts).toEqual({
      received: plain.rows.length,
      used: plain.rows.length,
      duplicate: 0,
      quarantined: 0,
    });
    expect(fixtures).toHaveLength(plain.events);
    expect(books).toHaveLength(plain.books);
    expect(fixtures.flatMap(({ markets }) => markets)).toHaveLength(plain.markets);
    expect(quotes.filter(({ side }) => side === 'lay')).toHaveLength(plain.lay);
    expect(new Set(quotes.map(quoteKey)).size).toBe(plain.rows.length);
    expect(detectOddsFormat(plain.rows.map(({ outcome }) => outcome.price))).toBe(plain.format);
    // Row by row the same price, by the textbook formula.
    plain.rows.forEach(({ outcome: { price } }, index) => {
      const decimal = plain.format === 'decimal' ? price : price > 0 ? 1 + price / 100 : 1 - 100 / price;
      expect(Math.abs((quotes[index]?.levels[0]?.price ?? 0) - decimal * 10_000)).toBeLessThanOrEqual(
        0.5 + 1e-6,
      );
    });
  });

  it.each(filesLike(/^v4_odds_/))('prices every market of %s', (file) => {
    const plain = plainly(file);
    const result = priceOddsApi(read(file));
    if (!result.ok) throw new Error(result.message);
    const { events, counts, oddsFormat } = result.report;
    expect(oddsFormat).toBe(plain.format);
    expect(counts.used).toBe(plain.rows.length);
    const markets = events.flatMap((event) => event.markets);
    expect(markets).toHaveLength(plain.markets);
    const prices = markets.flatMap(({ books }) =>
      books.flatMap((book) => [...book.prices, ...(book.lay ?? [])]),
    );
    expect(prices.filter((price) => price !== null)).toHaveLength(plain.rows.length);
    for (const { selections, books } of markets) {
      const fair = selections.map((selection) => selection.fair);
      if (books.every((book) => book.fair === null)) expect(fair.every((value) => value === null)).toBe(true);
      else expect(fair.reduce<number>((sum, value) => sum + (value ?? 0), 0)).toBeCloseTo(1, 9);
    }
  });

  it('reads the recorded scores', () => {
    const file = 'v4_scores_nfl_2022-10.json';
    const rows = JSON.parse(read(file)) as { completed: boolean; scores: unknown[] | null }[];
    const scores = normaliseScores(rows, 1_800_000_000_000 as EpochMs);
    expect(scores?.quarantined).toEqual([]);
    expect(scores?.standings).toHaveLength(rows.length);
    const ended = scores?.standings.filter(({ status }) => status === 'ended');
    expect(ended).toHaveLength(rows.filter(({ completed }) => completed).length);
    const scored = scores?.standings.filter(({ score }) => score !== null);
    expect(scored).toHaveLength(rows.filter((row) => row.scores !== null).length);
  });

  it.each([
    ...filesLike(/^v3_|^v4_scores|^v4_sports|^errors/),
    '_other-vendors/espn_scoreboard_nba_2022-11-23.json',
    '_other-vendors/football-data-org_matches_2024.json',
  ])('says that %s is no odds payload', (file) => {
    expect(priceOddsApi(read(file))).toMatchObject({
      ok: false,
      code: 'wrong-format',
      message: expect.stringMatching(/\/v4\/sports\/\{sport\}\/odds|v4/),
    });
  });
});

describe.skipIf(noSharedData)(`recorded v4 odds over HTTP (${needsSharedData})`, () => {
  let rig: FeedRig | undefined;
  afterEach(() => rig?.close());

  it.each(filesLike(/^v4_odds_/))('fills the feed from %s', async (file) => {
    const plain = plainly(file);
    const sport = plain.rows[0]?.event.sport_key ?? '';
    const starts = plain.rows.map(({ event }) => Date.parse(event.commence_time));
    rig = await openFeedRig({
      // An hour before the last of them starts: some may be under way, as they were.
      now: starts.reduce((last, start) => Math.max(last, start), 0) - 3_600_000,
      server: {
        sports: JSON.parse(read('v4_sports_all_2024.json')).concat({
          key: sport,
          title: sport,
          active: true,
        }),
        odds: { [sport]: JSON.parse(read(file)) },
      },
      config: { sports: [sport], oddsFormat: plain.format },
    });
    await rig.start();
    await rig.settled(`/${sport}/odds`, 1);
    expect(rig.source.health()).toMatchObject({
      state: 'live',
      counts: { received: plain.rows.length, used: plain.rows.length },
    });
    expect(rig.told('event')).toHaveLength(plain.events);
    expect(rig.told('quotes').flatMap(({ quotes }) => quotes)).toHaveLength(plain.rows.length);
  });
});
