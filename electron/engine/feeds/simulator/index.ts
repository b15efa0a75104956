/** The practice market: an invented, seeded football world that needs neither keys nor a network. */
export { generateUpdates } from './generate-updates.ts';
export type { SimulatorOptions } from './simulator.ts';
export { createSimulator } from './simulator.ts';
