import { describe, expect, it } from 'vitest';
import type { EngineHost, EngineHostDependencies } from '../../../../electron/main/engine-host.ts';
import { runShell, type Shell, type ShellWindow } from '../../../../electron/main/lifecycle.ts';

type Listener = (event: { preventDefault(): void }) => void;

type FakeWindow = ShellWindow & { readonly calls: string[]; minimised: boolean; close(): void };

/** As Electron's: a window that is gone throws at every call. */
function fakeWindow(): FakeWindow {
  const closed: (() => void)[] = [];
  const calls: string[] = [];
  let gone = false;
  const alive = (call: string) => {
    if (gone) throw new TypeError('Object has been destroyed');
    calls.push(call);
  };
  const window: FakeWindow = {
    calls,
    minimised: false,
    isMinimized: () => window.minimised,
    restore: () => alive('restore'),
    focus: () => alive('focus'),
    on: (_event, listener) => void closed.push(listener),
    close() {
      gone = true;
      for (const listener of closed) listener();
    },
  };
  return window;
}

async function bench(options: Partial<Shell> & { readonly locked?: boolean } = {}) {
  const calls: string[] = [];
  const listeners = new Map<string, Listener>();
  const windows: FakeWindow[] = [];
  let told: Pick<EngineHostDependencies, 'onGivenUp' | 'onRefused'> | undefined;
  let stopped: () => void = () => {};
  const engine: EngineHost = {
    connect: () => () => {},
    stop: () => {
      calls.push('stop engine');
      return new Promise((resolve) => {
        stopped = resolve;
      });
    },
  };
  await runShell({
    app: {
      requestSingleInstanceLock: () => options.locked !== true,
      whenReady: () => Promise.resolve(),
      on: (event: string, listener: Listener) => void listeners.set(event, listener),
      quit: () => void calls.push('quit'),
      exit: (code) => void calls.push(`exit ${code}`),
      relaunch: () => void calls.push('relaunch'),
    },
    platform: 'darwin',
    beforeReady: () => {},
    onReady: () => {},
    createEngine: (handlers) => {
      told = handlers;
      return engine;
    },
    openWindow: () => {
      const window = fakeWindow();
      windows.push(window);
      return window;
    },
    showError: (title, message) => void calls.push(`${title}: ${message}`),
    askToRestart: () => false,
    ...options,
  });
  return {
    calls,
    windows,
    told,
    stopped: async () => {
      stopped();
      await Promise.resolve();
    },
    /** Answers whether the listener prevented what would follow. */
    emit(event: string): boolean {
      let prevented = false;
      listeners.get(event)?.({
        preventDefault: () => {
          prevented = true;
        },
      });
      return prevented;
    },
  };
}

describe('instances', () => {
  it('gives way to the one that runs', async () => {
    const { calls, windows } = await bench({ locked: true });
    expect(calls).toEqual(['quit']);
    expect(windows).toHaveLength(0);
  });

  it("brings the window to the front when another one was started, a new one when it's closed", async () => {
    const { windows, emit } = await bench();
    const [first] = windows;
    if (first === undefined) throw new Error('No window.');
    first.minimised = true;
    emit('second-instance');
    expect(first.calls).toEqual(['restore', 'focus']);
    first.close();
    emit('second-instance');
    expect(windows).toHaveLength(2);
  });
});

describe('windows', () => {
  it('are opened again by each activate after the window was closed', async () => {
    const { windows, emit } = await bench();
    for (const count of [1, 2, 3]) {
      expect(windows).toHaveLength(count);
      windows.at(-1)?.close();
      emit('activate');
    }
    emit('second-instance');
    expect(windows).toHaveLength(4);
    expect(windows.at(-1)?.calls).toEqual(['focus']);
  });

  it('are not opened while the app quits', async () => {
    const { windows, emit } = await bench();
    emit('before-quit');
    windows[0]?.close();
    emit('activate');
    expect(windows).toHaveLength(1);
  });

  it.each([
    ['darwin', []],
    ['linux', ['quit']],
    ['win32', ['quit']],
  ] as const)('when the last is closed on %s: %j', async (platform, expected) => {
    const { calls, emit } = await bench({ platform });
    emit('window-all-closed');
    expect(calls).toEqual(expected);
  });
});

describe('the end', () => {
  it('waits for the engine, asked once however often the user quits', async () => {
    const { calls, emit, stopped } = await bench();
    expect(emit('before-quit')).toBe(true);
    expect(emit('before-quit')).toBe(true);
    expect(calls).toEqual(['stop engine']);
    await stopped();
    expect(calls).toEqual(['stop engine', 'quit']);
    expect(emit('before-quit')).toBe(false);
  });

  it('comes with the message of a refused launch', async () => {
    const { calls, told } = await bench();
    told?.onRefused('The folder is used by another engine.');
    expect(calls).toEqual(['Overround could not start: The folder is used by another engine.', 'exit 1']);
  });

  it.each([
    [true, ['relaunch', 'exit 1']],
    [false, ['exit 1']],
  ] as const)('when the engine keeps dying, restarting %s: %j', async (again, expected) => {
    const { calls, told } = await bench({ askToRestart: () => again });
    told?.onGivenUp(139);
    expect(calls).toEqual(expected);
  });

  it('says what kept it from starting', async () => {
    const { calls } = await bench({
      onReady: () => {
        throw new Error('No display.');
      },
    });
    expect(calls).toEqual(['Overround could not start: No display.', 'exit 1']);
  });
});
