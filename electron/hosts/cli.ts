#!/usr/bin/env node
/** The command line: `overround <command> --help` says the rest. */
import { Command } from 'commander';
import { backtestCommand } from './cli/backtest.ts';
import { calcCommand } from './cli/calc-command.ts';
import { doctorCommand } from './cli/doctor.ts';
import { evaluateCommand } from './cli/evaluate.ts';
import { fetchCommand } from './cli/fetch.ts';
import { historyCommand } from './cli/history.ts';
import { importCommand } from './cli/import.ts';
import { modelCommand } from './cli/model.ts';
import { predictCommand } from './cli/predict.ts';
import { priceCommand } from './cli/price.ts';
import { replayCommand } from './cli/replay.ts';
import { serveCommand } from './cli/serve.ts';
import { trainCommand } from './cli/train.ts';
import { version } from './version.ts';

// A reader that has seen enough (`| head`) is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(0);
});

const program = new Command('overround')
  .description('Local-first trading terminal: engine, imports and calculations from the command line.')
  .version(version)
  .showHelpAfterError();

for (const command of [
  serveCommand,
  importCommand,
  fetchCommand,
  historyCommand,
  priceCommand,
  replayCommand,
  calcCommand,
  evaluateCommand,
  backtestCommand,
  modelCommand,
  trainCommand,
  predictCommand,
  doctorCommand,
])
  program.addCommand(command());

await program.parseAsync();
