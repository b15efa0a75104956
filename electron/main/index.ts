/** The Electron shell: one window, one engine process, and the way between them. */
import { join } from 'node:path';
import {
  app,
  BrowserWindow,
  dialog,
  Menu,
  MessageChannelMain,
  protocol,
  screen,
  session,
  utilityProcess,
} from 'electron';
import { engineArguments } from './engine-arguments.ts';
import { createEngineHost, type EngineHost } from './engine-host.ts';
import { createJobProcesses } from './job-processes.ts';
import { runShell } from './lifecycle.ts';
import { confine, stateOf, windowOptions } from './main-window.ts';
import { menuTemplate } from './menu.ts';
import { PAGE_ORIGIN, PAGE_SCHEME, servePage } from './page.ts';
import { readWindowState, saveWindowState } from './window-state.ts';

const built = join(import.meta.dirname, '..');
const stateFile = () => join(app.getPath('userData'), 'window-state.json');
const report = (message: string) => void process.stderr.write(`overround: ${message}\n`);

const forkEngine = () =>
  utilityProcess.fork(join(built, 'main', 'utility.js'), engineArguments(process.argv, app.isPackaged), {
    serviceName: 'Overround engine',
    stdio: 'inherit',
  });

const forkJob = () =>
  utilityProcess.fork(join(built, 'main', 'worker.js'), [], {
    serviceName: 'Overround job',
    stdio: ['ignore', 'ignore', 'pipe'],
  });

function askToRestart(exitCode: number): boolean {
  const choice = dialog.showMessageBoxSync({
    type: 'error',
    title: 'Overround',
    message: 'The engine keeps stopping.',
    detail: `It ended with code ${exitCode}. Orders already sent are kept in the journal and are checked with the venue at the next start.`,
    buttons: ['Restart Overround', 'Quit'],
    defaultId: 0,
    cancelId: 1,
  });
  return choice === 0;
}

function openWindow(engine: EngineHost): BrowserWindow {
  const displays = screen.getAllDisplays().map((display) => display.workArea);
  const state = readWindowState(stateFile(), displays);
  const window = new BrowserWindow(windowOptions(state, join(built, 'preload', 'index.cjs')));
  let disconnect = () => {};
  confine(window.webContents);
  window.once('ready-to-show', () => {
    if (state.maximised) window.maximize();
    window.show();
  });
  window.webContents.on('did-finish-load', () => {
    disconnect();
    disconnect = engine.connect({
      deliver: (port) => window.webContents.postMessage('overround:port', null, [port]),
    });
  });
  window.webContents.on('render-process-gone', (_event, { reason }) => {
    report(`the window's process is gone: ${reason}`);
    if (reason !== 'clean-exit') window.webContents.reload();
  });
  window.on('close', () => saveWindowState(stateFile(), stateOf(window)));
  window.on('closed', () => disconnect());
  void window.loadURL(`${PAGE_ORIGIN}/`);
  return window;
}

function onReady(): void {
  protocol.handle(PAGE_SCHEME, servePage(join(built, 'renderer')));
  session.defaultSession.setPermissionRequestHandler((_contents, permission, answer) =>
    answer(permission === 'clipboard-sanitized-write'),
  );
  session.defaultSession.setPermissionCheckHandler(
    (_contents, permission) => permission === 'clipboard-sanitized-write',
  );
  Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(process.platform, app.isPackaged)));
}

void runShell({
  app,
  platform: process.platform,
  beforeReady: () =>
    protocol.registerSchemesAsPrivileged([
      { scheme: PAGE_SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true } },
    ]),
  onReady,
  createEngine: (told) =>
    createEngineHost({
      fork: forkEngine,
      channel: () => new MessageChannelMain(),
      after: (ms, task) => void setTimeout(task, ms),
      now: Date.now,
      log: report,
      jobs: createJobProcesses({ fork: forkJob, channel: () => new MessageChannelMain() }),
      ...told,
    }),
  openWindow,
  showError: (title, message) => dialog.showErrorBox(title, message),
  askToRestart,
});
