import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { Command, InvalidArgumentError } from 'commander';
import { launchOptions, withLaunchOptions } from '../launch-arguments.ts';
import { launchEngine } from '../launch-engine.ts';
import { startNodeHost } from '../node-host.ts';
import { stopOnFault } from '../stop-on-fault.ts';
import { version } from '../version.ts';
import { fail, writeJson, writeLine } from './output.ts';

export const DEFAULT_PORT = 7420;

const port = (text: string): number => {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 0 || value > 65_535)
    throw new InvalidArgumentError('Give a port from 0 (any free one) to 65535.');
  return value;
};

type ServeFlags = { readonly port: number; readonly openWith?: string; readonly json?: boolean };

/** Opens the page as a window of its own; the profile is the browser's usual one. */
function openWindow(browser: string, url: string): void {
  if (process.platform === 'linux' && process.getuid?.() === 0) {
    process.stderr.write('overround: browsers refuse to run as root; open the address above yourself.\n');
    return;
  }
  const child = spawn(browser, [`--app=${url}`, '--window-size=1440,900'], {
    detached: true,
    stdio: 'ignore',
  });
  child.on('error', () => {
    process.stderr.write(`overround: ${browser} could not be started; open the address above yourself.\n`);
  });
  child.unref();
}

const interrupted = (): Promise<void> =>
  new Promise((resolve) => {
    const stop = () => resolve();
    process.once('SIGINT', stop);
    process.once('SIGTERM', stop);
    process.once('SIGHUP', stop);
  });

/** `overround serve`: the engine without Electron, with its page on 127.0.0.1. */
export const serveCommand = (): Command =>
  withLaunchOptions(new Command('serve'))
    .description('Runs the engine and serves its page on 127.0.0.1 until interrupted.')
    .option('--port <n>', '0 takes any free port', port, DEFAULT_PORT)
    .option('--open-with <browser>', 'opens the page as a window of this Chromium, Chrome or Edge')
    .option('--json', 'prints {"url","port","mode"} as one line of JSON')
    .action(async (flags: ServeFlags & Record<string, unknown>) => {
      const json = flags.json === true;
      const tell = (notices: readonly string[]) => {
        for (const notice of notices) process.stderr.write(`overround: ${notice}\n`);
      };
      const launched = await launchEngine(launchOptions(flags), {
        onReopened: tell,
        onGone: (reason) => {
          process.stderr.write(`overround: ${reason}\n`);
          process.exit(1);
        },
      });
      if (!launched.ok) return fail(launched, json);
      stopOnFault(launched, {
        process,
        after: (ms, task) => void setTimeout(task, ms),
        report: (message) => void process.stderr.write(`overround: ${message}\n`),
      });
      const host = await startNodeHost({
        port: flags.port,
        rendererRoot: fileURLToPath(new URL('../../../out/renderer', import.meta.url)),
        serveTransport: launched.accept,
        log: launched.log,
        version,
      });
      if (!host.ok) {
        await launched.stop();
        return fail(host, json);
      }
      tell(launched.notices);
      if (json) writeJson({ url: host.url, port: host.port, mode: launched.mode() });
      else writeLine(`Overround (${launched.mode()}) is running at ${host.url}  Press Ctrl-C to stop.`);
      if (flags.openWith !== undefined) openWindow(flags.openWith, host.url);
      await interrupted();
      await host.close();
      const problems = await launched.stop();
      for (const problem of problems) process.stderr.write(`overround: ${problem}\n`);
      if (problems.length === 0 && !json) writeLine('Stopped; everything is saved.');
      process.exit(problems.length === 0 ? 0 : 1);
    });
