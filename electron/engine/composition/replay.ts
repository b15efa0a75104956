import { marketOperations } from '../services/operations/market.ts';
import { settingsOperations } from '../services/operations/settings.ts';
import { replayedSettings } from '../services/recorded-world.ts';
import {
  checkReplayIn,
  keptUserChanges,
  recordingOperations,
  repeatUserChange,
} from '../services/recordings/index.ts';
import { openRecentFiles } from '../storage/recordings/index.ts';
import type { Account } from './account.ts';
import type { EngineParts } from './engine-parts.ts';
import type { Intake } from './intake.ts';

type Rooms = { readonly account: Account; readonly intake: Intake };

/** What the user changes, kept by a recording and done again in its replay; recordings, replays, and the market that is open. */
export type Replays = { readonly operations: ReturnType<typeof changing> & ReturnType<typeof playing> };

export function composeReplays(parts: EngineParts, rooms: Rooms): Replays {
  return { operations: { ...changing(parts, rooms), ...playing(parts, rooms) } };
}

/** Operations that books, fair prices and edges follow from. */
function changing({ feed, ports, databases }: EngineParts, { account, intake }: Rooms) {
  const { settings } = account;
  const { identity, recorder } = intake;
  const { journal } = databases;
  const changes = {
    ...settingsOperations({ journal, settings, wall: ports.clock }),
    ...identity.operations,
  };
  feed.replay?.onUserChange((change) =>
    repeatUserChange(changes, change, (recorded) => ({
      ...replayedSettings(recorded),
      currency: settings.get().currency,
    })),
  );
  return { ...changes, ...keptUserChanges(changes, recorder.keep) };
}

function playing({ market, feed, ports, databases }: EngineParts, { intake }: Pick<Rooms, 'intake'>) {
  const { mode } = market;
  const { matches } = ports.paths;
  const hasOrders = () => databases.journal.orders({ mode, limit: 1 }).length > 0;
  const recent = openRecentFiles(matches.data);
  if (market.mode === 'replay') recent.add(market.file);
  return {
    ...recordingOperations({
      recorder: intake.recorder,
      replay: feed.replay?.controls ?? null,
      hasOrders,
      recent,
      check: checkReplayIn(matches),
      restartAt: async (at, { speed, skipsQuiet }) =>
        market.mode === 'replay' && ports.reopen !== undefined
          ? ports.reopen({ kind: 'replay', file: market.file, at, speed, skipsQuiet })
          : 'This engine plays its file forward only. Stop it and start it again to play from the beginning.',
    }),
    ...marketOperations({
      setSpeed: feed.setSpeed,
      reopen: ports.reopen ?? null,
      hasBetsToForget: () => mode === 'replay' && hasOrders(),
    }),
  };
}
