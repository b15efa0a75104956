const TIME = /"(commence_time|last_update)":"([^"]+)"/g;
const BEFORE_START_MS = 1_800_000;

/**
 * A recorded payload (compact JSON) as if it were live: the newest price is of `now`, the first event starts half an
 * hour after `opened`, and everything else keeps its distance from these two.
 */
export function asLive(json: string, opened: number, now: number): unknown {
  const times = [...json.matchAll(TIME)].map(([, name, time]) => ({ name, at: Date.parse(time ?? '') }));
  const of = (name: string) => times.filter((time) => time.name === name).map(({ at }) => at);
  const newest = of('last_update').reduce((most, at) => Math.max(most, at), 0);
  const first = of('commence_time').reduce((least, at) => Math.min(least, at), Number.POSITIVE_INFINITY);
  const moved = json.replaceAll(TIME, (_, name: string, time: string) => {
    const by = name === 'last_update' ? now - newest : opened + BEFORE_START_MS - first;
    return `"${name}":"${new Date(Date.parse(time) + by).toISOString()}"`;
  });
  return JSON.parse(moved);
}
