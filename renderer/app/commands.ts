import { backtestCommands } from '../features/backtest/commands.ts';
import { betsCommands } from '../features/bets/commands.ts';
import { edgesCommands } from '../features/edges/commands.ts';
import { historyCommands } from '../features/history/commands.ts';
import { marketCommands } from '../features/market/commands.ts';
import { matchingCommands } from '../features/matching/commands.ts';
import { modelsCommands } from '../features/models/commands.ts';
import { oddsCommands } from '../features/odds/commands.ts';
import { replayCommands } from '../features/replay/commands.ts';
import { resultsCommands } from '../features/results/commands.ts';
import { sourcesCommands } from '../features/sources/commands.ts';
import { ticketCommands } from '../features/ticket/commands.ts';
import type { Command } from '../stores/command.ts';
import { shellCommands } from './shell-commands.ts';

/** Every command there is: the palette, the key sheet and the keymap are made from this table. */
export const commands: readonly Command[] = [
  ...shellCommands,
  ...oddsCommands,
  ...edgesCommands,
  ...marketCommands,
  ...historyCommands,
  ...ticketCommands,
  ...betsCommands,
  ...resultsCommands,
  ...replayCommands,
  ...sourcesCommands,
  ...matchingCommands,
  ...modelsCommands,
  ...backtestCommands,
];
