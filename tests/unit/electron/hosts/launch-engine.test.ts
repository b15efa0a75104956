import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createNodeClock, type NodeClock } from '../../../../electron/hosts/node-ports/clock.ts';
import type { Notice } from '../../../../shared/contract/index.ts';
import type { Status } from '../../../../shared/contract/status.ts';
import { type LaunchedEngine, startLaunchedEngine } from '../../../support/launched-engine.ts';
import { temporaryFolder } from '../../../support/serve.ts';

let folder: ReturnType<typeof temporaryFolder>;
let engines: LaunchedEngine[];
const start = async (source: 'practice' | 'real', clock?: NodeClock) => {
  const engine = await startLaunchedEngine(folder.path, source, clock);
  engines.push(engine);
  return engine;
};
const watch = (client: LaunchedEngine['client']) => {
  const notices: Notice[] = [];
  const statuses: Status[] = [];
  client.watch('status.watch', {}, { onItems: (items) => void statuses.push(...items) });
  client.watch('notices.watch', {}, { onItems: (items) => void notices.push(...items) });
  return { notices, statuses };
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
    const { notices, statuses } = watch(client);
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
    await vi.waitFor(() => expect(statuses.at(-1)?.mode).toBe('practice'), { timeout: 20_000 });
  }, 60_000);
});

describe('a clock of the machine that is set', () => {
  const HOUR = 3_600_000;
  const patiently = { timeout: 20_000 };
  /** The real one, whose machine is set ahead, or whose time runs faster, by the test. */
  function machine() {
    let [set, passed] = [0, 0];
    const monotonic = () => performance.now() + passed;
    const clock = createNodeClock(() => Date.now() + passed + set, monotonic, monotonic);
    return {
      clock,
      set: (ms: number) => {
        set = ms;
      },
      pass: (ms: number) => {
        passed += ms;
      },
      ahead: (now: number) => now - Date.now() - passed,
    };
  }

  it('is a trouble while it is in doubt, and nothing more when it is put right', async () => {
    const desk = machine();
    const { client, reopened } = await start('real', desk.clock);
    const { statuses } = watch(client);
    const status = () => statuses.at(-1);
    await vi.waitFor(() => expect(status()?.trouble).toBeNull(), patiently);
    desk.set(6 * HOUR);
    await vi.waitFor(
      () => expect(status()?.trouble).toMatch(/clock of this machine was set 6 h 0 min ahead: check it\./),
      patiently,
    );
    expect(Math.abs(desk.ahead(status()?.now ?? 0))).toBeLessThan(HOUR);
    desk.set(0);
    await vi.waitFor(() => expect(status()?.trouble).toBeNull(), patiently);
    expect(reopened).toEqual([]);
  }, 60_000);

  it('opens the real market again on its time once it has stood there', async () => {
    const desk = machine();
    const { client, reopened } = await start('real', desk.clock);
    const { statuses, notices } = watch(client);
    const status = () => statuses.at(-1);
    for (const [to, step] of [
      [6 * HOUR, '6 h 0 min ahead'],
      [0, '6 h 0 min back'],
    ] as const) {
      const before = reopened.length;
      desk.set(to);
      await vi.waitFor(() => expect(status()?.trouble).toContain(step), patiently);
      desk.pass(31_000);
      await vi.waitFor(() => expect(reopened).toHaveLength(before + 1), patiently);
      const message = expect.stringContaining(
        `The clock of this machine was set ${step}: the real market was opened again on that time.`,
      );
      expect(reopened.at(-1)).toEqual([message]);
      await vi.waitFor(() => expect(notices.at(-1)).toMatchObject({ message }), patiently);
      await vi.waitFor(
        () => expect(Math.abs(desk.ahead(status()?.now ?? 0) - to)).toBeLessThan(HOUR),
        patiently,
      );
      await vi.waitFor(() => expect(status()?.trouble).toBeNull(), patiently);
    }
  }, 60_000);

  it('leaves the practice market open', async () => {
    const desk = machine();
    const { client, reopened } = await start('practice', desk.clock);
    const { statuses } = watch(client);
    desk.set(-HOUR);
    await vi.waitFor(() => expect(statuses.at(-1)?.trouble).toContain('set 60 min back'), patiently);
    desk.pass(31_000);
    await vi.waitFor(() => expect(statuses.at(-1)?.trouble).toBeNull(), patiently);
    expect(reopened).toEqual([]);
  }, 60_000);
});
