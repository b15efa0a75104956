import { Command, InvalidArgumentError, Option } from 'commander';
import type { LaunchOptions } from './launch-engine.ts';

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

/** The options that say what the engine trades and where it keeps its files. */
export const withLaunchOptions = (command: Command): Command =>
  command
    .option('--data <dir>', "the data folder (default: this user's)")
    .addOption(
      new Option('--source <name>', 'where prices come from')
        .choices(['practice', 'the-odds-api'])
        .default('practice'),
    )
    .option('--speed <n>', 'practice: how fast the simulated world runs, 1 to 1000', numberIn(1, 1000), 1)
    .option(
      '--updates-per-second <n>',
      'practice: load test, 1 to 100000 quotes a second',
      numberIn(1, 100_000),
    )
    .option('--sports <keys>', 'the-odds-api: sport keys, comma-separated', list, ['soccer_epl'])
    .option('--regions <keys>', 'the-odds-api: bookmaker regions, comma-separated', list, ['uk', 'eu'])
    .option('--odds-api-url <url>', 'the-odds-api: another address speaking its protocol');

/** The options as parsed; commander has checked and filled them. */
export const launchOptions = (parsed: Record<string, unknown>): LaunchOptions => parsed as LaunchOptions;

/** From a bare argument list, for hosts that are not a command: unknown arguments are ignored. */
export function parseLaunchArguments(args: readonly string[]): LaunchOptions {
  const command = withLaunchOptions(new Command().allowUnknownOption().allowExcessArguments());
  command.parse([...args], { from: 'user' });
  return launchOptions(command.opts());
}
