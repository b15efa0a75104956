import type { MatchFilter, StoredSeason } from '../../shared/contract/runs.ts';
import { footballLeague } from '../../shared/domain/football-leagues.ts';
import { CheckList } from './check-list.tsx';
import { choosables, matchCount } from './match-choice.ts';

/** `E0` is the English Premier League. */
export const competitionName = (code: string): string => {
  const league = footballLeague(code);
  return league === undefined ? code : `${league.country} ${league.name}`;
};

const countText = (count: number): string => count.toLocaleString('en-GB');

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
