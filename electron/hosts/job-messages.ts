import type { JobEnd, JobProgress } from '../engine/ports/jobs.ts';

/** What an engine says to the process of a job. */
export type JobOrder = { readonly kind: 'start'; readonly job: unknown } | { readonly kind: 'cancel' };

/** What the process of a job says to its engine; `end` once, last. */
export type JobNews =
  | { readonly kind: 'progress'; readonly progress: JobProgress }
  | { readonly kind: 'end'; readonly end: JobEnd<unknown> };

const kindOf = (message: unknown): unknown =>
  typeof message === 'object' && message !== null && 'kind' in message ? message.kind : undefined;

/** The message as an order; other traffic on the same line is none of ours. */
export const jobOrder = (message: unknown): JobOrder | undefined =>
  kindOf(message) === 'start' || kindOf(message) === 'cancel' ? (message as JobOrder) : undefined;

export const jobNews = (message: unknown): JobNews | undefined =>
  kindOf(message) === 'progress' || kindOf(message) === 'end' ? (message as JobNews) : undefined;
