import { describe, expect, it } from 'vitest';
import {
  figureText,
  gapBetween,
  gapOf,
  gapText,
  gapTone,
  isUneven,
  matchesText,
  metricOf,
  nameText,
  scoreText,
} from '../../../../../renderer/features/models/score-text.ts';
import { sampleScores } from '../../../../support/sample-models.ts';

const logLoss = metricOf('logLoss');
const accuracy = metricOf('accuracy');
const against = (market: number | null, n = 1000) => ({
  group: '2022-23',
  model: sampleScores(1.0022),
  market: market === null ? null : sampleScores(market, { n }),
});

describe('a score', () => {
  it('is written with the digits it is judged by', () => {
    expect(scoreText(logLoss, 1.00222)).toBe('1.0022');
    expect(scoreText(accuracy, 0.52345)).toBe('52.3');
    expect(scoreText(logLoss, null)).toBe('–');
    expect(scoreText(logLoss, undefined)).toBe('–');
  });

  it.each([
    [0.00213, '+0.0021'],
    [-0.0003, '-0.0003'],
    [0.00004, '0.0000'],
    [-0.00004, '0.0000'],
  ])('%d against the market is %s', (gap, text) => expect(gapText(logLoss, gap)).toBe(text));

  it('is good when it is on the right side, and neither when nothing of it shows', () => {
    expect(gapTone(logLoss, -0.001)).toBe('gain');
    expect(gapTone(logLoss, 0.001)).toBe('loss');
    expect(gapTone(accuracy, 0.01)).toBe('gain');
    expect(gapTone(accuracy, -0.01)).toBe('loss');
    expect(gapTone(logLoss, 0.00001)).toBeNull();
    expect(gapTone(logLoss, null)).toBeNull();
  });

  it('has no gap where either side is missing', () => {
    expect(gapOf(logLoss, against(null))).toBeNull();
    expect(gapOf(logLoss, null)).toBeNull();
    expect(gapOf(logLoss, against(1))).toBeCloseTo(0.0022);
    expect(gapBetween(logLoss, sampleScores(1, { logLoss: null }), sampleScores(1))).toBeNull();
  });

  it('says when the market was judged on other matches', () => {
    expect(isUneven(against(1))).toBe(false);
    expect(isUneven(against(1, 900))).toBe(true);
    expect(isUneven(against(null))).toBe(false);
    expect(matchesText(against(1, 900))).toBe('1,000 / 900');
    expect(matchesText(against(1))).toBe('1,000');
  });
});

it.each([
  [1520, '1,520'],
  [0.98765, '0.9877'],
  [-12.5, '-12.5000'],
  [1234.56, '1234.6'],
])('writes the figure %d as %s', (value, text) => expect(figureText(value)).toBe(text));

it.each([
  ['logLoss', 'log loss'],
  ['marketLogLoss', 'market log loss'],
  ['rps', 'RPS'],
  ['l2', 'L2'],
  ['log loss', 'log loss'],
])('reads %s as %s', (name, text) => expect(nameText(name)).toBe(text));
