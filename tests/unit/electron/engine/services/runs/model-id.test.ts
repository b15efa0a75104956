import { describe, expect, it } from 'vitest';
import { freeModelId } from '../../../../../../electron/engine/services/runs/model-id.ts';
import { modelId } from '../../../../../../shared/contract/models.ts';

describe('a model’s id', () => {
  it.each([
    ['My First Model', [], 'my-first-model'],
    ['Fußball Köln 1X2', [], 'fu-ball-ko-ln-1x2'],
    ['日本', [], 'model'],
    ['runs', [], 'runs-2'],
    ['a', ['a', 'a-2'], 'a-3'],
    ['x'.repeat(200), [], 'x'.repeat(56)],
  ])('of %j beside %j is %s', (name, taken, id) => {
    expect(freeModelId(name, new Set(taken))).toBe(id);
    expect(modelId.safeParse(id).success).toBe(true);
  });
});
