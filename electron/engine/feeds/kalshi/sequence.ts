/** What a number of a subscription says of the messages before it. */
export type Place = 'next' | 'repeated' | 'gap';

/**
 * Subscriptions' running numbers. Each subscription (`sid`) of each socket has one of its own, which counts everything it
 * sends: snapshots, deltas, answers to commands.
 */
export type Sequences = {
  place(subscription: string, number: number): Place;
  /** Another subscription brings what this one did. */
  end(subscription: string): void;
  /** Numbers start anew on another socket. */
  forget(socket: string): void;
};

export function createSequences(): Sequences {
  const last = new Map<string, number>();
  return {
    place(subscription, number) {
      const before = last.get(subscription);
      if (before !== undefined && number <= before) return 'repeated';
      last.set(subscription, number);
      return before === undefined || number === before + 1 ? 'next' : 'gap';
    },
    end: (subscription) => void last.delete(subscription),
    forget(socket) {
      for (const key of last.keys()) if (key.startsWith(`${socket} `)) last.delete(key);
    },
  };
}
