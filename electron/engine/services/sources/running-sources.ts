import type { SourceHealth } from '../../../../shared/contract/sources.ts';
import type { SourceId } from '../../../../shared/domain/units.ts';
import type { FeedSink, Source } from '../../feeds/source.ts';
import type { Log } from '../../ports/log.ts';

/** The sources that deliver now; they come and go while the engine runs. */
export interface RunningSources {
  all(): readonly Source[];
  get(id: SourceId): Source | undefined;
  /** Starts it, in place of the one of its id. Resolves when the one before has stopped and this one began. */
  start(source: Source): Promise<void>;
  /** Resolves when nothing more comes from it. Its prices go stale by themselves. */
  stop(id: SourceId): Promise<void>;
  /** Stops all of them for good: nothing starts any more. */
  stopAll(): Promise<void>;
}

/** `onStopped` is told when one has left for good or before another takes its place. */
export function createRunningSources(deps: {
  readonly sinkFor: (id: SourceId) => FeedSink;
  readonly onStopped: (health: SourceHealth) => void;
  readonly log: Log;
}): RunningSources {
  const { sinkFor, onStopped, log } = deps;
  const running = new Map<SourceId, Source>();
  let over = false;
  /** One change of a source at a time, in the order asked for. */
  const changes = new Map<SourceId, Promise<void>>();

  const inTurn = (id: SourceId, change: () => Promise<void>): Promise<void> => {
    const turn = (changes.get(id) ?? Promise.resolve()).then(change);
    changes.set(
      id,
      turn.catch(() => undefined),
    );
    return turn;
  };

  const halt = async (id: SourceId) => {
    const source = running.get(id);
    if (source === undefined) return;
    running.delete(id);
    try {
      await source.stop();
    } catch (error) {
      // Nobody can do more about it; what it told must leave the market all the same.
      log.error('source failed to stop', { source: id, error: String(error) });
    }
    onStopped(source.health());
  };

  return {
    all: () => [...running.values()],
    get: (id) => running.get(id),
    start: (source) =>
      inTurn(source.id, async () => {
        await halt(source.id);
        if (over) return;
        running.set(source.id, source);
        // It answers when its first request has: nobody waits for a slow server to add a source.
        source.start(sinkFor(source.id)).catch((error: unknown) => {
          log.error('source failed to start', { source: source.id, error: String(error) });
        });
      }),
    stop: (id) => inTurn(id, () => halt(id)),
    async stopAll() {
      over = true;
      // Changes under way first: what they would start is not started any more.
      await Promise.all(changes.values());
      await Promise.all([...running.keys()].map((id) => inTurn(id, () => halt(id))));
    },
  };
}
