/** `-£104.63`, `+SEK 1,200.00`: a line must not end between the sign and the figure. */
const AMOUNT = /([+-]?(?:[£€$¥₿]|\b[A-Z]{3} )\d[\d,]*(?:\.\d+)?)/;

/** Words and amounts of a sentence by turns: every second part is an amount. */
export const amountParts = (text: string): readonly string[] => text.split(AMOUNT);

/** A sentence whose amounts stay on one line each. */
export const UnbrokenAmounts = ({ text }: { readonly text: string }) => (
  <>
    {amountParts(text).map((part, index) =>
      index % 2 === 0 ? (
        part
      ) : (
        // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one text never move.
        <span key={index} className="amount">
          {part}
        </span>
      ),
    )}
  </>
);
