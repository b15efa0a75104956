import { expect, it } from 'vitest';
import { createRunPace } from '../../../../renderer/stores/run-pace.ts';
import { trainRun } from '../../../support/sample-models.ts';

it('tells what is left from the share done since it was first seen', () => {
  const pace = createRunPace();
  pace.observe(trainRun('one', { share: 0.5 }), 1000);
  const later = trainRun('one', { share: 0.6 });
  pace.observe(later, 11_000);
  expect(pace.left(later, 11_000)).toBeCloseTo(40_000);
});

it('says nothing before there is something to go by, nor of a run that stands still', () => {
  const pace = createRunPace();
  const run = trainRun('one', { share: 0.2 });
  expect(pace.left(run, 0)).toBeNull();
  pace.observe(run, 0);
  expect(pace.left(run, 60_000)).toBeNull();
  expect(pace.left(trainRun('one', { share: 0.9 }), 500)).toBeNull();
  expect(pace.left(trainRun('one', { state: 'done', share: 1 }), 60_000)).toBeNull();
});

it('measures a resumed run anew', () => {
  const pace = createRunPace();
  pace.observe(trainRun('one', { share: 0 }), 0);
  pace.observe(trainRun('one', { share: 0.5, state: 'cancelled' }), 10_000);
  pace.observe(trainRun('one', { share: 0.5 }), 100_000);
  const run = trainRun('one', { share: 0.75 });
  expect(pace.left(run, 110_000)).toBeCloseTo(10_000);
});
