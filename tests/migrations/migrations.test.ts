import { join } from 'node:path';
import Database from 'better-sqlite3';
import { beforeEach, describe, expect, test } from 'vitest';
import { listBackups } from '../../electron/engine/storage/backups.ts';
import { createIdentityStore } from '../../electron/engine/storage/journal/identity.ts';
import { createJournal } from '../../electron/engine/storage/journal/journal.ts';
import { journalMigrations } from '../../electron/engine/storage/journal/migrations/index.ts';
import { createMarketStore } from '../../electron/engine/storage/market/market-store.ts';
import { marketMigrations } from '../../electron/engine/storage/market/migrations/index.ts';
import {
  type Migration,
  migrate,
  newestVersion,
  schemaVersion,
} from '../../electron/engine/storage/migration.ts';
import { modelMigrations } from '../../electron/engine/storage/models/migrations/index.ts';
import { stateQueries } from '../../electron/engine/storage/models/states.ts';
import { type DatabasePlan, openDatabase } from '../../electron/engine/storage/open-database.ts';
import type { Currency, EpochMs, EventId, MinorUnits, OrderId } from '../../shared/domain/units.ts';
import { createDataFolder, type DataFolder } from '../support/data-folder.ts';
import { createManualClock } from '../support/manual-clock.ts';
import { sampleDecision } from '../support/sample-identity.ts';
import { sampleBookResult, sampleOrder, sampleTransaction } from '../support/sample-orders.ts';
import { sampleQuote } from '../support/sample-quotes.ts';
import { createSilentLog } from '../support/silent-log.ts';

let folder: DataFolder;
beforeEach(() => {
  folder = createDataFolder();
  return () => folder.remove();
});
const clock = createManualClock();
const REASON = JSON.stringify({ ...sampleOrder().reason, marketName: 'Over/Under 2.5' });
const orderRow = (id: string, mode: string, event: string, book: string, matched = 1000) => `
  INSERT INTO orders (id, mode, currency, event_id, market_id, selection_id, book_id, side, price, stake, persistence,
    state, matched, average_price, venue_ref, outcome_code, outcome_message, reason, created_at, updated_at, revision)
  VALUES ('${id}', '${mode}', 'GBP', '${event}', '${event}:match-odds', '${event}:match-odds:draw', '${book}', 'back',
    34000, 1000, 'take', '${matched > 0 ? 'matched' : 'lapsed'}', ${matched}, 34000, NULL, NULL, NULL, '${REASON}', 5, 6, 1);`;
const outcomes = (event: string, winner: string) =>
  ['home', 'draw', 'away'].map((side) => ({
    selectionId: `${event}:match-odds:${side}`,
    outcome: side === winner ? 'won' : 'lost',
  }));
/** As the version in which books first settled their markets told it: in the audit alone. */
const settledLine = (event: string, book: string, winner: string) => `
  INSERT INTO audit (at, actor, action, subject, detail) VALUES (7, 'venue', 'market.settled', '${event}:match-odds',
    '${JSON.stringify({ book, outcomes: outcomes(event, winner) })}');`;
/** `OVRD`, as the program marks its files. */
const OVERROUND_FILE = 0x4f_56_52_44;

/**
 * Rows of each version, as that version's program wrote them: SQL, so that they stay what they were when the code
 * moves on. A new migration adds the rows of the version before it here, and what must be true after it.
 */
type FromVersion = {
  readonly version: number;
  readonly rows: string;
  readonly check: (db: Database.Database) => void;
};
const databases: readonly {
  readonly name: DatabasePlan['name'];
  readonly migrations: readonly Migration[];
  readonly from: readonly FromVersion[];
}[] = [
  {
    name: 'journal',
    migrations: journalMigrations,
    from: [
      {
        version: 0,
        rows: '',
        check: (db) => {
          const journal = createJournal(db, createSilentLog());
          journal.saveOrder(sampleOrder());
          journal.post(sampleTransaction());
          expect(journal.order(sampleOrder().id)).toEqual(sampleOrder());
        },
      },
      {
        version: 1,
        rows: `BEGIN;
          INSERT INTO orders (id, mode, currency, event_id, market_id, selection_id, book_id, side, price, stake,
            persistence, state, matched, average_price, venue_ref, outcome_code, outcome_message, reason, created_at,
            updated_at, revision)
          VALUES ('order-old', 'paper', 'GBP', 'src:e', 'src:e:totals:2.5', 'src:e:totals:2.5:over', 'bk', 'back',
            21000, 1000, 'take', 'matched', 1000, 21000, NULL, NULL, NULL, '${REASON}', 5, 6, 1);
          INSERT INTO fills (id, order_id, price, stake, at) VALUES ('f', 'order-old', 21000, 1000, 6);
          INSERT INTO settlements (order_id, result, profit, commission, at) VALUES ('order-old', 'won', 1078, 22, 9);
          INSERT INTO ledger_legs (transaction_id, mode, currency, account, amount)
            VALUES ('t', 'paper', 'GBP', 'cash', 1078), ('t', 'paper', 'GBP', 'result', -1078);
          INSERT INTO ledger_transactions (id, kind, order_id, at) VALUES ('t', 'settlement', 'order-old', 9);
          COMMIT;`,
        check: (db) => {
          const journal = createJournal(db, createSilentLog());
          const id = 'order-old' as OrderId;
          const was = { orderId: id, revision: 1, result: 'won', profit: 1078, commission: 22, at: 9 };
          expect(journal.settlements(id)).toEqual([{ ...was, rate: null, resultRevision: null }]);
          expect(journal.bet(id)).toMatchObject({ status: 'settled', result: 'won', settledAt: 9 });
          expect(journal.bet(id)).not.toHaveProperty('corrected');
          expect(journal.terms(id)).toBeUndefined();
          const zero = 0 as MinorUnits;
          const correction = { revision: 2, result: 'void', at: 12 as EpochMs, rate: 0.02 } as const;
          journal.saveSettlement({
            ...correction,
            orderId: id,
            profit: zero,
            commission: zero,
            resultRevision: 1,
          });
          expect(journal.bet(id)).toMatchObject({ result: 'void', profit: 0, corrected: { times: 1 } });
          expect(() => db.exec('UPDATE settlements SET profit = 0')).toThrow('append-only');
          expect(() => db.exec('DELETE FROM settlement_revisions')).toThrow('append-only');
          expect(journal.balances('paper', 'GBP' as Currency)).toMatchObject({ cash: 1078, profit: 1078 });
        },
      },
      {
        version: 2,
        rows: `INSERT INTO results (mode, event_id, revision, at, origin, teller, status, home, away, note)
          VALUES ('paper', 'src:e', 1, 10, 'source', 'src', 'ended', 2, 1, '');`,
        check: (db) => {
          const identity = createIdentityStore(db);
          expect(identity.links()).toEqual([]);
          identity.decide([sampleDecision()]);
          expect(identity.links()).toHaveLength(1);
          expect(() => db.exec("UPDATE identity_decisions SET words = ''")).toThrow('append-only');
          expect(() => db.exec('DELETE FROM identity_decisions')).toThrow('append-only');
          expect(db.prepare('SELECT count(*) FROM results').pluck().get()).toBe(1);
        },
      },
      {
        version: 3,
        rows: `INSERT INTO results (mode, event_id, revision, at, origin, teller, status, home, away, note)
          VALUES ('paper', 'src:e', 1, 10, 'source', 'src', 'ended', 2, 1, '');
          ${orderRow('order-bf', 'paper', 'bf:e', 'betfair')}
          ${orderRow('order-bm', 'paper', 'bf:e', 'bm')}
          ${orderRow('order-rp', 'replay', 'bf:e', 'betfair')}
          ${orderRow('order-no', 'practice', 'bf:e', 'betfair', 0)}
          ${settledLine('bf:e', 'betfair', 'home')}
          ${settledLine('bf:e', 'betfair', 'draw')}
          ${settledLine('bf:unbet', 'betfair', 'home')}
          INSERT INTO audit (at, actor, action, subject, detail) VALUES
            (8, 'venue', 'market.settled', 'bf:e:match-odds', 'damaged'),
            (8, 'venue', 'market.settled', 'bf:e:match-odds', '{"book":"betfair"}'),
            (8, 'user', 'bankroll.deposit', 'bankroll', '{"amount":1}');`,
        check: (db) => {
          const journal = createJournal(db, createSilentLog());
          expect(journal.bookResults('paper', 'src:e' as EventId)).toEqual([]);
          journal.saveBookResult('paper', sampleBookResult({ eventId: 'src:e' as EventId }), 20 as EpochMs);
          expect(journal.bookResults('paper', 'src:e' as EventId)).toHaveLength(1);
          expect(journal.results('paper', 'src:e' as EventId)).toHaveLength(1);
          expect(() => db.exec("UPDATE book_results SET outcomes = '[]'")).toThrow('append-only');
          expect(() => db.exec('DELETE FROM book_results')).toThrow('append-only');
          for (const mode of ['paper', 'replay'] as const)
            expect(journal.bookResults(mode, 'bf:e' as EventId)).toEqual([
              {
                eventId: 'bf:e',
                marketId: 'bf:e:match-odds',
                bookId: 'betfair',
                outcomes: outcomes('bf:e', 'draw'),
              },
            ]);
          expect(journal.bookResults('practice', 'bf:e' as EventId)).toEqual([]);
          expect(db.prepare('SELECT count(*) FROM book_results').pluck().get()).toBe(3);
        },
      },
      {
        version: 4,
        rows: `INSERT INTO results
          VALUES ('paper', 'src:e', 1, 10, 'source', 'src', 'ended', 2, 1, 1, 0, 'told'),
            ('paper', 'src:e', 2, 11, 'user', 'user', 'withdrawn', NULL, NULL, NULL, NULL, '');`,
        check: (db) => {
          const journal = createJournal(db, createSilentLog());
          const eventId = 'src:e' as EventId;
          const told = journal.results('paper', eventId);
          expect(told).toEqual([
            {
              eventId,
              revision: 1,
              at: 10,
              origin: 'source',
              teller: 'src',
              status: 'ended',
              score: { home: 2, away: 1 },
              halfTime: { home: 1, away: 0 },
              note: 'told',
            },
            expect.objectContaining({ revision: 2, origin: 'user', status: 'withdrawn', score: null }),
          ]);
          const aside = { eventId, revision: 3, at: 12 as EpochMs, origin: 'user', teller: 'user' } as const;
          journal.saveResult('paper', { ...aside, status: 'unknown', score: null, halfTime: null, note: '' });
          expect(journal.results('paper', eventId)).toHaveLength(3);
          expect(() => db.exec("UPDATE results SET note = ''")).toThrow('append-only');
          expect(() => db.exec('DELETE FROM results')).toThrow('append-only');
        },
      },
      {
        version: 5,
        rows: `${orderRow('order-bf', 'paper', 'bf:e', 'betfair')}
          ${orderRow('order-old', 'paper', 'bf:old', 'betfair')}
          ${settledLine('bf:old', 'betfair', 'draw')}
          ${settledLine('bf:e', 'betfair', 'home')}
          INSERT INTO book_results (event_id, mode, market_id, book_id, revision, at, outcomes) VALUES
            ('bf:e', 'paper', 'bf:e:match-odds', 'betfair', 1, 7, '${JSON.stringify(outcomes('bf:e', 'home'))}'),
            ('bf:e', 'paper', 'bf:e:match-odds', 'betfair', 2, 8, '${JSON.stringify(outcomes('bf:e', 'away'))}');`,
        check: (db) => {
          const journal = createJournal(db, createSilentLog());
          const of = (id: string) => journal.bookResults('paper', id as EventId).map((told) => told.outcomes);
          expect(of('bf:e')).toEqual([outcomes('bf:e', 'away')]);
          expect(of('bf:old')).toEqual([outcomes('bf:old', 'draw')]);
          expect(db.prepare('SELECT count(*) FROM book_results').pluck().get()).toBe(3);
        },
      },
    ],
  },
  {
    name: 'market',
    migrations: marketMigrations,
    from: [
      {
        version: 0,
        rows: '',
        check: (db) => {
          const market = createMarketStore(db, createSilentLog());
          market.recordQuote(sampleQuote({}));
          market.flush();
          expect(db.prepare('SELECT count(*) FROM history_log').pluck().get()).toBe(1);
        },
      },
      {
        version: 1,
        // A sealed run (2.5 at 1,000 ms said at 600, 2.6 at 1,500 said at 1,400), the log after it, and a fair line.
        rows: `
INSERT INTO books VALUES ('book', 'Book', 'bookmaker', 0, 'GBP');
INSERT INTO events VALUES ('e', 'sim', 'soccer_epl', 'EPL', 'H', 'A', 5000, 'ended', 1, 0, 5100);
INSERT INTO markets VALUES ('market', 'e', 'match-odds', 'match', NULL, 'closed');
INSERT INTO selections VALUES ('market', 0, 'selection', 'H', 'home');
INSERT INTO series VALUES (1, 'back', 'selection', 'book'), (2, 'fair', 'selection', '');
INSERT INTO chunks (series_id, first_at, points) VALUES (1, 1000, x'e807d00fa006f40350d704');
INSERT INTO history_log VALUES (1, x'0100');
INSERT INTO closing_lines VALUES ('selection', 'market', 0.4, '{"book":25000}', 5000);
`,
        check: (db) => {
          const market = createMarketStore(db, createSilentLog());
          expect(market.upkeep.figures()).toMatchObject({
            series: 2,
            chunks: 1,
            points: 2,
            from: 1_000,
            to: 1_500,
          });
          const key = sampleQuote({});
          const both = [
            { at: 1_000, sourceTime: 600, price: 25_000, size: null },
            { at: 1_500, sourceTime: 1_400, price: 26_000, size: null },
          ];
          expect(market.priceHistory(key, 0 as never, 9_999 as never)).toEqual(both);
          expect(market.priceAsOf(key, 9_999 as never, 700 as never)).toEqual(both[0]);
          expect(market.closingLine('selection' as never)?.fair).toBe(0.4);
          market.recordQuote(sampleQuote({ price: 26_000, at: 2_000 }));
          market.recordQuote(sampleQuote({ price: 27_000, at: 2_500 }));
          market.flush();
          expect(market.upkeep.figures().points).toBe(3);
          expect(db.pragma('auto_vacuum', { simple: true })).toBe(2);
        },
      },
    ],
  },
  {
    name: 'models',
    migrations: modelMigrations,
    from: [
      {
        version: 0,
        rows: '',
        check: (db) => {
          const states = stateQueries(db);
          states.saveState({ modelId: 'a', slot: 'football/match-odds', state: 'champion' });
          expect(states.state('a')?.state).toBe('champion');
        },
      },
    ],
  },
];

describe.each(databases)('$name.db', ({ name, migrations, from }) => {
  test('has steps numbered 1, 2, 3, ... and rows of every version before the newest', () => {
    expect(migrations.map((step) => step.version)).toEqual(migrations.map((_, index) => index + 1));
    expect(from.map((version) => version.version)).toEqual(migrations.map((_, index) => index));
  });

  test.each(from)('comes from version $version with its rows', ({ version, rows, check }) => {
    const path = join(folder.data, `${name}.db`);
    const old = new Database(path);
    migrate(old, migrations, version);
    if (version > 0) old.pragma(`application_id = ${OVERROUND_FILE}`);
    old.exec(rows);
    old.close();
    const plan: DatabasePlan = {
      name,
      path,
      backups: folder.backups,
      synchronous: 'FULL',
      migrations,
      keepBackups: 3,
      contents: 'rows',
      afterRestore: '',
      ...(name === 'market' ? { shrinks: true as const } : {}),
    };
    const opened = openDatabase(plan, clock.now(), createSilentLog());
    if (!opened.ok) throw new Error(opened.message);
    expect(schemaVersion(opened.db)).toBe(newestVersion(migrations));
    check(opened.db);
    expect(opened.db.pragma('integrity_check', { simple: true })).toBe('ok');
    expect(opened.db.pragma('foreign_key_check')).toEqual([]);
    const tables = opened.db
      .prepare<[], { readonly name: string; readonly strict: number }>(
        `SELECT name, strict FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite%'`,
      )
      .all();
    expect(tables.length).toBeGreaterThan(0);
    expect(tables.filter((table) => table.strict === 0)).toEqual([]);
    opened.db.close();
  });
});

describe('a step', () => {
  const first: Migration = { version: 1, name: 'first', sql: 'CREATE TABLE a (x INTEGER) STRICT' };
  const second: Migration = {
    version: 2,
    name: 'second',
    sql: 'ALTER TABLE a ADD COLUMN y INTEGER DEFAULT 5',
  };
  const plan = (migrations: readonly Migration[]): DatabasePlan => ({
    name: 'journal',
    path: join(folder.data, 'journal.db'),
    backups: folder.backups,
    synchronous: 'FULL',
    migrations,
    keepBackups: 2,
    contents: 'rows',
    afterRestore: '',
  });
  const open = (migrations: readonly Migration[]) =>
    openDatabase(plan(migrations), clock.now(), createSilentLog());
  const writeFirst = (): void => {
    const opened = open([first]);
    if (!opened.ok) throw new Error(opened.message);
    opened.db.exec('INSERT INTO a VALUES (1), (2)');
    opened.db.close();
  };

  test('keeps the rows and leaves a backup of the version before', () => {
    writeFirst();
    const opened = open([first, second]);
    if (!opened.ok) throw new Error(opened.message);
    expect(opened.db.prepare('SELECT x, y FROM a').raw().all()).toEqual([
      [1, 5],
      [2, 5],
    ]);
    opened.db.close();
    const [backup] = listBackups(folder.backups, 'journal');
    expect(backup?.version).toBe(1);
    const before = new Database(backup?.path ?? '', { readonly: true });
    expect(before.prepare('SELECT * FROM a').raw().all()).toEqual([[1], [2]]);
    before.close();
  });

  test('that fails leaves the database as it was and says where the backup is', () => {
    writeFirst();
    const failing: Migration = {
      version: 2,
      name: 'failing',
      sql: 'DROP TABLE a; SELECT nonsense FROM nowhere',
    };
    const opened = open([first, failing]);
    expect(opened).toMatchObject({ ok: false, code: 'migration-failed' });
    expect(opened.ok ? '' : opened.message).toContain(folder.backups);
    const again = open([first]);
    if (!again.ok) throw new Error(again.message);
    expect(again.db.prepare('SELECT count(*) FROM a').pluck().get()).toBe(2);
    again.db.close();
  });

  test('makes the file too new for the program before it', () => {
    writeFirst();
    const opened = open([first, second]);
    if (opened.ok) opened.db.close();
    expect(open([first])).toMatchObject({ ok: false, code: 'future-version' });
  });
});
