import { spawnSync } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { describe, expect, it } from 'vitest';
import { stopOnFault } from '../../../../electron/hosts/stop-on-fault.ts';
import { createSilentLog } from '../../../support/silent-log.ts';

function bench(stop: () => Promise<readonly string[]>) {
  const process = new EventEmitter();
  const exits: number[] = [];
  const reports: string[] = [];
  const tasks: (() => void)[] = [];
  let stops = 0;
  const log = createSilentLog();
  stopOnFault(
    {
      log,
      stop() {
        stops += 1;
        return stop();
      },
    },
    {
      process: Object.assign(process, { exit: (code: number) => void exits.push(code) }),
      after: (_ms, task) => void tasks.push(task),
      report: (message) => void reports.push(message),
    },
  );
  return {
    log,
    exits,
    reports,
    stops: () => stops,
    fault: async (error: unknown) => {
      process.emit('uncaughtException', error);
      await new Promise((resolve) => setImmediate(resolve));
    },
    runTasks: () => tasks.splice(0).forEach((task) => void task()),
  };
}

describe('a fault that nobody caught', () => {
  it('is logged, and the engine writes out what it has before the process ends with 1', async () => {
    let written = () => {};
    const { fault, log, exits, reports } = bench(
      () => new Promise((resolve) => (written = () => resolve(['The journal was not saved.']))),
    );
    await fault(new Error('lost count'));
    expect(log.lines).toMatchObject([
      { level: 'error', fields: { error: expect.stringMatching(/lost count\n +at /) } },
    ]);
    expect(reports).toEqual([expect.stringContaining('fault of the program')]);
    expect(exits).toEqual([]);
    written();
    await new Promise((resolve) => setImmediate(resolve));
    expect(reports[1]).toBe('The journal was not saved.');
    expect(exits).toEqual([1]);
  });

  it('stops once, whatever else goes wrong meanwhile, and logs that too', async () => {
    const { fault, log, stops, reports } = bench(() => new Promise(() => {}));
    await fault(new Error('one'));
    await fault('another');
    expect([stops(), reports.length, log.lines.length]).toEqual([1, 1, 2]);
  });

  it('ends the process though the engine does not stop', async () => {
    const { fault, exits, runTasks } = bench(() => new Promise(() => {}));
    await fault(new Error('one'));
    runTasks();
    expect(exits).toEqual([1]);
  });

  it('ends the process though stopping fails', async () => {
    const { fault, exits } = bench(() => Promise.reject(new Error('two')));
    await fault(new Error('one'));
    expect(exits).toEqual([1]);
  });

  it.each([
    ['thrown by a timer', "setTimeout(() => { throw new Error('lost'); }, 1)"],
    ['rejected', "Promise.reject(new Error('lost'))"],
  ])('of a real process: %s', (_, fault) => {
    const module = new URL('../../../../electron/hosts/stop-on-fault.ts', import.meta.url).href;
    const { stdout, stderr, status } = spawnSync(
      process.execPath,
      [
        '--input-type=module',
        '--eval',
        `import { stopOnFault } from ${JSON.stringify(module)};
         const log = { error: (message, { error }) => console.log(error.split('\\n')[0]) };
         const stop = async () => { console.log('stopped'); return []; };
         stopOnFault({ log, stop }, { process, after: (ms, task) => setTimeout(task, ms), report: () => {} });
         ${fault};
         setTimeout(() => process.exit(3), 20_000);`,
      ],
      { encoding: 'utf8' },
    );
    expect({ stdout, stderr, status }).toEqual({ stdout: 'Error: lost\nstopped\n', stderr: '', status: 1 });
  });
});
