import { useEffect, useState } from 'react';
import { savedValue } from '../stores/saved-value.ts';
import { useStatus } from '../stores/status.ts';
import { Banners } from './banners.tsx';
import { commands } from './commands.ts';
import { Connecting } from './connection-screens.tsx';
import { loadBindings } from './key-bindings.ts';
import { KeySheet } from './key-sheet.tsx';
import { listenToKeyboard } from './keyboard.ts';
import { useOverlay } from './overlay.ts';
import { Palette } from './palette.tsx';
import { loadPreferences } from './preferences.ts';
import { SettingsDialog } from './settings-dialog.tsx';
import { StatusBar } from './status-bar.tsx';
import { Toasts } from './toasts.tsx';
import { WorkspaceView } from './workspace-view.tsx';
import './app.css';

/** What the engine keeps for this window, read once it first answers. */
type Saved = { readonly layout: unknown };

export function App() {
  const connection = useStatus((state) => state.connection);
  const saved = useSaved(connection === 'open');
  useModeMarks();
  useEffect(() => listenToKeyboard(commands), []);
  return (
    <div className={`app ${connection === 'open' ? '' : 'disconnected'}`}>
      <div className="mode-stripe" aria-hidden="true" />
      {saved === undefined ? (
        <Connecting />
      ) : (
        <>
          <Banners />
          <main className="workspace">
            <WorkspaceView saved={saved.layout} />
          </main>
          <StatusBar />
        </>
      )}
      <Overlays />
      <Toasts />
    </div>
  );
}

function Overlays() {
  const open = useOverlay((state) => state.open);
  switch (open) {
    case null:
      return null;
    case 'palette':
    case 'events':
      return <Palette key={open} eventsOnly={open === 'events'} />;
    case 'keys':
      return <KeySheet />;
    case 'settings':
      return <SettingsDialog />;
  }
}

function useSaved(connected: boolean): Saved | undefined {
  const [saved, setSaved] = useState<Saved>();
  useEffect(() => {
    if (!connected || saved !== undefined) return;
    void Promise.all([savedValue('layout'), loadPreferences(), loadBindings()]).then(([layout]) =>
      setSaved({ layout }),
    );
  }, [connected, saved]);
  return saved;
}

/** Puts the mode where it can't be overlooked: on the page's colours and in the window's title. */
function useModeMarks(): void {
  const mode = useStatus((state) => state.status?.mode);
  useEffect(() => {
    if (mode === undefined) return;
    document.documentElement.dataset['mode'] = mode;
    document.title = `Overround · ${mode.toUpperCase()}`;
  }, [mode]);
}
