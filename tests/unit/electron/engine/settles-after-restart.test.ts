import { afterEach, beforeEach, expect, it } from 'vitest';
import { betOnHome, openOddsApiWorld, watchBets } from '../../../support/odds-api-engine.ts';
import { soccerScores, sportsPayload } from '../../../support/odds-api-payloads.ts';
import { temporaryFolder } from '../../../support/serve.ts';

let folder: ReturnType<typeof temporaryFolder>;
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => folder.remove());

const scoresOf = (completed: boolean, home: string) =>
  soccerScores.map((item) => ({
    ...item,
    completed,
    scores: [
      { name: 'Alder Rovers', score: home },
      { name: 'Birch United', score: '1' },
    ],
  }));

it.each([
  ['the odds have dropped its match', sportsPayload],
  ['its sport is over for the season', sportsPayload.map((sport) => ({ ...sport, active: false }))],
])('a bet settles after a restart in play, though %s', async (_, sports) => {
  const { clock, answers, pass, start } = openOddsApiWorld(folder.path);
  const first = await start();
  const id = await betOnHome(first, pass);
  await first.stop();

  // The match began three hours after noon: by now it should be over.
  clock.advance(6 * 3_600_000);
  Object.assign(answers, { sports, odds: [], scores: scoresOf(false, '1') });
  const second = await start();
  const bets = watchBets(second);
  await pass(65_000);
  expect(bets.get(id)?.status).toBe('open');
  answers.scores = scoresOf(true, '2');
  // A match long over is asked for less and less often.
  await pass(31 * 60_000);
  expect(bets.get(id)).toMatchObject({ status: 'settled', result: 'won', profit: 11_00 });
  await second.stop();
});
