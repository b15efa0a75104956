import { contract, type OverroundContract } from '../../../../shared/contract/index.ts';
import type { Settings } from '../../../../shared/domain/settings.ts';
import type { Implementations } from '../../../../shared/rpc/types.ts';
import type { TapedPayload } from '../../ports/payload-tape.ts';
import type { Recorder } from './recorder.ts';

type Operation =
  | 'settings.save'
  | 'matching.accept'
  | 'matching.reject'
  | 'matching.undo'
  | 'matching.forget';
/** What the user can change while a recording runs that books, fair prices and edges follow from. */
export type UserChanges = Pick<Implementations<OverroundContract>, Operation>;

/** The same operations, each kept by the recording under way. */
export function keptUserChanges(changes: UserChanges, keep: Recorder['keep']): UserChanges {
  const kept = <N extends Operation>(name: N): UserChanges[N] =>
    // The compiler can't see that name and input belong together.
    ((input: never, context: never) =>
      keep(name, input, () =>
        (changes[name] as (...of: never[]) => unknown)(input, context),
      )) as UserChanges[N];
  return {
    'settings.save': kept('settings.save'),
    'matching.accept': kept('matching.accept'),
    'matching.reject': kept('matching.reject'),
    'matching.undo': kept('matching.undo'),
    'matching.forget': kept('matching.forget'),
  };
}

const context = { signal: new AbortController().signal };

/** Each does what a recording says was asked for; throws what the operation throws, and on input that is none. */
const AGAIN: {
  readonly [N in Operation]: (changes: UserChanges, input: unknown, settingsOf: SettingsOf) => unknown;
} = {
  'settings.save': (changes, input, settingsOf) =>
    changes['settings.save'](settingsOf(contract['settings.save'].input.parse(input)), context),
  'matching.accept': (changes, input) =>
    changes['matching.accept'](contract['matching.accept'].input.parse(input), context),
  'matching.reject': (changes, input) =>
    changes['matching.reject'](contract['matching.reject'].input.parse(input), context),
  'matching.undo': (changes) => changes['matching.undo']({}, context),
  'matching.forget': (changes, input) =>
    changes['matching.forget'](contract['matching.forget'].input.parse(input), context),
};

/** The settings of a recording as its replay takes them. */
type SettingsOf = (recorded: Settings) => Settings;

const isOperation = (name: string): name is Operation => Object.hasOwn(AGAIN, name);

/** Does in a replay what the user did when it was recorded; what people must know where that can't be done. */
export function repeatUserChange(
  changes: UserChanges,
  { channel, body }: Pick<TapedPayload, 'channel' | 'body'>,
  settingsOf: SettingsOf,
): string | null {
  const lost = (why: string) =>
    `Something the user changed while this was recorded (${channel}) could not be done again, so that events, prices and edges can differ from then on: ${why}`;
  if (!isOperation(channel)) return lost('this version does not know it.');
  try {
    AGAIN[channel](changes, JSON.parse(Buffer.from(body).toString('utf8')), settingsOf);
    return null;
  } catch (error) {
    return lost(error instanceof Error ? error.message : String(error));
  }
}
