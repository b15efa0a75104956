/** Whether this is the desktop app's window, which is given its engine, or a browser, which needs the address. */
export const inElectron = navigator.userAgent.includes(' Electron/');
