import { OperationFailure } from '../../../../shared/contract/errors.ts';
import type { OverroundContract } from '../../../../shared/contract/index.ts';
import type { MarketChoice } from '../../../../shared/contract/recordings.ts';
import type { Implementations } from '../../../../shared/rpc/types.ts';

type Operations = Pick<Implementations<OverroundContract>, 'market.speed' | 'market.open'>;

/** Which market is traded, and how fast its time runs. */
export function marketOperations(deps: {
  readonly setSpeed: ((speed: number) => void) | null;
  /** Has the host start the engine again on another market, after this answer has gone out; `null` where it can't. */
  readonly reopen: ((choice: MarketChoice) => Promise<string | null>) | null;
  /** What is open would be forgotten with the market: bets placed in a replay. */
  readonly hasBetsToForget: () => boolean;
}): Operations {
  const { setSpeed, reopen } = deps;
  return {
    'market.speed': ({ speed }) => {
      if (!setSpeed)
        throw new OperationFailure({
          code: 'unavailable',
          message: 'Real markets run at their own speed. Open the practice market or a replay to change it.',
        });
      setSpeed(speed);
      return {};
    },
    'market.open': async (choice) => {
      if (!reopen)
        throw new OperationFailure({
          code: 'unavailable',
          message: 'This engine was started for one market. Stop it and start it with another --source.',
        });
      if (choice.forgetBets !== true && deps.hasBetsToForget())
        throw new OperationFailure({
          code: 'conflict',
          message:
            'Bets were placed in this replay, and they are forgotten with it. Leave it from the Replay pane, which asks first.',
        });
      const problem = await reopen(choice);
      if (problem !== null) throw new OperationFailure({ code: 'refused', message: problem });
      return {};
    },
  };
}
