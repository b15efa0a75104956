import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import type { LaunchOptions } from './launch-market.ts';

const numberIn = (low: number, high: number) => (text: string) => {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value) || value < low || value > high)
    throw new InvalidArgumentError(`Give a number from ${low} to ${high}.`);
  return value;
};

const list = (text: string): string[] =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean);

const MARKETS: readonly string[] = ['h2h', 'h2h_lay', 'spreads', 'totals'];

const markets = (text: string): string[] => {
  const asked = list(text);
  if (asked.length === 0 || asked.some((market) => !MARKETS.includes(market)))
    throw new InvalidArgumentError(`Give one or more of ${MARKETS.join(', ')}, comma-separated.`);
  return asked;
};

/** The options that say what the engine trades and where it keeps its files. */
export const withLaunchOptions = (command: Command): Command =>
  command
    .option('--data <dir>', "the data folder (default: this user's)")
    .addOption(
      new Option(
        '--source <name>',
        'where prices come from: the simulated market, the sources added in the Sources pane, or those and The Odds API as the options below say (default: the market opened last, practice at first)',
      ).choices(['practice', 'real', 'the-odds-api']),
    )
    .addOption(
      new Option(
        '--replay <file>',
        'plays a recording, Betfair stream data or odds snapshots again',
      ).conflicts('source'),
    )
    .option(
      '--speed <n>',
      'practice, replay: how fast its time runs, 0.1 (practice: 1) to 1000',
      numberIn(0.1, 1000),
      1,
    )
    .option('--seed <n>', 'practice: which simulated world a new data folder gets', (text) =>
      Math.floor(numberIn(0, 2 ** 31 - 1)(text)),
    )
    .option(
      '--updates-per-second <n>',
      'practice: load test, 1 to 100000 quotes a second',
      numberIn(1, 100_000),
    )
    .option('--sports <keys>', 'the-odds-api: sport keys, comma-separated', list, ['soccer_epl'])
    .option('--regions <keys>', 'the-odds-api: bookmaker regions, comma-separated', list, ['uk', 'eu'])
    .addOption(
      new Option(
        '--bookmakers <keys>',
        'the-odds-api: these bookmakers instead of regions, comma-separated; ten cost as much as a region',
      ).argParser(list),
    )
    .addOption(
      new Option(
        '--markets <keys>',
        `the-odds-api: of ${MARKETS.join(', ')}, comma-separated; each costs a credit per region and poll (default: h2h,spreads,totals)`,
      ).argParser(markets),
    )
    .addOption(
      new Option('--odds-format <name>', 'the-odds-api: how prices are asked for; bets are the same').choices(
        ['decimal', 'american'],
      ),
    )
    .option('--odds-api-url <url>', 'the-odds-api: another address speaking its protocol');

/** The options as parsed; commander has checked and filled them. */
export const launchOptions = (parsed: Record<string, unknown>): LaunchOptions => parsed as LaunchOptions;

export type ParsedArguments =
  | { readonly ok: true; readonly options: LaunchOptions }
  | { readonly ok: false; readonly message: string };

/** From a bare argument list, for hosts that are not a command: unknown arguments are ignored. */
export function parseLaunchArguments(args: readonly string[]): ParsedArguments {
  const command = withLaunchOptions(new Command().allowUnknownOption().allowExcessArguments())
    .helpOption(false)
    .configureOutput({ writeErr: () => {} })
    .exitOverride();
  try {
    command.parse([...args], { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError) return { ok: false, message: error.message };
    throw error;
  }
  return { ok: true, options: launchOptions(command.opts()) };
}
