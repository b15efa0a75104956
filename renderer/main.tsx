import './jitless-schemas.ts';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import '@fontsource-variable/inter';
import './app/tokens.css';
import './app/base.css';
import './ui/controls.css';
import './app/pane.css';
import { App } from './app/app.tsx';
import { NoToken } from './app/connection-screens.tsx';
import { startPreferences } from './app/preferences.ts';
import { watchEngine } from './stores/engine-streams.ts';
import { setEngine } from './transport/engine.ts';
import { connectToEngine } from './transport/engine-client.ts';

startPreferences();
const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no #root.');

const client = connectToEngine();
if (client === undefined) {
  createRoot(root).render(<NoToken />);
} else {
  setEngine(client);
  watchEngine(client);
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
}
