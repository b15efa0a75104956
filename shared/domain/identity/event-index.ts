import type { ReadEvent } from './compare.ts';

/** Events by sport and start, so that only those near each other are compared. */
export interface EventTimes<Item> {
  add(event: ReadEvent, item: Item): void;
  remove(event: ReadEvent, item: Item): void;
  /** Calls `visit` for each of the same sport that starts within `reachMs`, and for some a little further off. */
  near(event: ReadEvent, reachMs: number, visit: (item: Item) => void): void;
}

const BUCKET_MS = 3 * 3_600_000;

export function indexByTime<Item>(): EventTimes<Item> {
  const groups = new Map<string, Map<number, Set<Item>>>();
  const bucketOf = (startsAt: number): number => Math.floor(startsAt / BUCKET_MS);
  return {
    add({ group, names }, item) {
      const buckets = groups.get(group) ?? new Map<number, Set<Item>>();
      groups.set(group, buckets);
      const at = bucketOf(names.startsAt);
      const items = buckets.get(at);
      if (items) items.add(item);
      else buckets.set(at, new Set([item]));
    },
    remove({ group, names }, item) {
      const buckets = groups.get(group);
      const at = bucketOf(names.startsAt);
      const items = buckets?.get(at);
      items?.delete(item);
      if (items?.size === 0) buckets?.delete(at);
    },
    near({ group, names }, reachMs, visit) {
      const buckets = groups.get(group);
      if (!buckets) return;
      const last = bucketOf(names.startsAt + reachMs);
      for (let bucket = bucketOf(names.startsAt - reachMs); bucket <= last; bucket += 1)
        for (const item of buckets.get(bucket) ?? []) visit(item);
    },
  };
}
