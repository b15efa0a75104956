import { create } from 'zustand';
import type { Settings } from '../../shared/domain/settings.ts';
import { engine } from '../transport/engine.ts';
import { notifyFailure } from './toasts.ts';

/** The engine's settings as last read or saved here; `null` until read. */
export const useSettings = create<{ readonly settings: Settings | null }>(() => ({ settings: null }));

/** Reads them from the engine; a failure is told to the user. */
export async function loadSettings(): Promise<void> {
  await engine()
    .call('settings.get', {})
    .then((settings) => useSettings.setState({ settings }))
    .catch(notifyFailure('read the settings'));
}

/** Saves them; rejects with `OperationFailure` when the engine refuses. */
export async function saveSettings(settings: Settings): Promise<void> {
  useSettings.setState({ settings: await engine().call('settings.save', settings) });
}
