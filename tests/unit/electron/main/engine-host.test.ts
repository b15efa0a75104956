import type { MessagePortMain } from 'electron';
import { describe, expect, it } from 'vitest';
import { createEngineHost, type EngineProcess } from '../../../../electron/main/engine-host.ts';

type FakeProcess = EngineProcess & {
  readonly messages: { readonly message: unknown; readonly ports: number }[];
  killed: boolean;
  die(code: number): void;
  say(message: unknown): void;
};

function fakeProcess(): FakeProcess {
  let onExit: ((code: number) => void) | undefined;
  let onMessage: ((message: unknown) => void) | undefined;
  const fake: FakeProcess = {
    messages: [],
    killed: false,
    postMessage: (message, ports) => void fake.messages.push({ message, ports: ports?.length ?? 0 }),
    once: (_event, listener) => {
      onExit = listener;
    },
    on: (_event, listener) => {
      onMessage = listener;
    },
    kill() {
      fake.killed = true;
      onExit?.(137);
      return true;
    },
    die: (code) => onExit?.(code),
    say: (message) => onMessage?.(message),
  };
  return fake;
}

function bench() {
  const processes: FakeProcess[] = [];
  const tasks: { readonly ms: number; readonly task: () => void }[] = [];
  const givenUp: number[] = [];
  const refusals: string[] = [];
  const asked: unknown[] = [];
  let endings = 0;
  let now = 0;
  const host = createEngineHost({
    fork: () => {
      const started = fakeProcess();
      processes.push(started);
      return started;
    },
    channel: () => ({ port1: {} as MessagePortMain, port2: {} as MessagePortMain }),
    after: (ms, task) => void tasks.push({ ms, task }),
    now: () => now,
    onGivenUp: (code) => void givenUp.push(code),
    onRefused: (message) => void refusals.push(message),
    log: () => {},
    jobs: {
      handle: (_engine, message) => void asked.push(message),
      endAll: () => {
        endings += 1;
      },
    },
  });
  return {
    host,
    asked,
    endings: () => endings,
    processes,
    givenUp,
    refusals,
    running: () => processes[processes.length - 1] as FakeProcess,
    runTasks: () => {
      for (const { task } of tasks.splice(0)) task();
    },
    pass: (ms: number) => {
      now += ms;
    },
  };
}

describe('engine host', () => {
  it('gives each window one end of a channel and the engine the other', () => {
    const { host, running } = bench();
    const delivered: MessagePortMain[] = [];
    host.connect({ deliver: (port) => void delivered.push(port) });
    host.connect({ deliver: (port) => void delivered.push(port) });
    expect(delivered).toHaveLength(2);
    expect(running().messages).toEqual([
      { message: { kind: 'connect' }, ports: 1 },
      { message: { kind: 'connect' }, ports: 1 },
    ]);
  });

  it('starts a dead engine again and reconnects the windows still open', () => {
    const { host, processes, running, runTasks } = bench();
    let open = 0;
    host.connect({
      deliver: () => {
        open += 1;
      },
    });
    const disconnect = host.connect({ deliver: () => expect(processes).toHaveLength(1) });
    disconnect();
    running().die(139);
    expect(processes).toHaveLength(1);
    runTasks();
    expect(processes).toHaveLength(2);
    expect(open).toBe(2);
    expect(running().messages).toHaveLength(1);
  });

  it('gives up after four deaths within a minute, and not when they are spread out', () => {
    const quick = bench();
    for (let death = 0; death < 4; death += 1) {
      quick.running().die(1);
      quick.runTasks();
    }
    expect(quick.givenUp).toEqual([1]);
    expect(quick.processes).toHaveLength(4);

    const slow = bench();
    for (let death = 0; death < 8; death += 1) {
      slow.pass(30_000);
      slow.running().die(1);
      slow.runTasks();
    }
    expect(slow.givenUp).toEqual([]);
  });

  it('says once why an engine refused to start, and does not start it again', async () => {
    const { host, processes, running, runTasks, refusals, givenUp } = bench();
    const refusal = { kind: 'refused', message: 'Another engine uses the folder.' };
    running().say(refusal);
    running().say(refusal);
    runTasks();
    expect(refusals).toEqual(['Another engine uses the folder.']);
    expect(running().killed).toBe(true);
    expect(processes).toHaveLength(1);
    expect(givenUp).toEqual([]);
    await host.stop();
  });

  it.each([null, 'refused', { kind: 'refused' }, { kind: 'ready', message: 'x' }])(
    'takes %j for no refusal',
    (message) => {
      const { running, refusals } = bench();
      running().say(message);
      expect(refusals).toEqual([]);
    },
  );

  it('passes on what the engine asks for its jobs, and ends them with it', async () => {
    const { host, running, asked, endings, runTasks } = bench();
    const request = { kind: 'start-job', id: 1 };
    running().say(request);
    expect(asked).toEqual([request]);
    running().die(1);
    expect(endings()).toBe(1);
    runTasks();
    const stopped = host.stop();
    running().say(request);
    expect(asked).toHaveLength(1);
    running().die(0);
    await stopped;
  });

  it('asks the engine to stop, waits for it, and never starts it again', async () => {
    const { host, processes, running, runTasks } = bench();
    const stopped = host.stop();
    expect(running().messages).toEqual([{ message: { kind: 'stop' }, ports: 0 }]);
    running().die(0);
    await stopped;
    runTasks();
    expect(processes).toHaveLength(1);
  });

  it('kills an engine that does not stop in time', async () => {
    const { host, running, runTasks } = bench();
    const stopped = host.stop();
    runTasks();
    await stopped;
    expect(running().killed).toBe(true);
  });
});
