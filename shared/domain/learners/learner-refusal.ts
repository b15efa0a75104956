export type LearnerRefusalCode =
  | 'no-rows'
  | 'wrong-shape'
  | 'class-out-of-range'
  | 'single-class'
  | 'invalid-weight'
  | 'infinite-value'
  | 'invalid-option'
  | 'foreign-checkpoint'
  | 'diverged'
  | 'unserved-family';

/** Why a learner does not take what it was given. The message says what to do. */
export class LearnerRefusal extends Error {
  readonly code: LearnerRefusalCode;

  constructor(code: LearnerRefusalCode, message: string) {
    super(message);
    this.name = 'LearnerRefusal';
    this.code = code;
  }
}
