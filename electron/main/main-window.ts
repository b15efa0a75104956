import type { BrowserWindow, BrowserWindowConstructorOptions, WebContents } from 'electron';
import { PAGE_ORIGIN } from './page.ts';
import type { WindowState } from './window-state.ts';

/** What the window may do: as little as a web page, with a port to the engine. */
export const windowOptions = (state: WindowState, preload: string): BrowserWindowConstructorOptions => ({
  width: 1440,
  height: 900,
  ...(state.bounds ?? {}),
  minWidth: 960,
  minHeight: 600,
  show: false,
  title: 'Overround',
  backgroundColor: '#0e1116',
  autoHideMenuBar: true,
  webPreferences: {
    preload,
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    webviewTag: false,
    spellcheck: false,
  },
});

/** Keeps a window on the application's own page: no navigation, no new windows, no embedded ones. */
export function confine(contents: Pick<WebContents, 'on' | 'setWindowOpenHandler'>): void {
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  contents.on('will-navigate', (event) => {
    if (!event.url.startsWith(`${PAGE_ORIGIN}/`)) event.preventDefault();
  });
  contents.on('will-attach-webview', (event) => event.preventDefault());
}

/** The window as it should come back next time; a maximised window keeps the size it had before. */
export const stateOf = (window: Pick<BrowserWindow, 'isMaximized' | 'getNormalBounds'>): WindowState => ({
  bounds: window.getNormalBounds(),
  maximised: window.isMaximized(),
});
