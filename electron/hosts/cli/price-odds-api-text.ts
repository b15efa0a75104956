import { table } from './output.ts';
import type { PricedBook, PricedEvent, PricedMarket, PriceReport } from './price-odds-api.ts';

const odds = (price: number | null | undefined): string =>
  price === null || price === undefined ? '-' : price.toFixed(price < 10 ? 3 : 2);
const percent = (share: number | null | undefined): string =>
  share === null || share === undefined ? '-' : `${(share * 100).toFixed(2)}%`;
const signedPercent = (share: number | null): string =>
  share === null ? '-' : `${share > 0 ? '+' : ''}${percent(share)}`;

const LABELS: Readonly<Record<string, string>> = {
  'match-odds': 'Match odds',
  moneyline: 'Moneyline',
  totals: 'Totals',
  'asian-handicap': 'Handicap',
};

function marketTitle({ type, line }: PricedMarket): string {
  const label = LABELS[type] ?? type;
  if (line === null) return label;
  return `${label} ${type === 'asian-handicap' && line > 0 ? '+' : ''}${line}`;
}

/** Price and fair probability of each selection, then the margin. */
const bookRow = ({ title, prices, fair, margin }: PricedBook): readonly string[] => [
  `    ${title}`,
  ...prices.flatMap((price, index) => [odds(price), percent(fair?.[index])]),
  percent(margin),
];

const layRow = ({ title, lay, prices }: PricedBook): readonly (readonly string[])[] =>
  lay === undefined
    ? []
    : [[`    ${title} (lay)`, ...prices.flatMap((_, index) => [odds(lay[index]), '']), '']];

function marketText(market: PricedMarket): string {
  const { selections, books, arbitrage } = market;
  const rows = [
    [`  ${marketTitle(market)}`, ...selections.flatMap(({ name }) => [name, 'fair']), 'margin'],
    ...books.flatMap((book) => [bookRow(book), ...layRow(book)]),
    ['    consensus', ...selections.flatMap(({ fair }) => [fair ? odds(1 / fair) : '-', percent(fair)]), ''],
    ['    best price', ...selections.flatMap(({ best }) => [odds(best?.price), best?.book ?? '-']), ''],
    ['    edge', ...selections.flatMap(({ best }) => ['', signedPercent(best?.ev ?? null)]), ''],
  ];
  if (arbitrage === null) return table(rows);
  const legs = arbitrage.legs.map(
    ({ name, book, price, share, lay }) =>
      `${lay ? 'lay ' : ''}${name} ${odds(price)} at ${book} (${percent(share)})`,
  );
  return `${table(rows)}\n    ARBITRAGE ${signedPercent(arbitrage.roi)}: ${legs.join(', ')}`;
}

function eventText({ home, away, competition, commence, markets }: PricedEvent): string {
  const title = `${home} - ${away}  (${competition}, ${commence.slice(0, 16).replace('T', ' ')} UTC)`;
  const body = markets.length === 0 ? ['  No usable prices.'] : markets.map(marketText);
  return [title, ...body].join('\n');
}

/** The report as plain text for people. */
export function priceReportText({ method, events, counts, quarantined }: PriceReport): string {
  const summary =
    `${counts.received} quotes: ${counts.used} used, ${counts.duplicate} duplicate, ${counts.quarantined} quarantined. ` +
    `Fair probabilities by ${method}; consensus is the engine's line, sharp books weighted up; edges are after commission.`;
  const refused = quarantined.map(
    ({ reason, where, detail, quotes }) =>
      `  ${reason}: ${where}${detail === '' ? '' : ` (${detail})`}, ${quotes} ${quotes === 1 ? 'quote' : 'quotes'}`,
  );
  return [
    ...(events.length === 0 ? ['No events in the file.'] : events.map(eventText)),
    summary,
    ...(refused.length === 0 ? [] : [['Quarantined:', ...refused].join('\n')]),
  ].join('\n\n');
}
