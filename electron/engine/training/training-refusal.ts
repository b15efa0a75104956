/** Why no model can be made of this. The message says what to do. */
export class TrainingRefusal extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'TrainingRefusal';
  }
}
