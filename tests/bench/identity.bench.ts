import { createAdmission } from '../../electron/engine/services/identity/admission.ts';
import type { JoinedMarket, Route, Teller } from '../../electron/engine/services/identity/state.ts';
import { createQuoteTranslation } from '../../electron/engine/services/identity/translator.ts';
import type { Quote } from '../../shared/domain/quote.ts';
import type { SelectionId, SourceId } from '../../shared/domain/units.ts';
import { fixtureOf, marketOf, quoteOn } from '../support/identity-desk.ts';
import { type Bench, operationsPerCpuSecond } from './bench.ts';

const EVENTS = 500;
const BATCH = 50;

/** Every quote of a source whose 500 events all go by other ids, in markets that another source quotes too: the worst case. */
function renamedSource(): { readonly teller: Teller; readonly batches: readonly (readonly Quote[])[] } {
  const routes = new Map<SelectionId, Route>();
  const quotes: Quote[] = [];
  const source = 'betfair' as SourceId;
  for (let i = 0; i < EVENTS; i += 1) {
    const market = marketOf(fixtureOf('betfair', String(i), `Home ${i}`, `Away ${i}`), 'match-odds');
    const other = marketOf(fixtureOf('odds', String(i), `Home ${i}`, `Away ${i}`), 'match-odds');
    const joined = {
      market: other,
      sources: new Map([
        [source, {}],
        ['odds', {}],
      ]),
      owners: new Map<string, SourceId>(),
      gone: new Set<string>(),
      held: new Map(),
    } as unknown as JoinedMarket;
    for (const [at, selection] of market.selections.entries()) {
      const selectionId = other.selections[at]?.id ?? selection.id;
      routes.set(selection.id, { selectionId, marketId: other.id, joined, shared: true });
      quotes.push(quoteOn(market, at === 0 ? 'home' : at === 1 ? 'draw' : 'away', 'betfair', 20_000 + i));
    }
  }
  let passed = 0;
  const next: Teller['next'] = (event) => {
    if (event.kind === 'quotes') passed += event.quotes.length;
  };
  const teller: Teller = {
    id: source,
    next,
    events: new Map(),
    markets: new Map(),
    routes,
    duplicates: passed,
  };
  const batches: (readonly Quote[])[] = [];
  for (let at = 0; at < quotes.length; at += BATCH) batches.push(quotes.slice(at, at + BATCH));
  return { teller, batches };
}

/** What joining the sources costs a quote on its way to the pipeline. */
export const bench: Bench = {
  name: 'identity',
  run() {
    const translate = createQuoteTranslation(createAdmission({ market: () => undefined }));
    const { teller, batches } = renamedSource();
    const quotes = batches.reduce((sum, batch) => sum + batch.length, 0);
    const renamed = operationsPerCpuSecond(() => {
      for (const batch of batches) translate(teller, batch);
      return quotes;
    });
    const plain: Teller = { ...teller, routes: new Map() };
    const untouched = operationsPerCpuSecond(() => {
      for (const batch of batches) translate(plain, batch);
      return quotes;
    }, 300);
    return {
      unit: 'quotes/s',
      ours: Math.round(renamed),
      theirs: 1_000_000,
      against: 'a microsecond a quote',
      ratio: renamed / 1_000_000,
      target: 1,
      detail: {
        nanosecondsEach: Math.round(1e9 / renamed),
        nanosecondsUntouched: Number((1e9 / untouched).toFixed(2)),
      },
    };
  },
};
