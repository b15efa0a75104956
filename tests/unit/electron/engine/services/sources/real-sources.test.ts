import { describe, expect, it, vi } from 'vitest';
import type { FeedSink, Source } from '../../../../../../electron/engine/feeds/source.ts';
import type { SourceKind, SourcePorts } from '../../../../../../electron/engine/feeds/source-kind.ts';
import { openRealSources } from '../../../../../../electron/engine/services/sources/real-sources.ts';
import { createRunningSources } from '../../../../../../electron/engine/services/sources/running-sources.ts';
import type { KeptSetup } from '../../../../../../electron/engine/services/sources/setups.ts';
import type { SourceHealth, SourceSetup, SourceValues } from '../../../../../../shared/contract/sources.ts';
import type { SourceId } from '../../../../../../shared/domain/units.ts';
import { createManualClock } from '../../../../../support/manual-clock.ts';
import { createMemoryJournal } from '../../../../../support/memory-journal.ts';
import { createSilentLog } from '../../../../../support/silent-log.ts';
import { createStubSecrets, NO_HTTP, NO_SOCKETS } from '../../../../../support/stub-ports.ts';

const ID = 'exchange' as SourceId;
const SECRET = 'k-4711';
const context = () => ({ signal: new AbortController().signal });

const healthOf = (id: SourceId): SourceHealth => ({
  id,
  name: 'Exchange',
  kind: 'stream',
  state: 'live',
  message: '',
  capabilities: { depth: true, lay: true, scores: false, streaming: true },
  cadenceMs: null,
  lastReceivedAt: null,
  latencyMs: null,
  credits: null,
  facts: [],
  counts: { received: 0, used: 0, duplicate: 0, quarantined: 0, errors: 0 },
});

/** One kind of source whose every opening, start and stop is noted. */
function openDesk(stored = createMemoryJournal(), given: readonly KeptSetup[] = []) {
  const notes: string[] = [];
  const secrets = createStubSecrets();
  const clock = createManualClock();
  const log = createSilentLog();
  const open = (ports: SourcePorts, { depth }: SourceValues): Source => {
    notes.push(`open ${String(depth)} with ${ports.secrets.get('exchange-key') ?? 'no key'}`);
    return {
      id: ID,
      start: async (_sink: FeedSink) => void notes.push('start'),
      stop: async () => void notes.push('stop'),
      health: () => healthOf(ID),
    };
  };
  const kind: SourceKind = {
    id: ID,
    name: 'Exchange',
    description: '',
    account: 'exchange.example',
    fields: [
      {
        type: 'number',
        name: 'depth',
        label: 'Depth',
        help: '',
        default: 3,
        least: 1,
        most: 10,
        integer: true,
      },
    ],
    secrets: [{ name: 'exchange-key', label: 'Key', help: '', multiline: false, optional: false }],
    check: ({ depth }) => (depth === 7 ? 'Seven and this login do not go together.' : null),
    checkSecrets: ({ get }) => (get('exchange-key') === 'half' ? 'The other half is missing.' : null),
    open,
    decoder: () => ({ take: () => {} }),
    test: async ({ secrets: tried }, _values, signal) => {
      if (tried.get('exchange-key') === 'hang')
        await new Promise((resolve) => signal.addEventListener('abort', resolve));
      signal.throwIfAborted();
      return [{ name: 'Log in', ok: tried.get('exchange-key') === SECRET, message: '', elapsedMs: 1 }];
    },
  };
  const stopped: SourceHealth[] = [];
  const running = createRunningSources({
    sinkFor: () => () => {},
    onStopped: (health) => stopped.push(health),
    log,
  });
  const real = openRealSources({
    kinds: [kind],
    given,
    running,
    portsOf: () => ({
      clock,
      http: NO_HTTP,
      sockets: NO_SOCKETS,
      log,
      secrets,
      random: () => 0.5,
      tap: () => {},
      withBets: () => [],
      prospects: () => [],
      memory: { get: () => undefined, save: () => {} },
    }),
    journal: stored,
    wall: clock,
  });
  const told: SourceSetup[] = [];
  void real.operations['sources.setups']({}, (setup) => told.push(setup), context());
  const save = (change: Partial<Parameters<(typeof real.operations)['sources.save']>[0]> = {}) =>
    Promise.resolve(
      real.operations['sources.save'](
        {
          id: ID,
          enabled: true,
          values: {},
          maximumAgeMs: null,
          secrets: { 'exchange-key': SECRET },
          ...change,
        },
        context(),
      ),
    );
  return { real, running, notes, secrets, clock, log, told, save, stopped, journal: stored };
}

describe('sources of real prices', () => {
  it('start when they are added, with the key typed, which is never told again', async () => {
    const desk = openDesk();
    const setup = await desk.save({ secrets: { 'exchange-key': SECRET }, maximumAgeMs: 5_000 });
    expect(setup).toEqual({
      id: ID,
      enabled: true,
      values: { depth: 3 },
      maximumAgeMs: 5_000,
      secrets: { 'exchange-key': 'stored' },
    });
    await vi.waitFor(() => expect(desk.notes).toEqual([`open 3 with ${SECRET}`, 'start']));
    expect(desk.told).toEqual([setup]);
    expect(desk.real.maximumAgeMs(ID)).toBe(5_000);
    const kept = JSON.stringify([
      desk.journal.setting('sources'),
      desk.journal.auditAfter(0, 100),
      desk.log.lines,
    ]);
    expect(kept).toContain('source.saved');
    expect(kept).not.toContain(SECRET);
  });

  it('are told of what is wrong with their keys before anybody is asked', async () => {
    const desk = openDesk();
    const half = { 'exchange-key': 'half' };
    await expect(desk.save({ secrets: half })).rejects.toMatchObject({
      code: 'invalid-input',
      message: 'Exchange: The other half is missing.',
    });
    expect([desk.notes, desk.told, desk.secrets.place('exchange-key')]).toEqual([[], [], 'missing']);
    const draft = { id: ID, enabled: true, values: {}, maximumAgeMs: null, secrets: half };
    expect(await desk.real.operations['sources.test'](draft, context())).toEqual([
      { name: 'Read the keys', ok: false, message: 'The other half is missing.', elapsedMs: 0 },
    ]);
    await desk.save({ enabled: false, secrets: half });
    await expect(desk.save({ secrets: {} })).rejects.toThrow('The other half is missing.');
  });

  it('are kept out of the market as long as their log-in lacks a key, and are kept at all only as off', async () => {
    const desk = openDesk();
    await expect(desk.save({ secrets: { 'exchange-key': ' ' } })).rejects.toMatchObject({
      code: 'invalid-input',
      message: "Exchange can't be in the market without: Key. Give what is missing, or save it off.",
    });
    expect([desk.notes, desk.told, desk.journal.setting('sources')]).toEqual([[], [], undefined]);
    await desk.save({ enabled: false, secrets: {} });
    expect(desk.told).toMatchObject([{ enabled: false, secrets: { 'exchange-key': 'missing' } }]);
    await desk.save({ secrets: { 'exchange-key': SECRET } });
    await desk.save({ secrets: {} });
    expect(desk.told.map(({ enabled }) => enabled)).toEqual([false, true, true]);
  });
  it('start again when they are changed, and stop when they are switched off', async () => {
    const desk = openDesk();
    await desk.save();
    await desk.save({ values: { depth: 5 } });
    await desk.save({ values: { depth: 5 }, enabled: false });
    expect(desk.notes).toEqual([
      'open 3 with k-4711',
      'start',
      'open 5 with k-4711',
      'stop',
      'start',
      'stop',
    ]);
    expect(desk.running.all()).toEqual([]);
    expect(desk.stopped).toHaveLength(2);
  });

  it('start no more once all are stopped, whatever was under way', async () => {
    const desk = openDesk();
    await desk.save();
    let release = () => {};
    const slow = desk.running.get(ID);
    if (slow === undefined) throw new Error('it runs');
    slow.stop = () => new Promise((resolve) => (release = () => resolve()));
    const saving = desk.save({ values: { depth: 5 } });
    await new Promise((resolve) => setImmediate(resolve));
    const stopping = desk.running.stopAll();
    release();
    await Promise.all([saving, stopping]);
    expect(desk.running.all()).toEqual([]);
    expect(desk.notes.filter((note) => note === 'start')).toHaveLength(1);
  });

  it('leave the market though their stop fails', async () => {
    const desk = openDesk();
    await desk.save();
    const source = desk.running.get(ID);
    if (source === undefined) throw new Error('it runs');
    source.stop = () => Promise.reject(new Error('stuck'));
    await desk.real.operations['sources.remove']({ id: ID, forget: false }, context());
    expect(desk.stopped).toHaveLength(1);
    expect(desk.log.lines.map(({ message }) => message)).toContain('source failed to stop');
  });

  it('come back after a restart as they were left', async () => {
    const desk = openDesk();
    await desk.save({ values: { depth: 5 } });
    const again = openDesk(desk.journal);
    await again.real.start();
    expect(again.notes).toEqual(['open 5 with no key', 'start']);
  });

  it('leave the market when they are removed, and their keys when the user says so', async () => {
    const desk = openDesk();
    await desk.save({ secrets: { 'exchange-key': SECRET } });
    await desk.real.operations['sources.remove']({ id: ID, forget: false }, context());
    expect(desk.notes.at(-1)).toBe('stop');
    expect(desk.told.at(-1)).toMatchObject({ removed: true });
    expect(desk.secrets.get('exchange-key')).toBe(SECRET);
    await expect(
      (async () => desk.real.operations['sources.remove']({ id: ID, forget: false }, context()))(),
    ).rejects.toThrow(/has not been added/);
    await desk.save();
    await desk.real.operations['sources.remove']({ id: ID, forget: true }, context());
    expect(desk.secrets.get('exchange-key')).toBeUndefined();
  });

  it('stay when their keys should go and cannot', async () => {
    const desk = openDesk();
    await desk.save({ secrets: { 'exchange-key': SECRET } });
    desk.secrets.problem = () => 'secrets.json is exposed: chmod 600';
    await expect(
      (async () => desk.real.operations['sources.remove']({ id: ID, forget: true }, context()))(),
    ).rejects.toThrow(/chmod 600/);
    expect(desk.real.setups()).toHaveLength(1);
    expect(desk.running.all()).toHaveLength(1);
  });

  it.each([
    [{ values: { depth: 99 } }, /Depth: give a whole number/],
    [{ values: { depth: 7 } }, /do not go together/],
    [{ id: 'elsewhere' as SourceId }, /no source elsewhere: choose one of exchange/],
    [{ secrets: { 'other-key': 'x' } }, /no key called other-key/],
  ])('refuse what does not fit, changing nothing: %j', async (change, message) => {
    const desk = openDesk();
    await expect(desk.save(change)).rejects.toThrow(message);
    expect([desk.notes, desk.journal.setting('sources'), desk.secrets.stored.size]).toEqual([
      [],
      undefined,
      0,
    ]);
  });

  it('are tested with what is typed, and with what is stored where nothing is, storing nothing', async () => {
    const desk = openDesk();
    const test = (typed: string) =>
      desk.real.operations['sources.test'](
        { id: ID, enabled: true, values: {}, maximumAgeMs: null, secrets: { 'exchange-key': typed } },
        context(),
      );
    expect(await test(SECRET)).toMatchObject([{ ok: true }]);
    expect(await test('wrong')).toMatchObject([{ ok: false }]);
    desk.secrets.save('exchange-key', SECRET);
    expect(await test('')).toMatchObject([{ ok: true }]);
    expect(desk.journal.setting('sources')).toBeUndefined();
    const hanging = Promise.resolve(test('hang'));
    desk.clock.advance(60_000);
    await expect(hanging).rejects.toThrow(/stopped after 60 s/);
  });

  it('of the command line hold for this run and are not kept; a change in the app is', async () => {
    const given = [{ id: ID, enabled: true, values: { depth: 9 }, maximumAgeMs: null }];
    const desk = openDesk(createMemoryJournal(), given);
    await desk.real.start();
    expect(desk.notes[0]).toBe('open 9 with no key');
    expect(desk.journal.setting('sources')).toBeUndefined();
    await desk.save({ values: { depth: 4 } });
    expect(desk.real.setups()).toMatchObject([{ values: { depth: 4 } }]);
    expect(desk.journal.setting('sources')).toMatchObject([{ values: { depth: 4 } }]);
  });

  it('that fit no more are off, and what is damaged is told', () => {
    const journal = createMemoryJournal();
    const write = (value: unknown) => journal.saveSetting('sources', value, createManualClock().now());
    write([
      { id: ID, enabled: true, values: { depth: 50, gone: 1 }, maximumAgeMs: null },
      { id: 'old', enabled: true, values: {}, maximumAgeMs: null },
    ]);
    const desk = openDesk(journal);
    expect(desk.real.setups()).toMatchObject([{ id: ID, enabled: false }]);
    expect(desk.log.lines).toHaveLength(2);
    write('nonsense');
    const damaged = openDesk(journal);
    expect(damaged.real.setups()).toEqual([]);
    expect(damaged.log.lines).toHaveLength(1);
  });
});
