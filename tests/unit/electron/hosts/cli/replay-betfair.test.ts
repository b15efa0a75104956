import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { replayBetfair } from '../../../../../electron/hosts/cli/replay-betfair.ts';
import { lossLines, replayText } from '../../../../../electron/hosts/cli/replay-betfair-text.ts';
import { runOverround } from '../../../../support/command-line.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'overround-replay-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function recording(name: string, lines: readonly unknown[]): string {
  const path = join(folder, name);
  writeFileSync(
    path,
    lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n'),
  );
  return path;
}
const change = (pt: number, id: string, fields: object) => ({ op: 'mcm', pt, mc: [{ id, ...fields }] });
const definition = {
  status: 'OPEN',
  runners: [
    { id: 1, status: 'ACTIVE', sortPriority: 2 },
    { id: 2, status: 'ACTIVE', sortPriority: 1, hc: -0.5 },
    { id: 3, status: 'REMOVED', sortPriority: 3 },
  ],
};
const RECORDING = [
  { op: 'connection', connectionId: 'x' },
  change(100, '1.1', { marketDefinition: definition }),
  change(200, '1.1', {
    rc: [
      { id: 9, batl: [[0, 5, 1]] },
      {
        id: 1,
        atb: [
          [2, 1],
          [2.5, 2.25],
          [1.5, 3],
          [3, 4],
        ],
        ltp: 2.5,
        tv: 0,
      },
    ],
  }),
  { op: 'mcm', pt: 300, ct: 'HEARTBEAT' },
  change(400, '1.2', {
    rc: [
      {
        id: 4,
        bdatb: [
          [1, 2, 3],
          [0, 2.2, 1],
        ],
      },
    ],
  }),
  change(500, '1.1', { rc: [{ id: 1, atb: [[3, 0]] }] }),
];
const none = { handicap: 0, back: [], lay: [], ltp: null, tv: null };

describe('overround replay betfair', () => {
  it('reports every runner at the end', async () => {
    expect(await runOverround('replay', 'betfair', recording('whole', RECORDING))).toEqual({
      messages: 6,
      markets: {
        '1.1': {
          status: 'OPEN',
          runners: [
            { ...none, selectionId: 2, handicap: -0.5 },
            {
              ...none,
              selectionId: 1,
              back: [
                [2.5, 2.25],
                [2, 1],
                [1.5, 3],
              ],
              ltp: 2.5,
              tv: 0,
            },
            { ...none, selectionId: 3 },
            { ...none, selectionId: 9, lay: [[5, 1]] },
          ],
        },
        '1.2': {
          status: null,
          runners: [
            {
              ...none,
              selectionId: 4,
              back: [
                [2.2, 1],
                [2, 3],
              ],
            },
          ],
        },
      },
    });
  });

  it('stops at a publish time, that moment included', async () => {
    const path = recording('until', RECORDING);
    const at = await replayBetfair(path, { until: 200 });
    expect(at.ok && [at.report.messages, Object.keys(at.report.markets)]).toEqual([3, ['1.1']]);
    expect(at.ok && at.report.markets['1.1']?.runners[1]?.back[0]).toEqual([3, 4]);
    const before = await replayBetfair(path, { until: 99 });
    expect(before.ok && before.report).toEqual({ messages: 1, markets: {} });
  });

  it('passes over garbage and a cut last line, and says so', async () => {
    const path = recording('garbage', [
      'garbage',
      ...RECORDING,
      change(600, '1.1', { rc: [{ id: 1, atb: [[1]] }] }),
      '{"op":"mcm","pt":',
    ]);
    const replayed = await replayBetfair(path);
    if (!replayed.ok) throw new Error(replayed.message);
    expect(replayed.report.messages).toBe(7);
    expect(replayed.losses).toMatchObject({ lines: 2, parts: 1 });
    expect(lossLines('F', replayed.losses)).toEqual([
      'F: 2 line(s) are no stream message and were passed over.',
      'F: 1 part(s) of messages were malformed and were passed over.',
      `  ${path}, line 1: not-json: garbage`,
      `  ${path}, line 8: malformed-ladder-entry at mc 1.1 / rc 1 / atb[0]: [1]`,
      `  ${path}, line 9: not-json: {"op":"mcm","pt":`,
    ]);
  });

  it('fails only when nothing could be read', async () => {
    expect(await replayBetfair(recording('other', ['{"a":1}', 'b']))).toMatchObject({
      ok: false,
      code: 'not-a-stream-file',
    });
    expect(await replayBetfair(recording('cut', ['BZh9 and no more']))).toMatchObject({
      ok: false,
      code: 'damaged-file',
    });
    expect(await replayBetfair(join(folder, 'none'))).toMatchObject({ ok: false, code: 'unreadable-file' });
    await expect(runOverround('replay', 'betfair', join(folder, 'none'))).rejects.toThrow(
      'there is no such file',
    );
    await expect(runOverround('replay', 'betfair', folder, '--until', 'noon')).rejects.toThrow(
      'epoch milliseconds',
    );
  });

  it('prints a table for people', async () => {
    const replayed = await replayBetfair(recording('table', RECORDING));
    if (!replayed.ok) throw new Error(replayed.message);
    const text = replayText(replayed.report);
    expect(text).toContain('6 messages, 2 markets');
    expect(text).toMatch(/^1 +0 +2\.5 \(2\.25\) +2 \(1\.00\) +1\.5 \(3\.00\) +- +- +- +2\.5 +0$/m);
    expect(text).toContain('1.2  no definition');
  });
});
