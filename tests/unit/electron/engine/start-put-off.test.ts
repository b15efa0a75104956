import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Engine } from '../../../../electron/engine/engine.ts';
import type { OpeningClosing } from '../../../../shared/contract/history.ts';
import type { EpochMs } from '../../../../shared/domain/units.ts';
import { betOnHome, listedFixture, openOddsApiWorld, watchBets } from '../../../support/odds-api-engine.ts';
import { NOON } from '../../../support/odds-api-feed.ts';
import { soccerPayload } from '../../../support/odds-api-payloads.ts';
import { temporaryFolder } from '../../../support/serve.ts';

let folder: ReturnType<typeof temporaryFolder>;
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => folder.remove());

const MINUTE = 60_000;
const listedAt = (minutes: number, home: number) =>
  soccerPayload.map((match) => ({
    ...match,
    commence_time: new Date(NOON + minutes * MINUTE).toISOString().replace('.000', ''),
    bookmakers: match.bookmakers.slice(0, 2).map((book) => ({
      ...book,
      markets: book.markets
        .filter(({ key }) => key === 'h2h')
        .map((market) => ({
          ...market,
          outcomes: market.outcomes.map((outcome) =>
            outcome.name === 'Alder Rovers' ? { ...outcome, price: home } : outcome,
          ),
        })),
    })),
  }));

const minutesOf = (at: EpochMs = 0 as EpochMs): number => Math.floor((at - NOON) / MINUTE);

/** Of the home side at Cedarbet, as History shows it. */
async function lineOf(engine: Engine): Promise<OpeningClosing | undefined> {
  const { signal } = new AbortController();
  const lines = await engine.implementations['history.lines'](
    { eventId: listedFixture(engine).event.id },
    { signal },
  );
  return lines.find(
    ({ selectionId, bookId }) => /:match-odds:home$/.test(selectionId) && bookId === 'cedarbet',
  );
}

it.each([
  ['', []],
  [', though the engine started anew in between', ['before']],
  [', though the engine started anew after it was told', ['after']],
])('a start that is put off takes its close with it%s', async (_, restarts: readonly string[]) => {
  const { clock, answers, pass, start } = openOddsApiWorld(folder.path);
  const until = (minutes: number) => pass(NOON + minutes * MINUTE - clock.now());
  let engine = await start();
  const restart = async (when: string) => {
    if (!restarts.includes(when)) return;
    await engine.stop();
    engine = await start();
  };
  answers.odds = listedAt(6, 2.5);
  await until(3);
  const early = await betOnHome(engine, pass, 25_000);
  await until(7);
  expect(listedFixture(engine).event.status).toBe('live');
  const [first] = watchBets(engine).get(early)?.closing ?? [];
  expect(minutesOf(first?.at)).toBe(6);
  expect(first?.fair).toBeCloseTo(0.42, 1);

  await restart('before');
  answers.odds = listedAt(20, 1.8);
  await until(12);
  expect(listedFixture(engine).event.status).toBe('scheduled');
  expect(watchBets(engine).get(early)?.closing).toEqual([]);
  expect(await lineOf(engine)).toMatchObject({ closing: null, startsAt: NOON + 20 * MINUTE });
  const late = await betOnHome(engine, pass, 18_000, 'order-00000002');
  await restart('after');

  await until(21);
  const bets = watchBets(engine);
  const startsAt = bets.get(late)?.closing[0]?.at;
  expect(minutesOf(startsAt)).toBe(20);
  for (const id of [early, late]) {
    const [close] = bets.get(id)?.closing ?? [];
    expect(close).toMatchObject({ against: 'consensus', at: startsAt, closingPrice: 18_000 });
    expect(close?.fair).toBeCloseTo(0.54, 1);
  }
  expect(await lineOf(engine)).toMatchObject({ closing: { price: 18_000 }, startsAt });
  await engine.stop();
});
