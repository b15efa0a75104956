import { useStore } from 'zustand';
import { books } from '../../stores/market-data.ts';
import { type OddsFormat, useOddsFormat } from '../../stores/odds-format.ts';
import { useSettings } from '../../stores/settings.ts';
import { useStatus } from '../../stores/status.ts';
import { useRow } from '../../stores/use-row.ts';
import { amountText } from '../../ui/amount.ts';
import { FigureInput } from '../../ui/figure-input.tsx';
import { STAKE_PRESETS } from './commands.ts';
import { ticket } from './ticket.ts';
import type { FieldProblems, TicketFields } from './ticket-draft.ts';
import { leaveTicketField } from './ticket-focus.ts';
import { useEnded } from './use-ended.ts';
import { useHasPrice } from './use-has-price.ts';

/** Formats whose prices are written with a sign, where + and - have to be typed. */
const SIGNED_FORMATS = new Set(['american', 'malay', 'indonesian']);

/** What else stands in a price of these formats. */
const PRICE_CHARACTERS: Readonly<Partial<Record<OddsFormat, string>>> = { fractional: '/', probability: '%' };

/** Price, stake and what becomes of a rest. */
export function TicketInputs() {
  const { fields, busy, subject, preview, leg } = useStore(ticket.store);
  const format = useOddsFormat((state) => state.format);
  const currency = useStatus((state) => state.status?.currency);
  useSettings((state) => state.settings);
  const problems = shownProblems(fields, ticket.reading()?.problems ?? {});
  const ended = useEnded(subject) !== null;
  const placing = busy === 'placing';
  const hasPrice = useHasPrice();
  const kelly = hasPrice ? (preview?.kellyStake ?? null) : null;
  return (
    <div className="ticket-inputs">
      <label className="field-label" htmlFor="ticket-price">
        Price
      </label>
      <FigureInput
        id="ticket-price"
        field="price"
        label="Price"
        value={fields.price}
        problem={problems.price}
        disabled={placing}
        signsStep={!SIGNED_FORMATS.has(format)}
        extra={PRICE_CHARACTERS[format] ?? ''}
        onChange={ticket.setPrice}
        onStep={ticket.stepPrice}
        onLeave={leaveTicketField}
      />
      <Problem id="ticket-price" text={problems.price} />
      <label className="field-label" htmlFor="ticket-stake">
        {subject?.side === 'lay' ? "Backer's stake" : 'Stake'} <span className="faint">{currency}</span>
      </label>
      <FigureInput
        id="ticket-stake"
        field="stake"
        label="Stake"
        value={fields.stake}
        problem={problems.stake}
        disabled={placing}
        signsStep
        onChange={ticket.setStake}
        onStep={ticket.stepStake}
        onLeave={leaveTicketField}
      />
      <Problem id="ticket-stake" text={problems.stake} />
      {leg !== null && <p className="ticket-hint">{leg.note}</p>}
      {fields.stake.trim() === '' && !ended && leg === null && (
        <p className="ticket-hint">
          {kelly !== null && kelly <= 0
            ? 'Type a stake. Kelly stakes nothing at this price.'
            : 'Type a stake, or K for Kelly.'}
        </p>
      )}
      <span />
      <div className="ticket-presets">
        <div className="button-group">
          {STAKE_PRESETS.map((stake, index) => (
            <button
              key={stake}
              type="button"
              className="button"
              tabIndex={-1}
              disabled={placing}
              title={`Ctrl+${index + 1}`}
              aria-pressed={fields.stake === String(stake)}
              onClick={() => ticket.setStake(String(stake))}
            >
              {stake}
            </button>
          ))}
        </div>
        <button
          type="button"
          className="button"
          title="K"
          disabled={placing || kelly === null || kelly <= 0}
          onClick={ticket.takeKelly}
        >
          Kelly {kelly !== null && currency !== undefined && amountText(kelly, currency)}
        </button>
      </div>
      <Persistence disabled={placing} />
    </div>
  );
}

/** An empty field is not wrong yet; arming says what is missing. */
const shownProblems = (fields: TicketFields, problems: FieldProblems): FieldProblems => ({
  ...(fields.price !== '' && problems.price !== undefined && { price: problems.price }),
  ...(fields.stake !== '' && problems.stake !== undefined && { stake: problems.stake }),
});

function Persistence({ disabled }: { readonly disabled: boolean }) {
  const persistence = useStore(ticket.store, (state) => state.fields.persistence);
  const book = useRow(
    books,
    useStore(ticket.store, (state) => state.subject?.bookId ?? null),
  );
  // A bookmaker takes the bet or doesn't: there is no queue to keep a rest in.
  if (book?.kind !== 'exchange') return null;
  const choose = (wanted: 'take' | 'keep') => () => {
    if (wanted !== persistence) ticket.togglePersistence();
  };
  return (
    <>
      <span className="field-label">Unmatched</span>
      <fieldset className="button-group ticket-persistence" aria-label="What becomes of the unmatched part">
        <button
          type="button"
          className="button"
          disabled={disabled}
          aria-pressed={persistence === 'take'}
          onClick={choose('take')}
        >
          Lapse now
        </button>
        <button
          type="button"
          className="button"
          disabled={disabled}
          aria-pressed={persistence === 'keep'}
          onClick={choose('keep')}
        >
          Keep in queue
        </button>
      </fieldset>
    </>
  );
}

const Problem = ({ id, text }: { readonly id: string; readonly text: string | undefined }) =>
  text === undefined ? null : (
    <p id={`${id}-problem`} className="field-problem ticket-problem" role="alert">
      {text}
    </p>
  );
