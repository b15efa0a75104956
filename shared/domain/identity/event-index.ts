import { COMPARED_WITHIN_MS, type ReadEvent } from './compare.ts';

/** Events by sport and start, so that only those near each other are compared. */
export interface EventTimes<Item> {
  add(event: ReadEvent, item: Item): void;
  remove(event: ReadEvent, item: Item): void;
  /** Calls `visit` for each of the same sport that starts near enough. */
  near(event: ReadEvent, visit: (item: Item) => void): void;
}

/** A bucket is as wide as the window: what is near stands in an event's own bucket or one beside it. */
const bucketOf = ({ names }: ReadEvent): number => Math.floor(names.startsAt / COMPARED_WITHIN_MS);

export function indexByTime<Item>(): EventTimes<Item> {
  const buckets = new Map<string, Set<Item>>();
  const key = (group: string, bucket: number): string => `${group}|${bucket}`;
  return {
    add(event, item) {
      const at = key(event.group, bucketOf(event));
      const items = buckets.get(at);
      if (items) items.add(item);
      else buckets.set(at, new Set([item]));
    },
    remove(event, item) {
      const at = key(event.group, bucketOf(event));
      const items = buckets.get(at);
      items?.delete(item);
      if (items?.size === 0) buckets.delete(at);
    },
    near(event, visit) {
      const own = bucketOf(event);
      for (let bucket = own - 1; bucket <= own + 1; bucket += 1)
        for (const item of buckets.get(key(event.group, bucket)) ?? []) visit(item);
    },
  };
}
