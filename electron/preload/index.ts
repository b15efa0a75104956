/** Hands the window its port to the engine, and nothing else. */
import { ipcRenderer } from 'electron';

const PORT_MESSAGE = 'overround:port';

ipcRenderer.on(PORT_MESSAGE, (event) => {
  window.postMessage(PORT_MESSAGE, location.origin, event.ports);
});
