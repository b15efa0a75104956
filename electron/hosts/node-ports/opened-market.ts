import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';

const opened = z.object({ kind: z.enum(['practice', 'real']) });
const fileOf = (root: string) => join(root, 'opened-market.json');

/** The market that was traded when the engine was last told which; a start without a source opens it again. */
export function readOpenedMarket(root: string): 'practice' | 'real' {
  try {
    return opened.parse(JSON.parse(readFileSync(fileOf(root), 'utf8'))).kind;
  } catch {
    // Nothing was chosen yet, or what was written can't be read: the market in which nothing is at stake.
    return 'practice';
  }
}

/** Remembers it. Where that can't be written the next start asks for the practice market. */
export function writeOpenedMarket(root: string, kind: 'practice' | 'real'): void {
  try {
    writeFileSync(fileOf(root), JSON.stringify({ kind }), { mode: 0o600 });
  } catch {
    // A courtesy: the databases say clearly what is wrong with the disk.
  }
}
