import type { MatchFilter, StoredSeason } from '../../../shared/contract/runs.ts';
import { showPane } from '../../stores/workspace.ts';
import { CheckList } from './check-list.tsx';
import { choosables, matchCount } from './match-choice.ts';
import { competitionName, countText } from './score-text.ts';

type MatchPickerProps = {
  readonly stored: readonly StoredSeason[];
  readonly filter: MatchFilter;
  readonly onChange: (filter: MatchFilter) => void;
};

/** Which of the imported matches, by competition and season; all of them to begin with. */
export function MatchPicker({ stored, filter, onChange }: MatchPickerProps) {
  const { competitions, seasons } = choosables(stored, filter);
  return (
    <fieldset className="match-picker">
      <legend>
        Matches <b>{countText(matchCount(stored, filter))}</b>{' '}
        <span className="muted">
          of {countText(stored.reduce((sum, { matches }) => sum + matches, 0))} imported
        </span>
      </legend>
      <div className="match-lists">
        <CheckList
          label="Competitions"
          items={competitions.map(({ value, matches }) => ({
            value,
            label: `${value}  ${competitionName(value)}`,
            note: countText(matches),
          }))}
          chosen={filter.competitions}
          onChange={(chosen) => onChange({ ...filter, competitions: [...chosen] })}
        />
        <CheckList
          label="Seasons"
          items={seasons.map(({ value, matches }) => ({ value, label: value, note: countText(matches) }))}
          chosen={filter.seasons}
          onChange={(chosen) => onChange({ ...filter, seasons: [...chosen] })}
        />
      </div>
    </fieldset>
  );
}

/** Nothing can be learned from or judged by before there are matches. */
export const NoMatches = () => (
  <div className="pane-empty">
    <strong>No matches are imported</strong>
    <span>
      Models learn from and are judged on past matches with their prices. Import football-data.co.uk CSV files
      in Sources (Alt+6).
    </span>
    <button
      type="button"
      className="button"
      data-pane-focus=""
      onClick={() => showPane('sources', () => document.getElementById('import-files')?.focus())}
    >
      Import matches
    </button>
  </div>
);
