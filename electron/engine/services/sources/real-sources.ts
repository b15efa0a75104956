import { OperationFailure } from '../../../../shared/contract/errors.ts';
import type { OverroundContract } from '../../../../shared/contract/index.ts';
import type { SourceSetup, TestStep } from '../../../../shared/contract/sources.ts';
import type { SourceId } from '../../../../shared/domain/units.ts';
import type { Implementations } from '../../../../shared/rpc/types.ts';
import type { SourceKind, SourcePorts, TestPorts } from '../../feeds/source-kind.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Journal } from '../../ports/journal.ts';
import { aborted } from '../operations/watch.ts';
import { createTopic } from '../topic.ts';
import type { RunningSources } from './running-sources.ts';
import { checkedValues, createSourceSetups, type KeptSetup, kindOf } from './setups.ts';
import { checkNeeded, forgetStored, keysProblem, placesOf, saveTyped, withTyped } from './source-secrets.ts';

type Operations = Pick<
  Implementations<OverroundContract>,
  'sources.offers' | 'sources.setups' | 'sources.save' | 'sources.remove' | 'sources.test'
>;

export type RealSources = {
  /** Starts every source that is on. */
  start(): Promise<void>;
  readonly setups: () => readonly KeptSetup[];
  /** The age past which a source's prices take no order; `null` where nothing was said. */
  readonly maximumAgeMs: (id: SourceId) => number | null;
  readonly operations: Operations;
};

/** A test may log in and stream; beyond this it is given up. */
const TEST_MS = 60_000;

/** Sources of real prices: added, keyed, tested, changed and removed while the engine runs. */
export function openRealSources(deps: {
  readonly kinds: readonly SourceKind[];
  readonly given: readonly KeptSetup[];
  readonly running: RunningSources;
  /** What a source of this id is given. */
  readonly portsOf: (id: SourceId) => SourcePorts;
  readonly journal: Journal;
  readonly wall: Clock;
}): RealSources {
  const { kinds, running, portsOf, journal, wall } = deps;
  const [first] = kinds;
  if (first === undefined) throw new Error('There are no kinds of sources.');
  const { log, secrets } = portsOf(first.id);
  const setups = createSourceSetups({ kinds, journal, wall, log, given: deps.given });
  const changes = createTopic<SourceSetup>();

  const told = (setup: KeptSetup): SourceSetup => ({
    ...setup,
    secrets: placesOf(kindOf(kinds, setup.id), secrets),
  });

  /** In force from now on. A source that can't be opened with its values is a fault, not the user's. */
  const apply = async (setup: KeptSetup) => {
    if (!setup.enabled) return running.stop(setup.id);
    await running.start(kindOf(kinds, setup.id).open(portsOf(setup.id), setup.values));
  };

  const test = async (
    kind: SourceKind,
    values: KeptSetup['values'],
    ports: TestPorts,
    signal: AbortSignal,
  ) => {
    const tooLong = new AbortController();
    const cancel = wall.after(TEST_MS, () => tooLong.abort());
    try {
      return await kind.test(ports, values, AbortSignal.any([signal, tooLong.signal]));
    } catch (error) {
      if (signal.aborted || tooLong.signal.aborted)
        throw new OperationFailure({
          code: 'unavailable',
          message: `The test of ${kind.name} was stopped after ${TEST_MS / 1000} s: it does not answer. Check the network.`,
        });
      throw error;
    } finally {
      cancel();
    }
  };

  return {
    start: async () => void (await Promise.all(setups.all().map(apply))),
    setups: setups.all,
    maximumAgeMs: (id) => setups.get(id)?.maximumAgeMs ?? null,
    operations: {
      'sources.offers': () =>
        kinds.map(({ id, name, description, account, fields, secrets: wanted }) => ({
          id,
          name,
          description,
          account,
          fields,
          secrets: wanted,
        })),
      'sources.setups': async (_input, emit, { signal }) => {
        const stop = changes.subscribe(emit);
        for (const setup of setups.all()) emit(told(setup));
        await aborted(signal);
        stop();
      },
      'sources.save': async ({ secrets: typed, ...draft }) => {
        const kind = kindOf(kinds, draft.id);
        const values = checkedValues(kind, draft.values);
        if (draft.enabled) checkNeeded(kind, secrets, typed, values);
        saveTyped(kind, secrets, typed);
        const saved = setups.save({ ...draft, values });
        await apply(saved);
        changes.publish(told(saved));
        return told(saved);
      },
      'sources.remove': async ({ id, forget }) => {
        const kind = kindOf(kinds, id);
        const setup = setups.get(id);
        // Before anything is removed: what can't be forgotten now can be asked for again.
        if (forget) forgetStored(kind, secrets);
        setups.remove(id);
        await running.stop(id);
        if (setup) changes.publish({ ...told(setup), enabled: false, removed: true });
        return {};
      },
      'sources.test': async (draft, { signal }): Promise<TestStep[]> => {
        const kind = kindOf(kinds, draft.id);
        const values = checkedValues(kind, draft.values);
        const ports = portsOf(draft.id);
        const message = keysProblem(kind, secrets, draft.secrets, values);
        if (message !== null) return [{ name: 'Read the keys', ok: false, message, elapsedMs: 0 }];
        return [
          ...(await test(
            kind,
            values,
            { ...ports, secrets: withTyped(kind, secrets, draft.secrets) },
            signal,
          )),
        ];
      },
    },
  };
}

/** In a market whose sources are given, nothing can be added. */
export function fixedSources(message: string): Operations {
  const refuse = (): never => {
    throw new OperationFailure({ code: 'unavailable', message });
  };
  return {
    'sources.offers': () => [],
    'sources.setups': async (_input, _emit, { signal }) => aborted(signal),
    'sources.save': refuse,
    'sources.remove': refuse,
    'sources.test': refuse,
  };
}
