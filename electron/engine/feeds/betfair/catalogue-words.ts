import { MARKET_GROUPS } from './market-groups.ts';
import type { BetfairSettings } from './settings.ts';
import { SPORTS } from './sports.ts';

/** How the last look through the catalogue ended. */
export type CatalogueState =
  | { readonly at: 'unread' | 'unreadable' | 'no-competition' }
  /** Markets listed for the choice, of use or not. */
  | { readonly at: 'read'; readonly listed: number };

type Choice = Pick<BetfairSettings, 'eventTypeIds' | 'groups' | 'countries' | 'competitions' | 'aheadMs'>;

const hours = (ms: number): string => {
  const whole = Math.round(ms / 3_600_000);
  return whole === 1 ? 'hour' : `${whole} hours`;
};

/** What was chosen that nothing is listed for, and what would widen it. */
export function nothingListed(choice: Choice): string {
  const sports = choice.eventTypeIds.map((id) => SPORTS[id]?.label ?? id).join(', ');
  const groups = choice.groups.map((group) => MARKET_GROUPS[group].label.toLowerCase()).join('; ');
  const where = choice.countries.length === 0 ? '' : ` in ${choice.countries.join(', ')}`;
  const which = choice.competitions.length === 0 ? '' : ` of ${choice.competitions.join(', ')}`;
  const wider = [
    'look further ahead',
    'choose more sports or markets',
    ...(choice.countries.length === 0 ? [] : ['other countries']),
    ...(choice.competitions.length === 0 ? [] : ['other competitions']),
  ];
  return (
    `Betfair lists no market of ${sports}${which}${where} in the next ${hours(choice.aheadMs)} (${groups}). ` +
    `To see more, ${wider.slice(0, -1).join(', ')} or ${wider.at(-1)}.`
  );
}

/** Why no market is watched, in a few words. */
export function whyNone(state: CatalogueState, unsupported: number, everyMs: number): string {
  const again = `looked again every ${Math.round(everyMs / 60_000)} min`;
  switch (state.at) {
    case 'unread':
      return 'none yet: the catalogue is not read';
    case 'unreadable':
      return 'none: the catalogue could not be read';
    case 'no-competition':
      return `none: no competition of the names chosen is listed; ${again}`;
    case 'read':
      if (state.listed === 0) return `none listed for what is chosen; ${again}`;
      return unsupported > 0
        ? `none of ${state.listed} listed can be traded here: see Not supported`
        : `none of ${state.listed} listed could be read: see the quarantined rows`;
    default:
      return state satisfies never;
  }
}
