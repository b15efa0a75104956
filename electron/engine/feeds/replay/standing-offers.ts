/*
 * What is offered at once: the engine keeps all of it, and goes through a market's books for each of its prices. Far
 * beyond what any day's tables hold, it would stand still over them.
 */

/** The Odds API knows some hundred and fifty. */
const MOST_BOOKS = 250;
/** At once. A season of American football has 272, a day of every sport some four hundred. */
const MOST_GAMES = 1_000;
/** Books on games, at once: a season of American football at forty. */
const MOST_OFFERS = 10_000;
/** Handicaps and totals of one game, in all: a hundred points of each, by halves. */
const MOST_LINES = 400;
/** A game is forgotten this long after its start: nothing is quoted on it any more. */
export const FORGET_AFTER_MS = 2 * 86_400_000;

export type Offered = {
  readonly game: string;
  /** Epoch milliseconds; `NaN` where it can't be read. */
  readonly startsAt: number;
  readonly book: string;
  /** Told apart by their words. */
  readonly lines: readonly string[];
};

type Game = { readonly forgottenAt: number; readonly books: Set<string>; readonly lines: Set<string> };

/** Keeps count of offers that come in order of time. */
export function createStandingOffers() {
  const books = new Set<string>();
  const games = new Map<string, Game>();
  let offers = 0;
  let nextForgottenAt = Number.POSITIVE_INFINITY;

  const forget = (at: number) => {
    if (at < nextForgottenAt) return;
    nextForgottenAt = Number.POSITIVE_INFINITY;
    for (const [id, game] of games)
      if (game.forgottenAt <= at) {
        games.delete(id);
        offers -= game.books.size;
      } else nextForgottenAt = Math.min(nextForgottenAt, game.forgottenAt);
  };
  const why = (game: Game | undefined, { book, lines }: Offered): string | null => {
    if (!books.has(book) && books.size >= MOST_BOOKS) return `more than ${MOST_BOOKS} bookmakers`;
    if (game === undefined && games.size >= MOST_GAMES) return `more than ${MOST_GAMES} games at once`;
    if (game?.books.has(book) !== true && offers >= MOST_OFFERS)
      return `more than ${MOST_OFFERS} bookmakers of games at once`;
    const added = lines.filter((line) => game?.lines.has(line) !== true).length;
    return game !== undefined && game.lines.size + added > MOST_LINES
      ? `more than ${MOST_LINES} handicaps and totals of a game`
      : null;
  };

  return {
    /** Why there is no room for it; `null` once it is counted. */
    take(offered: Offered, at: number): string | null {
      forget(at);
      const known = games.get(offered.game);
      const refused = why(known, offered);
      if (refused !== null) return refused;
      const { game: id, startsAt, book, lines } = offered;
      const game = known ?? {
        forgottenAt: (Number.isNaN(startsAt) ? at : Math.max(startsAt, at)) + FORGET_AFTER_MS,
        books: new Set<string>(),
        lines: new Set<string>(),
      };
      games.set(id, game);
      nextForgottenAt = Math.min(nextForgottenAt, game.forgottenAt);
      books.add(book);
      for (const line of lines) game.lines.add(line);
      if (!game.books.has(book)) offers += 1;
      game.books.add(book);
      return null;
    },
  };
}

export type StandingOffers = ReturnType<typeof createStandingOffers>;
