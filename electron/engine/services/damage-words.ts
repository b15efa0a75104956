import type { DamagedOrder } from '../ports/journal.ts';

/** Orders told by id; of the rest the number. */
const NAMED = 3;

/** What orders that can't be read are left out of, and what to do; `null` where there are none. */
export function damageWords(damaged: readonly DamagedOrder[], restoreAdvice: () => string): string | null {
  if (damaged.length === 0) return null;
  const named = damaged.slice(0, NAMED).map(({ id, fault }) => `${id} (its ${fault})`);
  const more = damaged.length > NAMED ? [`${damaged.length - NAMED} more`] : [];
  const [orders, they, their] =
    damaged.length === 1
      ? ['1 order', 'It is', 'its market']
      : [`${damaged.length} orders`, 'They are', 'their markets'];
  return [
    `${orders} in journal.db can't be read: ${[...named, ...more].join(', ')}.`,
    `${they} in no list, in no sum of bets and in no exposure, and nothing is settled in ${their}.`,
    ...(damaged.some(({ isOver }) => !isOver) ? ['No order is placed meanwhile.'] : []),
    ...(damaged.some(({ isFinished }) => !isFinished) ? ['Panic takes back what may wait at its book.'] : []),
    restoreAdvice(),
  ].join(' ');
}
