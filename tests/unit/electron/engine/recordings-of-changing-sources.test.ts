import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Engine } from '../../../../electron/engine/engine.ts';
import type { Http } from '../../../../electron/engine/ports/http.ts';
import type { EngineMarket } from '../../../../electron/engine/services/market-feeds.ts';
import { marketFor } from '../../../../electron/hosts/launch-market.ts';
import type { MarketChoice, Recording, ReplayState } from '../../../../shared/contract/recordings.ts';
import type { SourceId } from '../../../../shared/domain/units.ts';
import { createManualClock } from '../../../support/manual-clock.ts';
import { NOON } from '../../../support/odds-api-feed.ts';
import { soccerPayload, sportsPayload, TEST_KEY } from '../../../support/odds-api-payloads.ts';
import { openEngine } from '../../../support/open-engine.ts';
import { temporaryFolder } from '../../../support/serve.ts';
import { createStubSecrets, NO_HTTP } from '../../../support/stub-ports.ts';

let folder: ReturnType<typeof temporaryFolder>;
let engines: Engine[];
let clock: ReturnType<typeof createManualClock>;
beforeEach(() => {
  clock = createManualClock(NOON);
  folder = temporaryFolder();
  engines = [];
});
afterEach(async () => {
  for (const engine of engines) await engine.stop();
  folder.remove();
});

const context = { signal: new AbortController().signal };
const ODDS_API = 'the-odds-api' as SourceId;
const http: Http = {
  ...NO_HTTP,
  get(url) {
    const value = new URL(url).pathname.endsWith('/odds') ? soccerPayload : sportsPayload;
    const body = new TextEncoder().encode(JSON.stringify(value));
    return Promise.resolve({ ok: true, status: 200, headers: {}, body, elapsedMs: 1 });
  },
};
const turns = async () => {
  for (let turn = 0; turn < 20; turn += 1) await new Promise<void>((resolve) => setImmediate(resolve));
};
const pass = async (ms: number) => {
  for (let left = ms; left > 0; left -= 100) {
    clock.advance(Math.min(100, left));
    await turns();
  }
};

async function start(
  name: string,
  market: EngineMarket,
  reopen?: (choice: MarketChoice) => Promise<string | null>,
): Promise<Engine['implementations']> {
  const engine = await openEngine(join(folder.path, name), market, {
    clock,
    http,
    secrets: createStubSecrets({ 'the-odds-api': TEST_KEY }),
    ...(reopen === undefined ? {} : { reopen }),
  });
  engines.push(engine);
  return engine.implementations;
}
const follow = (engine: Engine['implementations'], ...sports: readonly string[]) =>
  engine['sources.save'](
    { id: ODDS_API, enabled: true, values: { sports }, maximumAgeMs: null, secrets: {} },
    context,
  );

it('is one file for each set of sources, the first of which replays by itself', async () => {
  const live = await start('live', { mode: 'paper', given: [] });
  await expect(live['recordings.start']({}, context)).rejects.toThrow('Add a source first');
  const told: Recording[] = [];
  void live['recordings.watch']({}, (recording) => told.push(recording), context);

  await follow(live, 'soccer_epl');
  const first = await live['recordings.start']({}, context);
  await turns();
  await follow(live, 'soccer_epl', 'soccer_italy_serie_a');
  await turns();
  await live['sources.remove']({ id: ODDS_API, forget: false }, context);
  await expect(live['recordings.stop']({}, context)).rejects.toThrow('Nothing is being recorded');

  const ended = told.filter(({ state }) => state === 'complete');
  expect(ended.map(({ id }) => id)).toEqual([first.id, expect.not.stringContaining(first.id)]);
  expect(ended.map(({ remark }) => remark)).toEqual([
    expect.stringContaining('a new one goes on'),
    expect.stringContaining('No source is on any more'),
  ]);
  // The second has no prices yet: what was paid for a moment ago is not asked again at once.
  const payloads = ended[0]?.payloads ?? 0;
  expect(payloads).toBeGreaterThan(0);
  const file = join(folder.path, 'live', 'recordings', first.id);
  const replay = await start('replay', { mode: 'replay', file, speed: 1000 });
  const fixtures = new Set<string>();
  void replay['fixtures.watch']({}, ({ event }) => fixtures.add(event.home), context);
  await turns();
  await replay['replay.step']({ payloads }, context);
  await turns();
  expect([...fixtures]).toContain(soccerPayload[0]?.home_team);
});

it('is replayed without the model that priced it, says so, and says why it can not go back', async () => {
  const live = await start('live', { mode: 'paper', given: [] });
  const settings = await live['settings.get']({}, context);
  await live['settings.save']({ ...settings, fairLine: 'model' }, context);
  await follow(live, 'soccer_epl');
  const { id } = await live['recordings.start']({}, context);
  await turns();
  await live['recordings.stop']({}, context);

  const choices: MarketChoice[] = [];
  const file = join(folder.path, 'live', 'recordings', id);
  const replay = await start('replay', { mode: 'replay', file, speed: 20 }, (choice) => {
    choices.push(choice);
    return Promise.resolve('The file is gone.');
  });
  expect((await replay['settings.get']({}, context)).fairLine).toBe('overround-line');
  const states: ReplayState[] = [];
  void replay['replay.watch']({}, (state) => states.push(state), context);
  const state = await replay['replay.pause']({}, context);
  expect(state.notes).toEqual([
    expect.stringContaining('Bets that stood when the recording began'),
    expect.stringContaining('the replay takes the Overround line instead'),
  ]);
  await replay['replay.step']({ payloads: 2 }, context);
  const before = { at: (state.from - 1) as typeof state.from };
  await expect(replay['replay.seek'](before, context)).rejects.toThrow('The file is gone.');
  expect(choices).toEqual([{ kind: 'replay', file, at: before.at, speed: 20, skipsQuiet: false }]);
  const [choice] = choices;
  expect(choice && marketFor(choice, { speed: 1, sports: [], regions: [] }, '')).toMatchObject({ speed: 20 });
});

it('holds what the user changed meanwhile, and its replay changes it at the same moment', async () => {
  const linesOf = (engine: Engine['implementations']) => {
    const lines = new Map<string, string>();
    const note = (key: string, told: unknown) => lines.set(key, JSON.stringify(told));
    void engine['fair.watch']({} as never, (told) => note(`fair ${told.selectionId}`, told), context);
    void engine['edges.watch']({}, (told) => note(`edges ${told.marketId}`, told), context);
    return lines;
  };
  const live = await start('live', { mode: 'paper', given: [] });
  const liveLines = linesOf(live);
  await follow(live, 'soccer_epl');
  // The recording begins in between two beats, of a market that has been there for a while.
  await pass(3_300);
  const { id } = await live['recordings.start']({}, context);
  await turns();
  await pass(3_000);
  const before = [...liveLines].sort();
  const settings = await live['settings.get']({}, context);
  await live['settings.save']({ ...settings, marginMethod: 'additive', kellyFraction: 1 }, context);
  await expect(live['settings.save']({ ...settings, currency: 'EUR' as never }, context)).rejects.toThrow();
  await pass(3_000);
  await live['recordings.stop']({}, context);
  const recorded = [...liveLines].sort();
  expect(before.length).toBeGreaterThan(0);
  expect(recorded).not.toEqual(before);

  const file = join(folder.path, 'live', 'recordings', id);
  const replay = await start('replay', { mode: 'replay', file, speed: 1000 });
  const lines = linesOf(replay);
  const states: ReplayState[] = [];
  void replay['replay.watch']({}, (state) => states.push(state), context);
  while (states.at(-1)?.motion !== 'ended') await pass(100);
  expect((await replay['settings.get']({}, context)).kellyFraction).toBe(1);
  expect([...lines].sort()).toEqual(recorded);
  expect(states.at(-1)?.notes).toEqual([expect.stringContaining('Bets that stood when the recording began')]);
});
