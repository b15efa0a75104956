import type { ReactNode } from 'react';

/** What scrolls below the head. Enter in the list comes here, and the arrows then scroll it. */
export const DetailsBody = ({
  label,
  children,
}: {
  readonly label: string;
  readonly children: ReactNode;
}) => (
  // biome-ignore lint/a11y/noNoninteractiveTabindex: see above
  <section className="backtest-details-body" aria-label={label} tabIndex={0}>
    {children}
  </section>
);
