import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openDatabases } from '../../../../electron/engine/storage/index.ts';
import { createNodeClock } from '../../../../electron/hosts/node-ports/clock.ts';
import type { JobSpec, Run } from '../../../../shared/contract/runs.ts';
import { connectEngine } from '../../../support/engine-client.ts';
import { playLeagues } from '../../../support/played-leagues.ts';
import { startServe, temporaryFolder } from '../../../support/serve.ts';
import { createSilentLog } from '../../../support/silent-log.ts';

async function until<T>(find: () => T | undefined): Promise<T> {
  for (;;) {
    const found = find();
    if (found !== undefined) return found;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Imports six seasons into `folder` as the engine would. */
function importSeasons(folder: string): void {
  const paths = { data: join(folder, 'paper'), backups: join(folder, 'paper', 'backups') };
  mkdirSync(paths.backups, { recursive: true });
  const databases = openDatabases({ paths, clock: createNodeClock(), log: createSilentLog() });
  if (!databases.ok) throw new Error(databases.message);
  databases.market.importMatches(playLeagues({ seasons: 6 }));
  databases.close();
}

function watchRuns(url: string) {
  const client = connectEngine(url);
  const runs = new Map<string, Run>();
  client.watch('runs.watch', {}, { onItems: (items) => items.forEach((run) => void runs.set(run.id, run)) });
  const inState = (id: string, state: Run['state']) =>
    until(() => {
      const run = runs.get(id);
      if (run?.state === 'failed' && state !== 'failed') throw new Error(run.message);
      return run?.state === state ? run : undefined;
    });
  return { client, runs, inState };
}

const training: JobSpec = {
  kind: 'train',
  recipe: 'football-1x2-boosting',
  name: 'Through a crash',
  matches: { competitions: [], seasons: [] },
  parameters: { rounds: 1500 },
  trials: 0,
  seed: 1,
};

it('a training outlives the death of its engine, from its checkpoint on', async () => {
  const folder = temporaryFolder();
  try {
    importSeasons(folder.path);
    const first = await startServe(folder.path);
    const before = watchRuns(first.url);
    expect(await before.client.call('matches.seasons', {})).toHaveLength(18);
    const { id } = await before.client.call('runs.start', training);
    await until(() => ((before.runs.get(id)?.stage ?? '').startsWith('2005/06') ? true : undefined));
    await first.kill();
    before.client.close();

    const second = await startServe(folder.path);
    const after = watchRuns(second.url);
    expect(await after.inState(id, 'interrupted')).toMatchObject({
      resumable: true,
      message: expect.stringMatching(/Resume it/) as string,
    });
    expect(await after.client.call('runs.resume', { id })).toMatchObject({ state: 'running' });
    const done = await after.inState(id, 'done');
    expect(done.modelId).toBe('through-a-crash');
    expect(await after.client.call('runs.result', { id })).toMatchObject({ modelId: 'through-a-crash' });
    await until(() => (done.figures['logLoss'] === undefined ? undefined : true));
    await expect(after.client.call('runs.start', { ...training, recipe: 'nothing' })).rejects.toThrow(
      /no recipe nothing/,
    );
    after.client.close();
    expect(await second.stop()).toBe(0);
  } finally {
    folder.remove();
  }
});
