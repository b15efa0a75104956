import { useMemo } from 'react';
import type { GroupResult } from '../../../shared/contract/runs.ts';
import { type Currency, majorUnits } from '../../../shared/domain/units.ts';
import { type Column, createRowSignal, DataGrid, type RowSource, ToolbarButton } from '../../grid/index.ts';
import { formatEv, formatMoney, formatProfit } from '../../ui/figures.ts';
import { competitionName } from '../../ui/match-picker.tsx';
import { type Grouping, type GroupRow, groupSlots } from './grid-slots.ts';
import type { BacktestResult, BacktestRun } from './results.ts';
import { groupOdds, groupT } from './verdict.ts';

type GroupsProps = {
  readonly run: BacktestRun;
  readonly result: BacktestResult;
  readonly currency: Currency;
};

const TITLES: Readonly<Record<Grouping, { readonly title: string; readonly header: string }>> = {
  season: { title: 'By season', header: 'Season' },
  competition: { title: 'By competition', header: 'Competition' },
  band: { title: 'By odds taken', header: 'Odds' },
};
/** A group this many standard errors from none stands out. */
const STANDS_OUT = 2;

/** Where it was won and lost, with how much of that can be chance. */
export function GroupsSection({ run, result, currency }: GroupsProps) {
  return (
    <div className="backtest-groups">
      <p className="backtest-note muted">
        t is the yield over its standard error, as if stakes were level and odds the average of the run (of
        the band, by odds). One group in twenty lies beyond 2 by luck alone: choosing the best groups
        afterwards proves nothing.
      </p>
      <Groups by="season" run={run} groups={result.bySeason} result={result} currency={currency} />
      <Groups by="competition" run={run} groups={result.byCompetition} result={result} currency={currency} />
      <Groups by="band" run={run} groups={result.byOddsBand} result={result} currency={currency} />
    </div>
  );
}

type TableProps = GroupsProps & { readonly by: Grouping; readonly groups: readonly GroupResult[] };

function Groups({ by, run, groups, result, currency }: TableProps) {
  const columns = useMemo(() => groupColumns(by, currency), [by, currency]);
  const { averageOdds } = result.summary;
  const source = useMemo((): RowSource<GroupRow> => {
    const rows = groups.map((group) => ({
      id: group.group,
      group,
      t: groupT(group, groupOdds(group.group, by, averageOdds)),
    }));
    return { rows: () => rows, subscribe: createRowSignal().subscribe };
  }, [groups, by, averageOdds]);
  const { title } = TITLES[by];
  return (
    <section
      className="backtest-group"
      aria-label={title}
      data-table={by}
      style={{ '--rows': Math.max(1, groups.length) } as React.CSSProperties}
    >
      <header>
        <h4>{title}</h4>
        <ToolbarButton
          onClick={() => groupSlots[by].current()?.exportCsv()}
          hint="Export this table as CSV (Shift+E inside it)"
        >
          CSV
        </ToolbarButton>
      </header>
      <DataGrid
        id={`backtest-${by}`}
        key={run.id}
        label={`Result ${title.toLowerCase()}`}
        columns={columns}
        source={source}
        rowId={({ id }) => id}
        slot={groupSlots[by]}
        takesFocus={false}
        empty="No bets."
      />
    </section>
  );
}

const groupColumns = (by: Grouping, currency: Currency): readonly Column<GroupRow>[] => [
  {
    id: 'group',
    header: TITLES[by].header,
    kind: 'text',
    width: by === 'competition' ? 190 : 96,
    grow: 1,
    className: 'is-strong',
    value: ({ id }) => id,
    ...(by === 'competition'
      ? { text: ({ id }: GroupRow) => `${id}  ${competitionName(id)}`, csv: ({ id }: GroupRow) => id }
      : {}),
  },
  {
    id: 'bets',
    header: 'Bets',
    kind: 'figure',
    width: 62,
    value: ({ group }) => group.bets,
    text: ({ group }) => group.bets.toLocaleString('en-GB'),
    csv: ({ group }) => group.bets,
  },
  {
    id: 'staked',
    header: 'Staked',
    kind: 'figure',
    width: 92,
    value: ({ group }) => group.staked,
    text: ({ group }) => formatMoney(group.staked, currency),
    csv: ({ group }) => majorUnits(group.staked, currency),
  },
  {
    id: 'profit',
    header: 'Profit',
    kind: 'figure',
    width: 92,
    value: ({ group }) => group.profit,
    text: ({ group }) => formatProfit(group.profit, currency),
    csv: ({ group }) => majorUnits(group.profit, currency),
    classes: { gain: ({ group }) => group.profit > 0, loss: ({ group }) => group.profit < 0 },
  },
  {
    id: 'yield',
    header: 'Yield',
    kind: 'figure',
    width: 80,
    value: ({ group }) => group.yield,
    text: ({ group }) => (group.yield === null ? '' : formatEv(group.yield)),
    csv: ({ group }) => group.yield,
    classes: { gain: ({ group }) => (group.yield ?? 0) > 0, loss: ({ group }) => (group.yield ?? 0) < 0 },
  },
  {
    id: 't',
    header: 't',
    hint: 'Yield over its standard error: between -2 and 2 luck explains it; even beyond, of twenty groups one is luck',
    kind: 'figure',
    width: 52,
    value: ({ t }) => t,
    text: ({ t }) => (t === null ? '' : t.toFixed(1)),
    csv: ({ t }) => t,
    classes: {
      'is-quiet': ({ t }) => t === null || Math.abs(t) < STANDS_OUT,
      'is-strong': ({ t }) => t !== null && Math.abs(t) >= STANDS_OUT,
    },
  },
  {
    id: 'clv',
    header: 'CLV',
    kind: 'figure',
    width: 74,
    value: ({ group }) => group.clv,
    text: ({ group }) => (group.clv === null ? '' : formatEv(group.clv)),
    csv: ({ group }) => group.clv,
    classes: { gain: ({ group }) => (group.clv ?? 0) > 0, loss: ({ group }) => (group.clv ?? 0) < 0 },
  },
];
