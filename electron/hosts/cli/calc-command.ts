import { createInterface } from 'node:readline';
import { Command } from 'commander';
import { runCalc } from './calc.ts';
import { writeLine } from './output.ts';

/** `overround calc`: NDJSON in, NDJSON out, in the same order. */
export const calcCommand = (): Command =>
  new Command('calc')
    .description(
      'Answers {"id","op","inputs"} lines on standard input with {"id","result"} or {"id","error"} lines.',
    )
    .option('--json', 'accepted for symmetry: answers are always JSON lines')
    .option('--data <dir>', 'accepted for symmetry: calculations touch no data')
    .action(async () => {
      await runCalc(
        createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY }),
        writeLine,
      );
    });
