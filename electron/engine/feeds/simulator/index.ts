/** The practice market: an invented, seeded football world that needs neither keys nor a network. */

export type { UpdateStream } from './generate-updates.ts';
export { generateUpdates } from './generate-updates.ts';
export type { ScaledClock } from './scaled-clock.ts';
export { createScaledClock } from './scaled-clock.ts';
export type { SimulatorOptions } from './simulator.ts';
export { createSimulator } from './simulator.ts';
