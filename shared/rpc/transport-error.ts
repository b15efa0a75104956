/** Thrown by a transport's `send` for a frame the peer would refuse; the connection stays usable. */
export class FrameTooLarge extends Error {
  constructor(bytes: number, limit: number) {
    super(`This message has ${bytes} bytes and at most ${limit} may be sent.`);
    this.name = 'FrameTooLarge';
  }
}
