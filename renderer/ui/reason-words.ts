/** What codes leave open. */
const PLAIN: Readonly<Record<string, string>> = {
  'unsupported-market':
    'Not traded here: matches of two sides are (winner, handicap, total, both teams to score), races and outrights are not',
};

/** A reason of a refusal in words: `malformed-level` is for filters, not for reading. */
export const reasonWords = (reason: string): string => {
  const words = PLAIN[reason] ?? reason.replace(/^[a-z]+(?:-[a-z]+)+/, (code) => code.replaceAll('-', ' '));
  return `${words[0]?.toUpperCase() ?? ''}${words.slice(1)}`;
};
