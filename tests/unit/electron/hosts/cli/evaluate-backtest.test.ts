import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { evaluationRow } from '../../../../../shared/contract/runs.ts';

const cli = fileURLToPath(new URL('../../../../../electron/hosts/cli.ts', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'overround-evaluate-'));
const file = (name: string): string => join(folder, name);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function overround(...args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [cli, ...args, '--data', file('data')], {
    encoding: 'utf8',
  });
  return { status, stdout, stderr, json: () => JSON.parse(stdout) as Record<string, unknown> };
}

const header =
  'Div,Date,Time,HomeTeam,AwayTeam,FTHG,FTAG,FTR,B365H,B365D,B365A,BFEH,BFED,BFEA,BFDH,BFDD,BFDA,1XBH,1XBD,1XBA,PSCH,PSCD,PSCA,P>2.5,P<2.5';
const row = (day: number, goals: string, rest: string) =>
  `SP1,${String(day).padStart(2, '0')}/09/2025,20:00,Alavés,Málaga ${day},${goals},${rest}`;
const odds = '2.1,3.4,3.6,2.12,3.5,3.65,2.05,3.3,3.5,2.4,3.3,3.5,2.0,3.5,3.9,1.9,1.95';

beforeAll(() => {
  const lines = [
    header,
    row(1, '2,0,H', odds),
    row(2, '1,1,D', odds),
    row(3, '0,3,A', odds),
    row(4, '1,x,H', odds),
  ];
  writeFileSync(file('SP1_2526.csv'), Buffer.from(lines.join('\r\n'), 'latin1'));
  mkdirSync(file('more'));
  writeFileSync(file('more/SP1_2526_again.csv'), lines.slice(0, 3).join('\n'), 'utf8');
});

describe('overround evaluate', () => {
  test('scores a season of columns to come, written in Latin-1, setting bad rows aside', () => {
    const run = overround('evaluate', '--files', file('SP1_2526.csv'), '--models', 'none', '--json');
    expect(run.status).toBe(0);
    expect(run.stdout.trim().split('\n')).toHaveLength(1);
    const { rows, matches, quarantined } = run.json() as {
      rows: object[];
      matches: number;
      quarantined: number;
    };
    expect({ matches, quarantined }).toEqual({ matches: 3, quarantined: 1 });
    for (const given of rows) expect(evaluationRow.parse(given)).toEqual(given);
    const names = rows.map((given) => evaluationRow.parse(given)).filter(({ covers }) => covers === 'own');
    for (const source of ['B365', 'BFE', 'BFD', '1XB', 'PSC'])
      expect(names.find(({ name }) => name === `${source}:power`)?.n).toBe(3);
  });

  test('counts a match of two files once, and takes folders', () => {
    const run = overround(
      'evaluate',
      '--files',
      file('SP1_2526.csv'),
      file('more'),
      '--only',
      'B365:shin',
      '--json',
    );
    expect(run.json()).toMatchObject({ matches: 3, duplicate: 2 });
  });

  test('says what was asked for and is not there, and shows the rest as a table', () => {
    const run = overround(
      'evaluate',
      '--files',
      file('SP1_2526.csv'),
      '--only',
      'P:power,XX:power',
      '--target',
      'over-under-2.5',
    );
    expect(run.status).toBe(0);
    expect(run.stdout).toMatch(/^P:power +3 /m);
    expect(run.stdout).toContain('not in these files: XX:power');
    expect(run.stdout).toContain('1 rows were set aside: 1 bad-score');
  });

  test('fails when nothing that was asked for is there', () => {
    const run = overround('evaluate', '--files', file('SP1_2526.csv'), '--only', 'NOTHING');
    expect(run.status).toBe(1);
    expect(run.stderr).toContain('Nothing that was asked for is there: NOTHING');
  });

  test('fails on a file that cannot be read, after scoring the others', () => {
    const alone = overround('evaluate', '--files', file('nothing.csv'), '--json');
    expect(alone.status).toBe(1);
    expect(alone.json()).toMatchObject({
      error: { code: 'unreadable-file', message: expect.stringContaining('there is no such file') },
    });
    const beside = overround(
      'evaluate',
      '--files',
      file('nothing.csv'),
      file('SP1_2526.csv'),
      '--models',
      'none',
      '--json',
    );
    expect(beside.status).toBe(1);
    expect(beside.stderr).toContain('nothing.csv');
    expect(beside.json()).toMatchObject({ matches: 3 });
  });
});

describe('overround backtest', () => {
  const strategy = {
    name: 'Mine',
    market: 'match-odds',
    fair: { kind: 'mean', method: 'power' },
    price: { kind: 'best' },
    stage: 'pre-closing',
    rule: { kind: 'value', minimumEv: 0.05 },
    filter: {
      matches: { competitions: [], seasons: [] },
      outcomes: [],
      minimumOdds: 10_001,
      maximumOdds: 1_000_000_000,
      minimumBooks: 2,
    },
    stake: { kind: 'flat', amount: 1_000 },
    bank: 100_000,
    commission: 0,
  };

  test.each([
    ['a stake below nothing', { stake: { kind: 'flat', amount: -1_000 } }],
    ['no stake', { stake: { kind: 'to-win', amount: 0 } }],
    ['a stake that would be cut', { stake: { kind: 'flat', amount: 1_000_000_000_001 } }],
    ['an empty bank', { bank: 0 }],
  ])('refuses %s', (_what, change) => {
    writeFileSync(file('bad.json'), JSON.stringify({ ...strategy, ...change }));
    const run = overround('backtest', '--strategy', file('bad.json'), '--files', file('SP1_2526.csv'));
    expect(run.status).toBe(1);
    expect(run.stderr).toContain('Give an amount above 0');
  });

  test('asks which model a strategy goes by', () => {
    const run = overround('backtest', 'model-value', '--files', file('SP1_2526.csv'));
    expect(run.status).toBe(1);
    expect(run.stderr).toContain('--model ID');
  });

  test('runs a strategy from a file and writes its bets', () => {
    writeFileSync(file('mine.json'), JSON.stringify(strategy));
    const out = file('bets.csv');
    const run = overround(
      'backtest',
      '--strategy',
      file('mine.json'),
      '--files',
      file('SP1_2526.csv'),
      '--out',
      out,
      '--json',
    );
    expect(run.status).toBe(0);
    // The home side at 1XB's 2.4 each day: one won, two lost.
    expect(run.json()).toMatchObject({
      strategy,
      summary: { bets: 3, won: 1, profit: -600, finalBank: 99_400, clvCoverage: 1 },
    });
    const [head, ...bets] = readFileSync(out, 'utf8').trim().split('\r\n');
    expect(head).toMatch(/^day,competition,season,home,away,outcome,book,odds,/);
    expect(bets).toHaveLength(3);
    expect(bets[0]).toMatch(/^2025-09-01,SP1,2025\/26,Alavés,Málaga 1,home,1xbet,2\.4,/);
  });

  test('names the strategies there are, and what is wrong with a file', () => {
    const unknown = overround('backtest', 'nothing', '--files', file('SP1_2526.csv'));
    expect(unknown.status).toBe(1);
    expect(unknown.stderr).toContain('kaunitz-closing');
    writeFileSync(file('wrong.json'), JSON.stringify({ ...strategy, bank: 'much' }));
    const wrong = overround('backtest', '--strategy', file('wrong.json'), '--files', file('SP1_2526.csv'));
    expect(wrong.status).toBe(1);
    expect(wrong.stderr).toContain('bank');
  });

  test('says when nothing was imported', () => {
    const run = overround('backtest', 'kaunitz', '--json');
    expect(run.status).toBe(1);
    expect(run.json()).toMatchObject({ error: { code: 'no-matches' } });
  });
});
