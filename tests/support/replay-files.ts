import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openReplayFile } from '../../electron/engine/feeds/replay/index.ts';
import type { FeedEvent } from '../../electron/engine/feeds/source.ts';
import { openRecording } from '../../electron/engine/storage/recordings/index.ts';
import type { SourceId } from '../../shared/domain/units.ts';
import { temporaryFolder } from './serve.ts';

/** Plays made files through their decoders. */
export function replayFiles() {
  const folder = temporaryFolder();
  let files = 0;

  /** Opens a file with this content; its message where it is refused. */
  async function open(content: string | Uint8Array) {
    files += 1;
    const path = join(folder.path, `file-${files}`);
    writeFileSync(path, content);
    const opened = await openReplayFile({ path, openRecording, kinds: () => undefined });
    if (!opened.ok) return { message: opened.message };
    const { tape, kind } = opened;
    const [source] = tape.sources;
    const events: FeedEvent[] = [];
    const decoder = kind('the-odds-api' as SourceId)?.decoder(source?.values ?? {}, (event) =>
      events.push(event),
    );
    const moments: number[] = [];
    const entries = tape.entries();
    let end: string | null | undefined;
    while (end === undefined) {
      const read = await entries.next();
      if (read.done === true) end = read.value;
      else
        for (const entry of read.value)
          if (entry.kind === 'payload') {
            moments.push(entry.at);
            decoder?.take(entry);
          }
    }
    const survey = await tape.survey(new AbortController().signal);
    const quotes = events.flatMap((event) => (event.kind === 'quotes' ? event.quotes : []));
    return {
      format: tape.format,
      notes: tape.notes,
      refused: tape.refused(),
      moments,
      survey,
      end,
      events,
      quotes: quotes.map(
        ({ selectionId, bookId, levels, sourceTime, receivedAt }) =>
          `${selectionId.replace('the-odds-api:', '')} ${bookId} ${levels[0]?.price ?? 'none'} ${sourceTime} ${receivedAt}`,
      ),
      quarantined: events.filter(({ kind: what }) => what === 'quarantine').length,
    };
  }
  return { open, folder: folder.path, remove: folder.remove };
}
