import { Command, InvalidArgumentError } from 'commander';
import { visibleText } from '../../../shared/domain/visible-text.ts';
import { fail, writeJson, writeLine } from './output.ts';
import { replayBetfair } from './replay-betfair.ts';
import { lossLines, replayText } from './replay-betfair-text.ts';

type ReplayFlags = { readonly until?: number; readonly json?: boolean };

function publishTime(text: string): number {
  const time = Number(text);
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(time))
    throw new InvalidArgumentError('Expected epoch milliseconds, such as 1657018212979.');
  return time;
}

/** `overround replay betfair FILE`: how the markets of a recorded stream stood, without an engine. */
export const replayCommand = (): Command =>
  new Command('replay').description('Replays recorded streams.').addCommand(
    new Command('betfair')
      .description(
        'Best three prices a side, last traded price and volume of every runner at the end of a recorded Betfair stream, or at a publish time.',
      )
      .argument('<file>', 'a stream recording: raw, gzip, bzip2, or a tar archive of such')
      .option(
        '--until <publish-time>',
        'only messages published then or before, in epoch milliseconds',
        publishTime,
      )
      .option('--data <dir>', 'accepted for symmetry: replaying a file touches no data')
      .option('--json', 'prints the report as one line of JSON')
      .action(async (file: string, flags: ReplayFlags) => {
        const json = flags.json === true;
        const replayed = await replayBetfair(file, flags.until === undefined ? {} : { until: flags.until });
        if (!replayed.ok) return fail(replayed, json);
        for (const line of lossLines(file, replayed.losses))
          process.stderr.write(`overround: ${visibleText(line)}\n`);
        if (json) writeJson(replayed.report);
        else writeLine(replayText(replayed.report));
      }),
  );
