import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Notice } from '../../../../shared/contract/index.ts';
import type { Status } from '../../../../shared/contract/status.ts';
import { type LaunchedEngine, startLaunchedEngine } from '../../../support/launched-engine.ts';
import { temporaryFolder } from '../../../support/serve.ts';

let folder: ReturnType<typeof temporaryFolder>;
let engines: LaunchedEngine[];
const start = async (source: 'practice' | 'real') => {
  const engine = await startLaunchedEngine(folder.path, source);
  engines.push(engine);
  return engine;
};
beforeEach(() => {
  folder = temporaryFolder();
  engines = [];
});
afterEach(async () => {
  for (const engine of engines) await engine.stop();
  folder.remove();
});

describe('another market', () => {
  it('that can not be opened leaves the one before, which tells why and what to do', async () => {
    await start('real');
    const { client, reopened, launched } = await start('practice');
    let status: Status | undefined;
    const notices: Notice[] = [];
    client.watch('status.watch', {}, { onItems: (items) => void (status = items.at(-1)) });
    client.watch('notices.watch', {}, { onItems: (items) => void notices.push(...items) });
    await client.call('market.open', { kind: 'real' });
    await vi.waitFor(() => expect(reopened).toHaveLength(1), { timeout: 20_000 });
    const message = expect.stringMatching(
      /^The real market could not be opened, so the practice market is open again\. Another Overround is already using .*paper\. Close it, or start this one with a data folder of its own\.$/,
    );
    expect(reopened).toEqual([[message]]);
    expect(launched.mode()).toBe('practice');
    await vi.waitFor(() => expect(notices).toMatchObject([{ severity: 'warning', message }]), {
      timeout: 20_000,
    });
    await vi.waitFor(() => expect(status?.mode).toBe('practice'), { timeout: 20_000 });
  }, 60_000);
});
