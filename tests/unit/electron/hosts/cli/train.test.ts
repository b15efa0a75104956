import { execFile, spawn } from 'node:child_process';
import { globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeEach, describe, expect, it } from 'vitest';
import { stringifyCsv } from '../../../../../electron/hosts/cli/csv-text.ts';
import { playLeagues } from '../../../../support/played-leagues.ts';
import { temporaryFolder } from '../../../../support/serve.ts';

const cli = fileURLToPath(new URL('../../../../../electron/hosts/cli.ts', import.meta.url));
let root: string;
const inside = (name: string) => join(root, name);
beforeEach(() => {
  const folder = temporaryFolder();
  root = folder.path;
  return () => folder.remove();
});

/** Seasons as football-data.co.uk writes them, with average prices that make the home side even money. */
function writeSeasons(seasons: number): void {
  mkdirSync(inside('csv'));
  for (const [key, matches] of Map.groupBy(
    playLeagues({ seasons }),
    ({ competition, season }) => `${competition}_${season.slice(2, 4)}${season.slice(5)}`,
  )) {
    const rows = matches.map(({ competition, playedOn, home, away, homeGoals, awayGoals }) => [
      competition,
      playedOn.split('-').reverse().join('/'),
      home,
      away,
      String(homeGoals),
      String(awayGoals),
      ...['2.0', '3.6', '4.2'],
    ]);
    const head = ['Div', 'Date', 'HomeTeam', 'AwayTeam', 'FTHG', 'FTAG', 'AvgH', 'AvgD', 'AvgA'];
    writeFileSync(inside(`csv/${key}.csv`), stringifyCsv([head, ...rows]));
  }
}

type Answer = { readonly code: number; readonly answer: Record<string, unknown> };
const overround = (...args: readonly string[]): Promise<Answer> =>
  new Promise((resolve) => {
    execFile(process.execPath, [cli, ...args, '--data', inside('data'), '--json'], (error, stdout) =>
      resolve({
        code: Number(error?.code ?? 0),
        answer: JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '') as Record<string, unknown>,
      }),
    );
  });
const refusal = (message: RegExp) => ({
  code: 1,
  answer: { error: { message: expect.stringMatching(message) as string } },
});

describe('overround train and predict', () => {
  it('make a model of files, the same again, and forecast with it', async () => {
    writeSeasons(4);
    const out = ['--files', inside('csv'), '--out', inside('out'), '--name', 'Shell'];
    const first = await overround('train', 'football-1x2-dixon-coles', ...out, '--set', 'halfLife=200');
    expect(first).toMatchObject({
      code: 0,
      answer: { models: [{ id: 'shell', parameters: { halfLife: 200 }, overall: { group: 'all' } }] },
    });
    const manifest = readFileSync(inside('out/shell/manifest.json'), 'utf8');
    expect(readFileSync(inside('out/shell/README.md'), 'utf8')).toContain('# Shell');
    await overround('train', 'football-1x2-dixon-coles', ...out, '--set', 'halfLife=200');
    expect(readFileSync(inside('out/shell/manifest.json'), 'utf8')).toBe(manifest);

    const predicted = await overround(
      'predict',
      'shell',
      '--models',
      inside('out'),
      '--files',
      inside('csv'),
    );
    const matches = predicted.answer['matches'] as {
      probabilities: Record<string, number> | null;
      version: string;
      playedOn: string;
    }[];
    expect(matches).toHaveLength(playLeagues({ seasons: 4 }).length);
    const forecast = matches.filter(({ probabilities }) => probabilities !== null);
    expect(forecast.length).toBeGreaterThan(50);
    for (const { probabilities, version, playedOn } of forecast) {
      expect(Object.values(probabilities ?? {}).reduce((a, b) => a + b, 0)).toBeCloseTo(1, 9);
      expect(version < playedOn).toBe(true);
    }

    const fixtures = inside('fixtures.csv');
    writeFileSync(
      fixtures,
      'Div,Date,Time,HomeTeam,AwayTeam\nE0,10/08/2030,15:00,E0 1,E0 2\nE0,10/08/2030,,E0 3,Nobody\n',
    );
    const next = await overround('predict', 'shell', '--models', inside('out'), '--fixtures', fixtures);
    expect(next.answer['matches']).toMatchObject([
      {
        home: 'E0 1',
        knowsSides: true,
        probabilities: { home: expect.any(Number) as number },
        version: expect.stringMatching(/^2004-1/) as string,
      },
      { away: 'Nobody', knowsSides: false },
    ]);
  });

  it('stop at Ctrl-C with what was fitted, and go on', async () => {
    writeSeasons(6);
    const args = ['train', 'football-1x2-boosting', '--files', inside('csv'), '--set', 'rounds=800'];
    const child = spawn(process.execPath, [cli, ...args, '--data', inside('data'), '--json'], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    let said = '';
    child.stdout.on('data', (text) => {
      said += String(text);
    });
    const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
    while (globSync('data/models/runs/shell-*/checkpoint/season-0.json', { cwd: root }).length === 0)
      await new Promise((resolve) => setTimeout(resolve, 10));
    child.kill('SIGINT');
    expect(await ended).toBe(1);
    expect(JSON.parse(said)).toMatchObject({
      error: { code: 'cancelled', message: expect.stringMatching(/--resume goes on/) as string },
    });
    const saved = globSync('data/models/runs/shell-*/checkpoint/*', { cwd: root });
    expect(saved.length).toBeGreaterThan(0);
    expect(await overround(...args, '--resume')).toMatchObject({ code: 0 });
    expect(globSync('data/models/runs/shell-*/checkpoint', { cwd: root })).toEqual([]);
  });

  it('never replace what is no model of theirs', async () => {
    writeSeasons(4);
    const train = () =>
      overround(
        ...['train', 'football-1x2-dixon-coles', '--files', inside('csv')],
        ...['--out', inside('out'), '--name', 'Mine'],
      );
    mkdirSync(inside('out/mine'), { recursive: true });
    writeFileSync(inside('out/mine/letters.txt'), 'dear');
    expect(await train()).toMatchObject(refusal(/no model that was trained here.*another --name/));
    expect(readFileSync(inside('out/mine/letters.txt'), 'utf8')).toBe('dear');
    rmSync(inside('out/mine'), { recursive: true });
    expect(await train()).toMatchObject({ code: 0 });
    writeFileSync(inside('out/mine/notes.txt'), 'mine');
    expect(await train()).toMatchObject(refusal(/holds more than a model \(notes.txt\)/));
    expect(readFileSync(inside('out/mine/notes.txt'), 'utf8')).toBe('mine');
    rmSync(inside('out/mine/notes.txt'));
    expect(await train()).toMatchObject({ code: 0 });
    expect(globSync('out/{.*,*}', { cwd: root })).toEqual(['out/mine']);
  });

  it('refuse a name and a file before anything is trained', async () => {
    writeSeasons(4);
    const args = ['train', 'football-1x2-dixon-coles', '--files', inside('csv')];
    writeFileSync(inside('file'), '');
    expect(await overround(...args, '--out', inside('file'))).toMatchObject(refusal(/name a folder/));
    expect(await overround(...args, '--name', '')).toMatchObject(refusal(/1 to 120 characters/));
    expect(await overround(...args, '--name', 'x'.repeat(121))).toMatchObject(refusal(/this one 121/));
    expect(await overround(...args, inside('gone.csv'))).toMatchObject(
      refusal(/gone.csv.*Nothing was done/s),
    );
    expect(globSync('data/models/*/manifest.json', { cwd: root })).toEqual([]);
  });

  it('say what is wrong, and what to do', async () => {
    expect(await overround('train', 'rugby')).toMatchObject(
      refusal(/no recipe rugby.*football-1x2-boosting/s),
    );
    expect(await overround('train', 'football-1x2-boosting', '--set', 'rounds=0')).toMatchObject(
      refusal(/from 1 to 5000/),
    );
    expect(await overround('train', 'football-1x2-boosting')).toMatchObject(
      refusal(/overround import football-data/),
    );
    expect(await overround('train', 'all-shipped')).toMatchObject(refusal(/--out models/));
    expect(await overround('predict', 'nobody', '--csv', 'x.csv')).toMatchObject(refusal(/no model nobody/));
    expect(await overround('predict', 'x', '--files', 'x.csv', '--from', '2020-13-45')).toMatchObject(
      refusal(/2020-13-45 is no day/),
    );
    writeSeasons(2);
    expect(await overround('train', 'football-1x2-boosting', '--files', inside('csv'))).toMatchObject(
      refusal(/at least 3 seasons/),
    );
    expect(await overround('train', 'tennis-winner-logistic', '--files', inside('csv'))).toMatchObject(
      refusal(/no match to learn from/),
    );
    expect(await overround('train', 'football-1x2-boosting', '--files', inside('nowhere.csv'))).toMatchObject(
      refusal(/nowhere.csv/),
    );
  });
});
