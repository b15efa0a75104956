import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { VenueRecord } from '../../../../../electron/engine/ports/venue-store.ts';
import { openPaperVenue } from '../../../../../electron/engine/storage/paper-venue.ts';
import type { Fill } from '../../../../../shared/domain/order.ts';
import type { EpochMs } from '../../../../../shared/domain/units.ts';
import { createDataFolder, type DataFolder } from '../../../../support/data-folder.ts';
import { draftOf, money, odds } from '../../../../support/order-desk.ts';

const record = (changes: Partial<VenueRecord> = {}): VenueRecord => ({
  ...draftOf(),
  venueRef: `paper-${Math.random()}`,
  state: 'accepted',
  matched: money(0),
  averagePrice: null,
  outcome: null,
  queueAhead: money(30_00),
  inPlay: false,
  receivedAt: 1_700_000_000_000 as EpochMs,
  updatedAt: 1_700_000_000_000 as EpochMs,
  ...changes,
});
const fill = (of: VenueRecord, number: number): Fill => ({
  id: `${of.venueRef}-${number}`,
  orderId: of.id,
  price: odds(2.5),
  stake: money(1_00),
  at: 1_700_000_000_001 as EpochMs,
});

describe('the paper venue store', () => {
  let folder: DataFolder;
  beforeEach(() => {
    folder = createDataFolder();
  });
  afterEach(() => folder.remove());

  it('gives back what was saved, after closing too', () => {
    const store = openPaperVenue({ paths: folder });
    const first = record();
    const second = record({
      state: 'rejected',
      outcome: { code: 'limit', message: 'Too much.' },
      inPlay: true,
    });
    store.save(first, []);
    store.save(second, []);
    const matched = {
      ...first,
      state: 'part-matched',
      matched: money(1_00),
      averagePrice: odds(2.5),
    } as const;
    store.save(matched, [fill(first, 1)]);
    store.save(matched, [fill(first, 1)]);
    store.close();
    const again = openPaperVenue({ paths: folder });
    expect(again.record(first.id)).toEqual(matched);
    expect(again.record(second.id)).toEqual(second);
    expect(again.fills(first.id)).toEqual([fill(first, 1)]);
    expect(again.open().map(({ id }) => id)).toEqual([first.id]);
    expect(again.record(draftOf().id)).toBeUndefined();
    again.close();
  });

  it('writes an order and its fills together or not at all', () => {
    const store = openPaperVenue({ paths: folder });
    const known = record();
    store.save(known, []);
    const broken = { ...fill(known, 2), stake: money(-1) };
    const next = { ...known, state: 'matched', matched: known.stake } as const;
    expect(() => store.save(next, [fill(known, 1), broken])).toThrow();
    expect(store.record(known.id)).toEqual(known);
    expect(store.fills(known.id)).toEqual([]);
    expect(() => store.save({ ...known, matched: money(known.stake + 1) }, [])).toThrow();
    store.close();
  });

  it('has a write-ahead log, and finds what is open by its index', () => {
    const store = openPaperVenue({ paths: folder });
    store.save(record(), []);
    store.close();
    const plan = new Database(join(folder.data, 'paper-broker.db'));
    expect(plan.pragma('journal_mode', { simple: true })).toBe('wal');
    const detail = plan
      .prepare(
        "EXPLAIN QUERY PLAN SELECT id FROM orders WHERE state IN ('delayed', 'accepted', 'part-matched') ORDER BY arrival",
      )
      .all();
    expect(JSON.stringify(detail)).toContain('orders_open');
    plan.close();
  });

  it('refuses a file from a newer version, and one that is no database', () => {
    openPaperVenue({ paths: folder }).close();
    const path = join(folder.data, 'paper-broker.db');
    const newer = new Database(path);
    newer.pragma('user_version = 99');
    newer.close();
    expect(() => openPaperVenue({ paths: folder })).toThrow(/newer version of Overround: update/);
    writeFileSync(path, 'not a database, whatever its name says '.repeat(50));
    expect(() => openPaperVenue({ paths: folder })).toThrow(/is damaged\. Move it away/);
    expect(() => openPaperVenue({ paths: { data: join(folder.data, 'nowhere') } })).toThrow();
  });
});
