/** Raw payloads kept in compressed files that stay readable however they end. */

export { openRecording, readRecordingSummary } from './read-recording.ts';
export { openRecentFiles, type RecentFiles } from './recent-files.ts';
export type { RecordingHead } from './recording-format.ts';
export { createRecordingFile, type RecordingOutput } from './recording-output.ts';
export { openRecordingsFolder, type RecordingsFolder, takeCutOff } from './recordings-folder.ts';
export { createRecordingWriter, type RecordingWriter } from './write-recording.ts';
