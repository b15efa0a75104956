import { describe, expect, it } from 'vitest';
import {
  type LaunchedEngine,
  type ParentPort,
  serveParentPort,
} from '../../../../electron/hosts/parent-port.ts';

function bench(launching: Promise<LaunchedEngine>) {
  let listener: Parameters<ParentPort['on']>[1] | undefined;
  const posted: unknown[] = [];
  const exits: number[] = [];
  const reports: string[] = [];
  const tasks: (() => void)[] = [];
  const parentPort: ParentPort = {
    on: (_event, heard) => {
      listener = heard;
    },
    postMessage: (message) => void posted.push(message),
  };
  const served = serveParentPort(parentPort, launching, {
    report: (message) => void reports.push(message),
    exit: (code) => void exits.push(code),
    after: (_ms, task) => void tasks.push(task),
  });
  return {
    served,
    posted,
    exits,
    reports,
    runTasks: () => tasks.splice(0).forEach((task) => void task()),
    send: async (data: unknown, ports = 0) => {
      const { port1 } = new MessageChannel();
      listener?.({ data, ports: Array.from({ length: ports }, () => port1) });
      port1.close();
      await launching;
      await Promise.resolve();
      await Promise.resolve();
    },
  };
}

const refused = Promise.resolve({ ok: false, message: 'Another engine has the folder.' } as const);

function running(unsaved: readonly string[] = []) {
  const calls: string[] = [];
  const launching: Promise<LaunchedEngine> = Promise.resolve({
    ok: true,
    accept: () => void calls.push('accept'),
    stop: async () => {
      calls.push('stop');
      return unsaved;
    },
  });
  return { calls, launching };
}

describe('a refused launch', () => {
  it('tells main why, and does not exit before main can have heard it', async () => {
    const { served, posted, exits, runTasks } = bench(refused);
    await served;
    expect(posted).toEqual([{ kind: 'refused', message: 'Another engine has the folder.' }]);
    expect(exits).toEqual([]);
    runTasks();
    expect(exits).toEqual([1]);
  });

  it('exits when it is asked to stop', async () => {
    const { send, exits } = bench(refused);
    await send({ kind: 'stop' });
    expect(exits).toEqual([1]);
  });
});

describe('a launched engine', () => {
  it('is given the port of each connection, and posts nothing', async () => {
    const { calls, launching } = running();
    const { send, posted } = bench(launching);
    await send({ kind: 'connect' }, 1);
    await send({ kind: 'connect' }, 0);
    await send('connect', 1);
    expect(calls).toEqual(['accept']);
    expect(posted).toEqual([]);
  });

  it('is stopped before the process exits', async () => {
    const { calls, launching } = running();
    const { send, exits } = bench(launching);
    await send({ kind: 'stop' });
    expect(calls).toEqual(['stop']);
    expect(exits).toEqual([0]);
  });

  it('says what it could not save', async () => {
    const { launching } = running(['The settings could not be written: the disk is full.']);
    const { send, exits, reports } = bench(launching);
    await send({ kind: 'stop' });
    expect(reports).toEqual(['The settings could not be written: the disk is full.']);
    expect(exits).toEqual([1]);
  });
});
