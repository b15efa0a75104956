import type { EpochMs } from '../../../../shared/domain/units.ts';
import type { Api, ApiAnswer } from './api.ts';
import { fieldsOf, textOf } from './json.ts';
import { typesOf } from './market-groups.ts';
import type { Problem } from './problem.ts';
import { isCompetition } from './protocol.ts';
import type { BetfairSettings } from './settings.ts';

export type CatalogueScope = {
  readonly eventTypeIds: readonly string[];
  readonly marketTypes: readonly string[];
  /** None: all. */
  readonly competitionIds: readonly string[];
  readonly countries: readonly string[];
  readonly from: EpochMs;
  readonly to: EpochMs;
};

/** One look through the catalogue. `complete` is false where a failure or Betfair's limits left something out. */
export type CatalogueRead = {
  readonly marketIds: ReadonlySet<string>;
  readonly complete: boolean;
  readonly problem: Problem | null;
};

/** Markets of matches under way started earlier; test matches last five days. */
const BACK_MS = 6 * 86_400_000;

/** What to look for now: the user's choice, and the competitions it comes to. */
export const scopeOf = (
  settings: BetfairSettings,
  competitionIds: readonly string[],
  now: EpochMs,
): CatalogueScope => ({
  eventTypeIds: settings.eventTypeIds,
  marketTypes: typesOf(settings.groups),
  competitionIds,
  countries: settings.countries,
  from: (now - BACK_MS) as EpochMs,
  to: (now + settings.aheadMs) as EpochMs,
});

/** MARKET_DESCRIPTION weighs 1 a market, and 200 points are allowed a request (Market Data Request Limits). */
const MOST_RESULTS = 200;
const FEWEST_RESULTS = 25;
const PROJECTION = [
  'MARKET_START_TIME',
  'MARKET_DESCRIPTION',
  'RUNNER_DESCRIPTION',
  'EVENT_TYPE',
  'COMPETITION',
  'EVENT',
];
/** More pages than any choice of sports needs; an answer that never moves on must not be asked for ever. */
const MOST_PAGES = 200;

type Page = { readonly ids: readonly string[]; readonly first: number; readonly last: number };

/** Ids and start times of an answer; what is malformed in it is the decoder's to tell. */
function readPage(answer: ApiAnswer): Page {
  const rows = Array.isArray(answer.result) ? answer.result.map(fieldsOf) : [];
  const starts = rows.map((row) => Date.parse(textOf(row?.['marketStartTime']))).filter(Number.isFinite);
  return {
    ids: rows.map((row) => textOf(row?.['marketId'])),
    first: Math.min(...starts),
    last: Math.max(...starts),
  };
}

const halves = <Item>(list: readonly Item[]): readonly (readonly Item[])[] => {
  const middle = Math.ceil(list.length / 2);
  return [list.slice(0, middle), list.slice(middle)];
};

/** A narrower pair of scopes for markets that all start at once; `undefined` when it can't be narrowed further. */
function narrowed(scope: CatalogueScope): readonly CatalogueScope[] | undefined {
  if (scope.marketTypes.length > 1)
    return halves(scope.marketTypes).map((marketTypes) => ({ ...scope, marketTypes }));
  if (scope.eventTypeIds.length > 1)
    return halves(scope.eventTypeIds).map((eventTypeIds) => ({ ...scope, eventTypeIds }));
  if (scope.competitionIds.length > 1)
    return halves(scope.competitionIds).map((competitionIds) => ({ ...scope, competitionIds }));
  return undefined;
}

/** A scope as Betfair's market filter. */
export const filterOf = (scope: CatalogueScope) => ({
  eventTypeIds: scope.eventTypeIds,
  marketTypeCodes: scope.marketTypes,
  ...(scope.competitionIds.length === 0 ? {} : { competitionIds: scope.competitionIds }),
  ...(scope.countries.length === 0 ? {} : { marketCountries: scope.countries }),
  marketStartTime: { from: new Date(scope.from).toISOString(), to: new Date(scope.to).toISOString() },
});

/** What is left to ask for after a full page of `asked`, soonest first. */
function afterFullPage(asked: CatalogueScope, { first, last }: Page) {
  if (last > first) return { next: [{ ...asked, from: last as EpochMs }], complete: true };
  // All of the page starts at one moment: there may be more than fit.
  const moment = (Number.isFinite(last) ? last : asked.to) as EpochMs;
  const narrower = narrowed({ ...asked, from: moment, to: moment });
  const later = asked.to > moment ? [{ ...asked, from: (moment + 1) as EpochMs }] : [];
  return { next: [...(narrower ?? []), ...later], complete: narrower !== undefined };
}

/**
 * Reads the catalogue of `scope` page by page: in order of start, each page from where the last one ended. Where more
 * markets start at one moment than fit a page, they are asked for by type and sport instead.
 */
export async function readCatalogue(
  api: Api,
  scope: CatalogueScope,
  signal: AbortSignal,
  onPage: (answer: ApiAnswer) => void,
): Promise<CatalogueRead> {
  const marketIds = new Set<string>();
  const queue: CatalogueScope[] = [scope];
  let maxResults = MOST_RESULTS;
  let complete = true;
  const ask = (asked: CatalogueScope) =>
    api.call(
      'listMarketCatalogue',
      {
        filter: filterOf(asked),
        marketProjection: PROJECTION,
        sort: 'FIRST_TO_START',
        maxResults,
        locale: 'en',
      },
      signal,
    );
  for (let pages = 0; pages < MOST_PAGES; pages += 1) {
    const asked = queue.shift();
    if (asked === undefined) return { marketIds, complete, problem: null };
    const answer = await ask(asked);
    if (signal.aborted) return { marketIds, complete: false, problem: null };
    if (answer.ok) {
      onPage(answer);
      const page = readPage(answer);
      for (const id of page.ids) marketIds.add(id);
      if (page.ids.length < maxResults) continue;
      const rest = afterFullPage(asked, page);
      complete &&= rest.complete;
      queue.unshift(...rest.next);
    } else if (answer.problem.remedy === 'fewer' && maxResults > FEWEST_RESULTS) {
      maxResults = Math.max(FEWEST_RESULTS, Math.floor(maxResults / 2));
      queue.unshift(asked);
    } else return { marketIds, complete: false, problem: answer.problem };
  }
  return { marketIds, complete: false, problem: null };
}

/** A name that the catalogue has not: perhaps its season is over. */
export const unknownCompetition = (name: string): string =>
  `Betfair has no competition called "${name}" now; write it as the website does.`;

/** Ids of competitions given as ids or names; `unknown` are names that Betfair doesn't have now. */
export async function findCompetitions(
  api: Api,
  wanted: readonly string[],
  eventTypeIds: readonly string[],
  signal: AbortSignal,
): Promise<
  | { readonly ok: true; readonly ids: readonly string[]; readonly unknown: readonly string[] }
  | { readonly ok: false; readonly problem: Problem }
> {
  const ids = wanted.filter((text) => /^\d+$/.test(text));
  const names = wanted.filter((text) => !/^\d+$/.test(text));
  if (names.length === 0) return { ok: true, ids, unknown: [] };
  const answer = await api.call('listCompetitions', { filter: { eventTypeIds }, locale: 'en' }, signal);
  if (!answer.ok) return answer;
  const known = new Map<string, string>();
  for (const row of Array.isArray(answer.result) ? answer.result : [])
    if (isCompetition(row)) known.set(row.competition.name.trim().toLowerCase(), row.competition.id);
  const found = names.map((name) => [name, known.get(name.toLowerCase())] as const);
  return {
    ok: true,
    ids: [...ids, ...found.flatMap(([, id]) => (id === undefined ? [] : [id]))],
    unknown: found.filter(([, id]) => id === undefined).map(([name]) => name),
  };
}
