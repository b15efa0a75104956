import type { ModelEntry } from '../../../shared/contract/models.ts';
import { FOOTBALL_DATA_BOOKS, isSingleBook } from '../../../shared/domain/football-data-books.ts';
import { MARGIN_METHOD_NAMES, MARGIN_METHODS } from '../../../shared/domain/margin.ts';
import { TARGETS } from '../../../shared/domain/model.ts';
import { type Currency, currencyExponent } from '../../../shared/domain/units.ts';
import { Choice, Toggle } from '../../grid/index.ts';
import { oddsFormatLabel } from '../../stores/odds-format.ts';
import { FormField } from '../../ui/form-field.tsx';
import type { Problems, StrategyForm } from './strategy-form.ts';
import { bookText, marketText, outcomeText, STAGE_WORDS } from './strategy-text.ts';

export type FieldProps = {
  readonly form: StrategyForm;
  readonly problems: Problems;
  readonly set: (change: Partial<StrategyForm>) => void;
};

const MARKETS = (['match-odds', 'over-under-2.5'] as const).map((value) => ({
  value,
  label: marketText(value),
}));
const STAGES = (['pre-closing', 'closing'] as const).map((value) => ({ value, label: STAGE_WORDS[value] }));
const STAGE_HELP: Readonly<Record<StrategyForm['stage'], string>> = {
  'pre-closing': 'Belief and price are both of a day or two before the start: nothing looks ahead.',
  closing: 'Belief and price are both of the close: nothing looks ahead, little could be had.',
};
const FAIR_OPTIONS: readonly { readonly value: StrategyForm['fair']; readonly label: string }[] = [
  { value: 'overround-line', label: 'The Overround line' },
  { value: 'mean', label: 'Mean of the books, without margin' },
  { value: 'average-price', label: 'Average price, margin included' },
  { value: 'book', label: 'One book, without margin' },
  { value: 'model', label: 'A model' },
];
const PRICE_OPTIONS: readonly { readonly value: StrategyForm['price']; readonly label: string }[] = [
  { value: 'best', label: 'Best of one bookmaker' },
  { value: 'book', label: 'One book, or the maximum' },
  { value: 'average', label: 'Average price' },
];
const RULE_OPTIONS = [
  { value: 'value', label: 'Value' },
  { value: 'kaunitz', label: 'Kaunitz' },
] as const;
const STAKE_OPTIONS = [
  { value: 'flat', label: 'Flat' },
  { value: 'proportional', label: 'Share of bank' },
  { value: 'kelly', label: 'Kelly' },
  { value: 'to-win', label: 'To win' },
] as const;

const BOOKS = [...new Set(Object.values(FOOTBALL_DATA_BOOKS))].sort();
const SINGLE_BOOKS = BOOKS.filter(isSingleBook);

type SelectProps<Value extends string> = {
  readonly label: string;
  readonly value: Value;
  readonly options: readonly { readonly value: Value; readonly label: string }[];
  readonly help?: string;
  readonly problem: string | undefined;
  readonly onChange: (value: Value) => void;
};

function Select<Value extends string>({
  label,
  value,
  options,
  help,
  problem,
  onChange,
}: SelectProps<Value>) {
  return (
    <FormField label={label} help={help} problem={problem}>
      {(attributes) => (
        <select
          {...attributes}
          className="input"
          value={value}
          onChange={(event) => {
            const chosen = options.find((option) => option.value === event.target.value);
            if (chosen !== undefined) onChange(chosen.value);
          }}
        >
          {!options.some((option) => option.value === value) && <option value={value}>–</option>}
          {options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </select>
      )}
    </FormField>
  );
}

type FigureProps = {
  readonly label: string;
  readonly value: string;
  readonly help?: string;
  readonly placeholder?: string;
  readonly problem: string | undefined;
  readonly onChange: (text: string) => void;
};

const Figure = ({ label, value, help, placeholder, problem, onChange }: FigureProps) => (
  <FormField label={label} help={help} problem={problem}>
    {(attributes) => (
      <input
        {...attributes}
        className="input input-figure"
        inputMode="decimal"
        autoComplete="off"
        placeholder={placeholder}
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
    )}
  </FormField>
);

/** A book among `known`; another one stays choosable when a strategy names it. */
const bookOptions = (known: readonly string[], chosen: string) =>
  (chosen === '' || known.includes(chosen) ? known : [...known, chosen]).map((value) => ({
    value,
    label: isSingleBook(value) ? bookText(value) : `${bookText(value)} over all books watched`,
  }));

const methodOptions = MARGIN_METHOD_NAMES.map((value) => ({ value, label: MARGIN_METHODS[value].label }));

/** What is believed and what is taken, and when. */
export function SourceFields({
  form,
  problems,
  set,
  usable,
}: FieldProps & { readonly usable: readonly ModelEntry[] }) {
  return (
    <fieldset className="strategy-column">
      <legend>Belief and price</legend>
      <div className="strategy-choices">
        <Choice label="Market" value={form.market} options={MARKETS} onChange={(market) => set({ market })} />
        <Choice
          label="Stage of both"
          value={form.stage}
          options={STAGES}
          onChange={(stage) => set({ stage })}
        />
      </div>
      <p className="stage-help" role="note">
        {STAGE_HELP[form.stage]}
      </p>
      <Select
        label="Believe"
        value={form.fair}
        options={FAIR_OPTIONS}
        problem={problems.fair}
        onChange={(fair) => set({ fair })}
      />
      {form.fair === 'book' && (
        <Select
          label="Book believed"
          value={form.fairBook}
          options={bookOptions(SINGLE_BOOKS, form.fairBook)}
          problem={problems.fairBook}
          onChange={(fairBook) => set({ fairBook })}
        />
      )}
      {(form.fair === 'book' || form.fair === 'mean') && (
        <Select
          label="Margin removed by"
          value={form.method}
          options={methodOptions}
          problem={problems.method}
          onChange={(method) => set({ method })}
        />
      )}
      {form.fair === 'model' && (
        <Select
          label="Model"
          value={form.model}
          options={usable.map(({ id, name, state }) => ({ value: id, label: `${name} (${state})` }))}
          help="Each match is forecast by a version that had not seen it"
          problem={problems.model}
          onChange={(model) => set({ model })}
        />
      )}
      <Select
        label="Take"
        value={form.price}
        options={PRICE_OPTIONS}
        problem={problems.price}
        onChange={(price) => set({ price })}
      />
      {form.price === 'book' && (
        <Select
          label="Book taken"
          value={form.priceBook}
          options={bookOptions(BOOKS, form.priceBook)}
          problem={problems.priceBook}
          onChange={(priceBook) => set({ priceBook })}
        />
      )}
    </fieldset>
  );
}

/** When it bets. */
export const RuleFields = ({ form, problems, set }: FieldProps) => (
  <fieldset>
    <legend>Rule</legend>
    <Choice label="Rule" value={form.rule} options={RULE_OPTIONS} onChange={(rule) => set({ rule })} />
    {form.rule === 'value' ? (
      <Figure
        label="Minimum EV, %"
        value={form.minimumEv}
        help="Expected profit per unit, after commission"
        problem={problems.minimumEv}
        onChange={(minimumEv) => set({ minimumEv })}
      />
    ) : (
      <Figure
        label="Alpha"
        value={form.alpha}
        help="Bets where the price is above 1 / (p - alpha)"
        problem={problems.alpha}
        onChange={(alpha) => set({ alpha })}
      />
    )}
  </fieldset>
);

/** On what it bets. */
export function FilterFields({ form, problems, set }: FieldProps) {
  const known = TARGETS[form.market].outcomes;
  const chosen = form.outcomes.filter((outcome) => known.includes(outcome));
  const toggle = (outcome: string) =>
    set({
      outcomes: chosen.includes(outcome) ? chosen.filter((other) => other !== outcome) : [...chosen, outcome],
    });
  const format = oddsFormatLabel(form.oddsFormat);
  return (
    <fieldset>
      <legend>Filter</legend>
      <fieldset className="strategy-outcomes" aria-label="Outcomes">
        <Toggle on={chosen.length === 0} onChange={() => set({ outcomes: [] })} hint="Bets on any outcome">
          All outcomes
        </Toggle>
        {known.map((outcome) => (
          <Toggle key={outcome} on={chosen.includes(outcome)} onChange={() => toggle(outcome)}>
            {outcomeText(outcome)}
          </Toggle>
        ))}
      </fieldset>
      <div className="strategy-pair">
        <Figure
          label="Odds from"
          value={form.minimumOdds}
          placeholder="any"
          help={format}
          problem={problems.minimumOdds}
          onChange={(minimumOdds) => set({ minimumOdds })}
        />
        <Figure
          label="Odds to"
          value={form.maximumOdds}
          placeholder="any"
          help={format}
          problem={problems.maximumOdds}
          onChange={(maximumOdds) => set({ maximumOdds })}
        />
      </div>
      <Figure
        label="Books at least"
        value={form.minimumBooks}
        help="With a complete price in the market at that stage"
        problem={problems.minimumBooks}
        onChange={(minimumBooks) => set({ minimumBooks })}
      />
    </fieldset>
  );
}

/** How much it stakes, of what. */
export function MoneyFields({ form, problems, set, currency }: FieldProps & { readonly currency: Currency }) {
  const unit = currencyExponent(currency) === 0 ? currency : `${currency}, as 25 or 12.50`;
  return (
    <fieldset className="strategy-column">
      <legend>Stake and bank</legend>
      <Choice label="Stake" value={form.stake} options={STAKE_OPTIONS} onChange={(stake) => set({ stake })} />
      <div className="strategy-pair">
        {form.stake === 'flat' && (
          <Figure
            label="Stake of each bet"
            value={form.flatAmount}
            help={unit}
            problem={problems.flatAmount}
            onChange={(flatAmount) => set({ flatAmount })}
          />
        )}
        {form.stake === 'to-win' && (
          <Figure
            label="Each bet wins"
            value={form.winAmount}
            help={unit}
            problem={problems.winAmount}
            onChange={(winAmount) => set({ winAmount })}
          />
        )}
        {form.stake === 'proportional' && (
          <Figure
            label="Share of the bank, %"
            value={form.proportion}
            help="As the bank stands that morning"
            problem={problems.proportion}
            onChange={(proportion) => set({ proportion })}
          />
        )}
        {form.stake === 'kelly' && (
          <>
            <Figure
              label="Fraction of Kelly, %"
              value={form.kellyFraction}
              help="25 is quarter Kelly"
              problem={problems.kellyFraction}
              onChange={(kellyFraction) => set({ kellyFraction })}
            />
            <Figure
              label="At most of the bank, %"
              value={form.kellyCap}
              help="On one bet"
              problem={problems.kellyCap}
              onChange={(kellyCap) => set({ kellyCap })}
            />
          </>
        )}
      </div>
      <div className="strategy-pair">
        <Figure
          label="Opening bank"
          value={form.bank}
          help={unit}
          problem={problems.bank}
          onChange={(bank) => set({ bank })}
        />
        <Figure
          label="Commission, %"
          value={form.commission}
          help="On winnings; 0 at bookmakers"
          problem={problems.commission}
          onChange={(commission) => set({ commission })}
        />
      </div>
      <p className="stage-help">
        Bets of a day are staked together on the bank of that morning. What the bank can't pay for is skipped
        and counted.
      </p>
    </fieldset>
  );
}
