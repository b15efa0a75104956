import { sportPath } from './api-request.ts';
import { type AskOnce, createAskOnce, type OncePorts } from './ask-once.ts';
import { localProblem, type Problem } from './error-table.ts';
import type { OddsApiSettings } from './settings.ts';

/** A team or player as the API names it. */
export type Participant = { readonly id: string; readonly name: string };

export type Fetched<T> =
  | {
      readonly ok: true;
      readonly items: readonly T[];
      readonly refused: number;
      readonly cost: number | null;
    }
  | { readonly ok: false; readonly problem: Problem };

export type Discovery = {
  /** Everyone who takes part in a sport, whether or not they play soon: names to match other sources by. 1 credit. */
  fetchParticipants(sport: string, signal: AbortSignal): Promise<Fetched<Participant>>;
  /** Which market keys each book has on an event now. 1 credit. */
  fetchEventMarkets(sport: string, nativeId: string, signal: AbortSignal): Promise<Fetched<BookMarkets>>;
};
export type BookMarkets = { readonly book: string; readonly markets: readonly string[] };

const fieldsOf = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
const isName = (value: unknown): value is string =>
  typeof value === 'string' && value.trim() !== '' && value.length <= 200;

/** The documented field is `full_name`; `name` has been seen too. */
function participantOf(value: unknown): Participant | undefined {
  const { id, full_name: fullName, name } = fieldsOf(value);
  const called = isName(fullName) ? fullName : name;
  return isName(id) && isName(called) ? { id, name: called.trim() } : undefined;
}

function bookMarketsOf(value: unknown): BookMarkets | undefined {
  const { key, markets } = fieldsOf(value);
  if (!isName(key) || !Array.isArray(markets)) return undefined;
  return { book: key, markets: markets.map((market) => fieldsOf(market)['key']).filter(isName) };
}

async function fetchList<T>(
  asked: ReturnType<AskOnce>,
  listOf: (value: unknown) => unknown,
  read: (item: unknown) => T | undefined,
): Promise<Fetched<T>> {
  const answer = await asked;
  if (!answer.ok) return { ok: false, problem: answer.problem };
  const list = listOf(answer.value);
  if (!Array.isArray(list))
    return { ok: false, problem: localProblem('wrong-format', 'a list was expected') };
  const items = list.map(read).filter((item) => item !== undefined);
  return { ok: true, items, refused: list.length - items.length, cost: answer.meter.last ?? null };
}

/** Single questions to the API, by whoever needs names. */
export function createDiscovery(
  ports: OncePorts,
  settings: Pick<OddsApiSettings, 'baseUrl' | 'regions' | 'bookmakers'>,
): Discovery {
  const ask = createAskOnce(ports, settings);
  const { regions, bookmakers } = settings;
  const whose = bookmakers.length > 0 ? { bookmakers: bookmakers.join(',') } : { regions: regions.join(',') };
  return {
    fetchParticipants: (sport, signal) =>
      fetchList(ask(`${sportPath(sport)}/participants`, {}, signal), (value) => value, participantOf),
    fetchEventMarkets: (sport, nativeId, signal) =>
      fetchList(
        ask(
          `${sportPath(sport)}/events/${encodeURIComponent(nativeId)}/markets`,
          { ...whose, dateFormat: 'iso' },
          signal,
        ),
        (value) => fieldsOf(value)['bookmakers'],
        bookMarketsOf,
      ),
  };
}
