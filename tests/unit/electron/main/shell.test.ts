import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { WebContents } from 'electron';
import { afterAll, describe, expect, it } from 'vitest';
import { confine, windowOptions } from '../../../../electron/main/main-window.ts';
import { menuTemplate } from '../../../../electron/main/menu.ts';
import { PAGE_ORIGIN, servePage } from '../../../../electron/main/page.ts';
import { readWindowState, saveWindowState } from '../../../../electron/main/window-state.ts';

const folder = mkdtempSync(join(tmpdir(), 'overround-shell-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the window', () => {
  it('is sandboxed and isolated', () => {
    const { webPreferences } = windowOptions({ bounds: null, maximised: false }, '/preload.cjs');
    expect(webPreferences).toMatchObject({
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
      webviewTag: false,
    });
  });

  it('stays on its own page', () => {
    const listeners = new Map<string, (event: { url: string; preventDefault(): void }) => void>();
    let open: (() => { action: string }) | undefined;
    const contents = {
      on: (name: string, listener: never) => void listeners.set(name, listener),
      setWindowOpenHandler: (handler: never) => {
        open = handler;
      },
    };
    confine(contents as unknown as WebContents);
    const prevented = (url: string) => {
      let stopped = false;
      listeners.get('will-navigate')?.({
        url,
        preventDefault: () => {
          stopped = true;
        },
      });
      return stopped;
    };
    expect(open?.().action).toBe('deny');
    expect(prevented('https://example.com/')).toBe(true);
    expect(prevented('file:///etc/passwd')).toBe(true);
    expect(prevented('overround://app.example/')).toBe(true);
    expect(prevented(`${PAGE_ORIGIN}/index.html`)).toBe(false);
    expect(listeners.has('will-attach-webview')).toBe(true);
  });

  it('offers developer tools in development only', () => {
    const text = (packaged: boolean) => JSON.stringify(menuTemplate('linux', packaged));
    expect(text(false)).toContain('toggleDevTools');
    expect(text(true)).not.toContain('toggleDevTools');
  });
});

describe('window state', () => {
  const file = join(folder, 'window-state.json');
  const display = { x: 0, y: 0, width: 1920, height: 1080 };

  it('comes back as it was saved', () => {
    const state = { bounds: { x: 10, y: 20, width: 1200, height: 800 }, maximised: true };
    saveWindowState(file, state);
    expect(readWindowState(file, [display])).toEqual(state);
  });

  it('is not placed on a display that is gone', () => {
    saveWindowState(file, { bounds: { x: 3000, y: 20, width: 1200, height: 800 }, maximised: false });
    expect(readWindowState(file, [display]).bounds).toBeNull();
  });

  it.each(['', '{', 'null', '[]', '{"bounds":{"x":"1"}}'])('survives a file that reads %j', (text) => {
    writeFileSync(file, text);
    expect(readWindowState(file, [display])).toEqual({ bounds: null, maximised: false });
  });

  it('is no reason to fail when it cannot be written', () => {
    expect(() =>
      saveWindowState(join(folder, 'missing', 'state.json'), { bounds: null, maximised: false }),
    ).not.toThrow();
  });
});

describe('the page', () => {
  const root = join(folder, 'renderer');
  mkdirSync(join(root, 'assets'), { recursive: true });
  writeFileSync(join(root, 'index.html'), '<!doctype html>');
  writeFileSync(join(root, 'assets', 'index.js'), '0');
  writeFileSync(join(folder, 'secret.json'), '{}');
  const serve = servePage(root);
  const get = (path: string, method = 'GET') => serve(new Request(`${PAGE_ORIGIN}${path}`, { method }));

  it('serves the built renderer with its policy', async () => {
    const answer = await get('/');
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect((await get('/assets/index.js')).headers.get('content-type')).toContain('javascript');
  });

  it.each([
    ['/../secret.json'],
    ['/%2e%2e/secret.json'],
    ['/..%2fsecret.json'],
    ['/missing.js'],
    ['/assets'],
  ])('answers 404 for %s', async (path) => {
    expect((await get(path)).status).toBe(404);
  });

  it('answers nothing but GET on its own host', async () => {
    expect((await get('/', 'POST')).status).toBe(404);
    expect((await serve(new Request('overround://elsewhere/'))).status).toBe(404);
  });
});
