import type { MenuItemConstructorOptions } from 'electron';

/** The system's own menu: editing, zoom and windows. Everything else is in the command palette. */
export function menuTemplate(platform: NodeJS.Platform, packaged: boolean): MenuItemConstructorOptions[] {
  const view: MenuItemConstructorOptions[] = [
    { role: 'resetZoom' },
    { role: 'zoomIn' },
    { role: 'zoomOut' },
    { type: 'separator' },
    { role: 'togglefullscreen' },
  ];
  return [
    ...(platform === 'darwin' ? [{ role: 'appMenu' } as const] : []),
    { role: 'editMenu' },
    { label: 'View', submenu: packaged ? view : [...view, { role: 'toggleDevTools' }] },
    { role: 'windowMenu' },
  ];
}
