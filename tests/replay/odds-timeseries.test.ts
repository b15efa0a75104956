import { existsSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { openReplayFile } from '../../electron/engine/feeds/replay/index.ts';
import { createSnapshotDecoder } from '../../electron/engine/feeds/replay/odds-snapshots.ts';
import { openRecording } from '../../electron/engine/storage/recordings/index.ts';
import { needsSharedData, noSharedData, sharedData } from '../support/shared-data.ts';

const folder = `${sharedData}/data/odds-timeseries`;

type Account = {
  readonly received: number;
  readonly used: number;
  readonly duplicate: number;
  readonly quarantined: number;
};
const expectAccounted = (account: Account) =>
  expect(account.received).toBe(account.used + account.duplicate + account.quarantined);

/** Replays a file to its end; the account of its rows, and of the quotes made of them. */
async function replay(name: string) {
  const opened = await openReplayFile({ path: `${folder}/${name}`, openRecording, kinds: () => undefined });
  if (!opened.ok) throw new Error(opened.message);
  const rows = 'account' in opened ? (opened.account as Account) : undefined;
  const told = { quotes: 0, withdrawn: 0, quarantined: 0 };
  const decoder = createSnapshotDecoder(opened.tape.sources[0]?.values ?? {}, (event) => {
    if (event.kind === 'quarantine') told.quarantined += 1;
    if (event.kind === 'quotes') {
      told.quotes += event.quotes.length;
      told.withdrawn += event.quotes.filter(({ levels }) => levels.length === 0).length;
    }
  });
  let last = 0;
  const payloads = { all: 0, moments: new Set<number>() };
  for await (const entries of opened.tape.entries())
    for (const entry of entries) {
      expect(entry.at).toBeGreaterThanOrEqual(last);
      last = entry.at;
      payloads.all += 1;
      payloads.moments.add(entry.at);
      if (entry.kind === 'payload') decoder.take(entry);
    }
  return { rows, told, payloads, counts: decoder.counts(), tape: opened.tape };
}

describe.skipIf(noSharedData)(`odds kept over time (${needsSharedData})`, () => {
  it.each([
    [
      'nhl_daily-snapshots_2023-10_to_2026-01.tar.gz',
      { received: 9446, used: 9446, duplicate: 0, quarantined: 0 },
      646,
    ],
    [
      'nhl-wnba_open-morning-close_2026-02_to_2026-08-01.tar.gz',
      { received: 8261, used: 8254, duplicate: 7, quarantined: 0 },
      534,
    ],
  ])('%s: every row of every table is accounted for', async (name, account, moments) => {
    const { rows, told, payloads, counts, tape } = await replay(name);
    expect(rows).toMatchObject(account);
    expectAccounted(counts);
    // Every filled cell of the used rows is a quote; the others are offers taken down between two snapshots.
    expect(counts.quarantined).toBe(0);
    expect(told.quotes - told.withdrawn).toBe(counts.used);
    expect(told.withdrawn).toBeGreaterThan(0);
    expect(payloads.moments.size).toBe(moments);
    expect(await tape.survey(new AbortController().signal)).toMatchObject({ payloads: payloads.all });
  });

  it.each([
    [
      'gutormin_live_odds_tracker_4eff08e.json',
      { received: 1124, used: 1020, duplicate: 0, quarantined: 104 },
      6,
    ],
    [
      'gutormin_live_odds_tracker_a13c443.json',
      { received: 1173, used: 1068, duplicate: 0, quarantined: 105 },
      16,
    ],
  ])('%s: every change is a quote, or refused with its reason', async (name, account, withdrawn) => {
    const { rows, told, counts } = await replay(name);
    expect(rows).toEqual({
      received: account.received,
      used: account.received,
      duplicate: 0,
      quarantined: 0,
    });
    expect(counts).toEqual(account);
    expectAccounted(counts);
    // A price of exactly 1 is an outcome shown and not offered.
    expect(told).toEqual({ quotes: account.used, withdrawn, quarantined: account.quarantined });
  });

  const samples = existsSync(`${folder}/samples`) ? readdirSync(`${folder}/samples`) : [];
  it('plays every sample table', async () => {
    expect(samples.length).toBeGreaterThan(0);
    for (const sample of samples) {
      const { rows, counts } = await replay(`samples/${sample}`);
      expect(rows?.received).toBeGreaterThan(0);
      expect(rows?.used).toBe(rows?.received);
      expectAccounted(counts);
      expect(counts.quarantined).toBe(0);
    }
  });

  it('says that a log of polls holds no prices', async () => {
    await expect(replay('heartbeat.csv')).rejects.toThrow('log of polls');
  });
});
