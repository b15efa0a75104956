import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { type BacktestBet, backtestBet } from '../../../../shared/contract/runs.ts';

/** Bets a file: a screenful is read without the other hundred thousand. */
const PAGE = 1_000;
const page = z.array(backtestBet);

const folderOf = (runFolder: string): string => join(runFolder, 'bets');
const fileOf = (runFolder: string, index: number): string => join(folderOf(runFolder), `${index}.json`);

/** Keeps a backtest's bets in the run's folder, in their order: all of them or, when it fails, none. */
export function writeBets(runFolder: string, bets: readonly BacktestBet[]): void {
  const unfinished = join(runFolder, 'bets.partial');
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished, { recursive: true, mode: 0o700 });
  for (let from = 0; from < bets.length; from += PAGE)
    writeFileSync(join(unfinished, `${from / PAGE}.json`), JSON.stringify(bets.slice(from, from + PAGE)));
  rmSync(folderOf(runFolder), { recursive: true, force: true });
  renameSync(unfinished, folderOf(runFolder));
}

/** Bets `offset` to `offset + limit` of a finished backtest; fewer at the end, none beyond it. */
export function readBets(runFolder: string, offset: number, limit: number): readonly BacktestBet[] {
  const found: BacktestBet[] = [];
  for (let index = Math.floor(offset / PAGE); index * PAGE < offset + limit; index += 1) {
    const file = fileOf(runFolder, index);
    if (!existsSync(file)) break;
    const bets = page.parse(JSON.parse(readFileSync(file, 'utf8')));
    const first = index * PAGE;
    found.push(...bets.slice(Math.max(0, offset - first), offset + limit - first));
  }
  return found;
}
