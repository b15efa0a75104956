import { expect, test } from 'vitest';
import { createFrameQueue } from '../../../../renderer/stores/frame.ts';

function manualFrames() {
  const frames: (() => void)[] = [];
  const errors: unknown[] = [];
  const queue = createFrameQueue(
    (frame) => frames.push(frame),
    (error) => errors.push(error),
  );
  return { ...queue, errors, frames, next: () => frames.shift()?.() };
}

test('commits asked for by a flush run in the same frame, once, after every flush', () => {
  const { flushNextFrame, commitAfterFlush, frames, next } = manualFrames();
  const order: string[] = [];
  const commit = () => order.push('commit');
  flushNextFrame(() => {
    order.push('quotes');
    commitAfterFlush(commit);
  });
  flushNextFrame(() => {
    order.push('fair');
    commitAfterFlush(commit);
  });
  expect(frames).toHaveLength(1);
  next();
  expect(order).toEqual(['quotes', 'fair', 'commit']);
  expect(frames).toHaveLength(0);
});

test('what is asked for during a commit waits for the next frame', () => {
  const { flushNextFrame, commitAfterFlush, next } = manualFrames();
  const order: string[] = [];
  commitAfterFlush(() => {
    order.push('first');
    flushNextFrame(() => order.push('second'));
  });
  next();
  expect(order).toEqual(['first']);
  next();
  expect(order).toEqual(['first', 'second']);
});

test('a failing task is reported and the rest still run', () => {
  const { flushNextFrame, errors, next } = manualFrames();
  const order: string[] = [];
  flushNextFrame(() => {
    throw new Error('broken pane');
  });
  flushNextFrame(() => order.push('survivor'));
  next();
  expect(order).toEqual(['survivor']);
  expect(errors).toHaveLength(1);
});
