import type { Comparison } from './compare.ts';

/** Why two events are taken for one, or not, part by part. */
export type Reason = {
  readonly part: 'home' | 'away' | 'start' | 'competition' | 'rival';
  /** 0 to 1; of `rival`, the score of the next best pair of either event. */
  readonly likeness: number;
  readonly words: string;
};

function apartWords(ms: number): string {
  const minutes = Math.round(Math.abs(ms) / 60_000);
  if (minutes === 0) return 'same time';
  const text = minutes < 120 ? `${minutes} min` : `${(minutes / 60).toFixed(1).replace('.0', '')} h`;
  return `${text} ${ms > 0 ? 'later' : 'earlier'}`;
}

const competitionWords = (likeness: number): string => {
  if (likeness === 1) return 'same competition';
  if (likeness === 0) return 'another competition';
  return likeness >= 0.85 ? 'may be the same competition' : "competitions can't be compared";
};

/** Both likeness and words for people; `rival` is left out where no other pair comes near. */
export function reasonsOf(
  { home, away, start, competition }: Comparison,
  /** How much later the first event starts than the second. */
  apartMs: number,
  rival: number,
): readonly Reason[] {
  return [
    { part: 'home', likeness: home.value, words: home.words },
    { part: 'away', likeness: away.value, words: away.words },
    { part: 'start', likeness: start, words: apartWords(apartMs) },
    { part: 'competition', likeness: competition, words: competitionWords(competition) },
    ...(rival > 0
      ? [
          {
            part: 'rival' as const,
            likeness: rival,
            words: `another pair scores ${Math.round(rival * 100)} %`,
          },
        ]
      : []),
  ];
}
