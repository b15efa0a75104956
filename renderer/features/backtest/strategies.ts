/** The strategy on the form and the user's own ones, kept between sessions. */
import * as z from 'zod';
import { create } from 'zustand';
import type { ModelEntry } from '../../../shared/contract/models.ts';
import { type Strategy, strategy as strategySchema } from '../../../shared/contract/runs.ts';
import { useOddsFormat } from '../../stores/odds-format.ts';
import { savedValue, saveValue } from '../../stores/saved-value.ts';
import { useStatus } from '../../stores/status.ts';
import { notify } from '../../stores/toasts.ts';
import { formOf, type StrategyForm, strategyForm } from './strategy-form.ts';

type Strategies = {
  /** `null` until it was read, and while nothing was ever typed: then the first strategy of the list is on the form. */
  readonly form: StrategyForm | null;
  /** The name under which the form's strategy was chosen; renaming changes that one. */
  readonly begunWith: string | null;
  /** By name, in alphabetical order. */
  readonly own: readonly Strategy[];
  /** Whether what was saved has been read. */
  readonly isRead: boolean;
};

export const useStrategies = create<Strategies>(() => ({
  form: null,
  begunWith: null,
  own: [],
  isRead: false,
}));

const saved = z.object({
  form: strategyForm.nullable(),
  begunWith: z.string().nullable(),
  own: z.array(z.unknown()),
});

/** What was saved, without what this version can't read. */
export function readSaved(value: unknown): Pick<Strategies, 'form' | 'begunWith' | 'own'> & {
  readonly unreadable: number;
} {
  const read = saved.safeParse(value);
  if (!read.success) return { form: null, begunWith: null, own: [], unreadable: 0 };
  const own = read.data.own.flatMap((entry) => {
    const one = strategySchema.safeParse(entry);
    return one.success ? [one.data] : [];
  });
  const { form, begunWith } = read.data;
  return { form, begunWith, own, unreadable: read.data.own.length - own.length };
}

let reading: Promise<void> | undefined;

/** Reads once what was saved; then every change is saved. */
export function loadStrategies(): Promise<void> {
  reading ??= savedValue('strategies').then((value) => {
    const { unreadable, ...read } = readSaved(value);
    // What was typed meanwhile counts.
    useStrategies.setState((now) => ({ ...read, form: now.form ?? read.form, isRead: true }));
    if (unreadable > 0)
      notify('warn', `${unreadable} of your strategies can't be read by this version and were left out.`);
    useStrategies.subscribe(({ form, begunWith, own }, before) => {
      if (form !== before.form || begunWith !== before.begunWith || own !== before.own)
        saveValue('strategies', { form, begunWith, own });
    });
  });
  return reading;
}

/** Puts a strategy on the form, written as the user writes money and odds. */
export function beginWith(strategy: Strategy, begunWith: string = strategy.name): void {
  const currency = useStatus.getState().status?.currency;
  if (currency === undefined) return;
  const { format } = useOddsFormat.getState();
  useStrategies.setState(({ form }) => ({
    form: formOf(strategy, { currency, format }, form),
    begunWith,
  }));
}

/**
 * A named strategy that believes a model believes the champion of its market, else a model that is served, where what
 * it names is not the user's own choice; its name carries the model's.
 */
export function withServedModel(strategy: Strategy, all: Iterable<ModelEntry>): Strategy {
  if (strategy.fair.kind !== 'model') return strategy;
  const usable = [...all].filter(
    ({ sport, target, problem }) => sport === 'football' && target === strategy.market && problem === null,
  );
  const model =
    usable.find(({ state }) => state === 'champion') ?? usable.find(({ state }) => state === 'shadow');
  const named = model ?? usable.find(({ id }) => strategy.fair.kind === 'model' && id === strategy.fair.id);
  return named === undefined
    ? strategy
    : { ...strategy, name: `${strategy.name}, ${named.name}`, fair: { kind: 'model', id: named.id } };
}

/** A name that carries the model it was begun with carries the one chosen now. */
export function renamedFor(name: string, before: string, now: string): string {
  const ending = `, ${before}`;
  return before !== '' && name.endsWith(ending) ? `${name.slice(0, -ending.length)}, ${now}` : name;
}

/** As the contract allows. */
const LONGEST_NAME = 120;

/** `name`, numbered where a run has it already: `Kaunitz (2)`. */
export function runName(name: string, taken: Iterable<string>): string {
  const known = new Set(taken);
  if (!known.has(name)) return name;
  const bare = name.replace(/ \(\d+\)$/, '');
  for (let number = 2; ; number += 1) {
    const ending = ` (${number})`;
    const numbered = `${bare.slice(0, LONGEST_NAME - ending.length)}${ending}`;
    if (!known.has(numbered)) return numbered;
  }
}

const byName = (a: Strategy, b: Strategy): number => a.name.localeCompare(b.name, 'en', { numeric: true });

/** Keeps `strategy` under its name, over one that has it already. */
export function keepStrategy(strategy: Strategy): void {
  const { own } = useStrategies.getState();
  const isNew = own.every(({ name }) => name !== strategy.name);
  useStrategies.setState({
    own: [...own.filter(({ name }) => name !== strategy.name), strategy].sort(byName),
    begunWith: strategy.name,
  });
  notify('ok', isNew ? `${strategy.name} is among your strategies now.` : `${strategy.name} was saved.`);
}

/** The own strategy of that name is `strategy` from now on, whatever its name. */
export function renameStrategy(from: string, strategy: Strategy): void {
  const { own } = useStrategies.getState();
  useStrategies.setState({
    own: [...own.filter(({ name }) => name !== from && name !== strategy.name), strategy].sort(byName),
    begunWith: strategy.name,
  });
  notify('ok', `${from} is called ${strategy.name} now.`);
}

export function dropStrategy(name: string): void {
  useStrategies.setState(({ own }) => ({ own: own.filter((kept) => kept.name !== name), begunWith: null }));
  notify('info', `${name} was deleted from your strategies. What is on the form stays.`);
}
