/** A named place where one service tells others that something happened. Synchronous; listeners must be quick. */
export interface Topic<T> {
  publish(item: T): void;
  /** Returns the function that stops it. */
  subscribe(listener: (item: T) => void): () => void;
  readonly listeners: number;
}

export function createTopic<T>(): Topic<T> {
  const listeners = new Set<(item: T) => void>();
  return {
    publish(item) {
      for (const listener of listeners) listener(item);
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    get listeners() {
      return listeners.size;
    },
  };
}
