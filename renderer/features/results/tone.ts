export const toneOf = (amount: number): string => {
  if (amount === 0) return '';
  return amount > 0 ? 'gain' : 'loss';
};
