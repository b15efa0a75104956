import type { EngineHost, EngineHostDependencies } from './engine-host.ts';

/** What is used of Electron's `app`. */
export type ShellApp = {
  requestSingleInstanceLock(): boolean;
  whenReady(): Promise<unknown>;
  on(event: 'second-instance' | 'activate' | 'window-all-closed', listener: () => void): unknown;
  on(event: 'before-quit', listener: (event: { preventDefault(): void }) => void): unknown;
  quit(): void;
  exit(code: number): void;
  relaunch(): void;
};

/** What is used of Electron's `BrowserWindow`. */
export type ShellWindow = {
  isMinimized(): boolean;
  restore(): void;
  focus(): void;
  on(event: 'closed', listener: () => void): unknown;
};

export type Shell = {
  readonly app: ShellApp;
  readonly platform: NodeJS.Platform;
  /** Before the app is ready; only in the first instance. */
  readonly beforeReady: () => void;
  /** Once it is ready, before the engine and the window. */
  readonly onReady: () => void;
  readonly createEngine: (told: Pick<EngineHostDependencies, 'onGivenUp' | 'onRefused'>) => EngineHost;
  readonly openWindow: (engine: EngineHost) => ShellWindow;
  readonly showError: (title: string, message: string) => void;
  /** Whether to start everything again after the engine kept dying. */
  readonly askToRestart: (exitCode: number) => boolean;
};

/**
 * The app from its start to its end: one instance, one engine, at most one window. Quitting waits for the engine to have
 * written everything out. A refused launch is told and ends the app.
 */
export async function runShell(shell: Shell): Promise<void> {
  const { app } = shell;
  if (!app.requestSingleInstanceLock()) {
    app.quit();
    return;
  }
  try {
    shell.beforeReady();
    await app.whenReady();
    shell.onReady();
    runWindows(shell, startEngine(shell));
  } catch (error) {
    shell.showError('Overround could not start', error instanceof Error ? error.message : String(error));
    app.exit(1);
  }
}

const startEngine = ({ app, createEngine, showError, askToRestart }: Shell): EngineHost =>
  createEngine({
    onGivenUp(exitCode) {
      if (askToRestart(exitCode)) app.relaunch();
      app.exit(1);
    },
    onRefused(message) {
      showError('Overround could not start', message);
      app.exit(1);
    },
  });

function runWindows({ app, platform, openWindow }: Shell, engine: EngineHost): void {
  let window: ShellWindow | undefined;
  let quitting: 'no' | 'stopping' | 'stopped' = 'no';
  const show = () => {
    if (quitting !== 'no') return;
    if (window === undefined) {
      window = openWindow(engine);
      window.on('closed', () => {
        window = undefined;
      });
      return;
    }
    if (window.isMinimized()) window.restore();
    window.focus();
  };
  app.on('second-instance', show);
  app.on('activate', show);
  app.on('window-all-closed', () => {
    if (platform !== 'darwin') app.quit();
  });
  app.on('before-quit', (event) => {
    if (quitting === 'stopped') return;
    event.preventDefault();
    if (quitting === 'stopping') return;
    quitting = 'stopping';
    void engine.stop().then(() => {
      quitting = 'stopped';
      app.quit();
    });
  });
  show();
}
