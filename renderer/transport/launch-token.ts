type Bar = Pick<Location, 'hash' | 'pathname' | 'search'>;
type Memory = Pick<Storage, 'getItem' | 'setItem'>;

const STORED_AS = 'overround.token';

/**
 * The token of this launch. It comes in the address after `#token=`, where it is never sent to a server, is kept for this
 * tab and taken out of the address bar, so that a screenshot or a bookmark doesn't carry it. `undefined`: the page was
 * not opened by its link.
 */
export function takeToken(bar: Bar, memory: Memory, clearBar: (url: string) => void): string | undefined {
  const given = new URLSearchParams(bar.hash.replace(/^#/, '')).get('token');
  if (given !== null && given !== '') {
    memory.setItem(STORED_AS, given);
    clearBar(bar.pathname + bar.search);
    return given;
  }
  return memory.getItem(STORED_AS) ?? undefined;
}
