import { OperationFailure } from '../../shared/contract/errors.ts';
import { engine } from '../transport/engine.ts';
import { jsonOf } from './json.ts';
import { failureMessage, notify } from './toasts.ts';

/** The names under which the window keeps its own JSON in the engine. */
export type SavedKey = 'layout' | 'keymap' | 'preferences' | 'strategies';

/** What was saved under `key`, `null` when nothing was. A failure is told to the user and counts as nothing. */
export async function savedValue(key: SavedKey): Promise<unknown> {
  try {
    return await engine().call('workspace.get', { key });
  } catch (error) {
    if (error instanceof OperationFailure && error.code === 'not-found') return null;
    notify('warn', `Your saved ${key} could not be read, so the default is used. ${failureMessage(error)}`);
    return null;
  }
}

const waiting = new Map<SavedKey, ReturnType<typeof setTimeout>>();
const SETTLE_MS = 500;

/** Saves `value`, which must have a form in JSON, once it has not changed for half a second. */
export function saveValue(key: SavedKey, value: unknown): void {
  const json = jsonOf(value);
  clearTimeout(waiting.get(key));
  waiting.set(
    key,
    setTimeout(() => {
      waiting.delete(key);
      engine()
        .call('workspace.save', { key, value: json })
        .catch((error: unknown) => {
          // While the engine is away the banner says so; the next change saves again.
          if (error instanceof OperationFailure && error.code === 'disconnected') return;
          notify('error', `Your ${key} could not be saved. ${failureMessage(error)}`);
        });
    }, SETTLE_MS),
  );
}
