/** Keeps every raw payload of every source in files that replay to the same book. */

export { checkReplayIn } from './check-replay.ts';
export { createHeldClock, type HeldClock } from './held-clock.ts';
export { cutOffWords, type MarketRecorder, openRecorder, recordingsIn } from './open-recorder.ts';
export { createRecorder, type Recorder } from './recorder.ts';
export { recordingOperations } from './recording-operations.ts';
export { keptUserChanges, repeatUserChange } from './user-changes.ts';
