import { beforeEach, describe, expect, it, vi } from 'vitest';
import {
  answerYes,
  askRemove,
  askState,
  wordingOf,
} from '../../../../../renderer/features/models/model-actions.ts';
import { useModelsView } from '../../../../../renderer/features/models/models-view.ts';
import { models } from '../../../../../renderer/stores/models.ts';
import { useToasts } from '../../../../../renderer/stores/toasts.ts';
import { modelEntry, sampleScores } from '../../../../support/sample-models.ts';
import { stubEngine } from '../../../../support/stub-engine.ts';

const messages = () => useToasts.getState().toasts.map(({ message }) => message);
const champion = modelEntry('old', {
  name: 'Old',
  state: 'champion',
  overall: { group: 'all', model: sampleScores(1.01), market: sampleScores(0.99) },
});
const draft = modelEntry('new', {
  name: 'New',
  overall: { group: 'all', model: sampleScores(1.002), market: sampleScores(0.99) },
});

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('requestAnimationFrame', () => 0);
  useToasts.setState({ toasts: [] });
  useModelsView.setState({ asking: null });
  models.clear();
  for (const model of [champion, draft]) models.set(model.id, model);
  return () => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  };
});

describe('a promotion', () => {
  it('is asked about first, with what it retires', () => {
    const calls = stubEngine();
    askState('champion', draft);
    const { asking } = useModelsView.getState();
    expect(calls).toEqual([]);
    expect(asking).toEqual({ kind: 'state', id: 'new', state: 'champion' });
    if (asking === null) return;
    expect(wordingOf(asking, models.values())).toEqual({
      title: 'Make New the champion of soccer 1X2?',
      text: [
        'Old, the champion now, is retired; Z brings it back.',
        "Log loss minus the market's on past matches, lower is better: Old +0.0200, New +0.0120.",
        'Both on the same 1,000 matches.',
      ],
      action: 'Promote',
    });
    answerYes(asking);
    expect(useModelsView.getState().asking).toBeNull();
    expect(calls).toMatchObject([{ name: 'models.setState', input: { id: 'new', state: 'champion' } }]);
  });

  it('warns where the two were judged on other matches, and Enter is not yes', () => {
    const easy = modelEntry('easy', {
      name: 'Easy',
      competitions: ['E0', 'D1'],
      overall: {
        group: 'all',
        model: sampleScores(0.977, { n: 400 }),
        market: sampleScores(0.966, { n: 400 }),
      },
    });
    const wording = wordingOf({ kind: 'state', id: 'easy', state: 'champion' }, [champion, easy]);
    expect(wording).toMatchObject({ action: 'Promote anyway', careful: true });
    expect(wording?.text.slice(1)).toEqual([
      "Log loss minus the market's on past matches, lower is better: Old +0.0200, Easy +0.0110.",
      "Not the same matches: Old on 1,000 of 1 competition, Easy on 400 of 2 competitions. Their scores don't compare; evaluate both on the same matches first (4).",
    ]);
  });

  it('says when the model was never judged or has a problem', () => {
    const wording = wordingOf({ kind: 'state', id: 'x', state: 'champion' }, [
      modelEntry('x', { problem: 'Its file was changed.' }),
    ]);
    expect(wording?.text).toEqual([
      'soccer 1X2 has no champion now: it is the first.',
      'It has a problem: Its file was changed.',
      'It was never judged on past matches. Evaluate it first (4).',
    ]);
  });

  it('is nothing to ask about when the model has gone', () => {
    expect(wordingOf({ kind: 'state', id: 'gone', state: 'champion' }, models.values())).toBeNull();
  });
});

it('asks before a slot loses its champion, and does the rest at once', () => {
  const calls = stubEngine();
  askState('retired', champion);
  expect(useModelsView.getState().asking).toEqual({ kind: 'state', id: 'old', state: 'retired' });
  askState('shadow', draft);
  expect(calls).toMatchObject([{ input: { id: 'new', state: 'shadow' } }]);
  askState('draft', draft);
  expect(calls).toHaveLength(1);
  expect(messages()).toEqual(['New is a draft already.']);
});

it.each([
  ['shipped', { origin: 'shipped' as const }, /can't be removed/],
  ['served', { state: 'shadow' as const }, /make it a draft/],
])('does not ask to remove a %s model, and says what to do instead', (_what, more, message) => {
  askRemove(modelEntry('x', more));
  expect(useModelsView.getState().asking).toBeNull();
  expect(messages()[0]).toMatch(message);
});

it("asks before one of the user's own is removed", () => {
  askRemove(draft);
  expect(useModelsView.getState().asking).toEqual({ kind: 'remove-model', id: 'new' });
});
