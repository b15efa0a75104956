/** The strategy on the form and the user's own ones, kept between sessions. */
import * as z from 'zod';
import { create } from 'zustand';
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
export function beginWith(strategy: Strategy): void {
  const currency = useStatus.getState().status?.currency;
  if (currency === undefined) return;
  const { format } = useOddsFormat.getState();
  useStrategies.setState(({ form }) => ({
    form: formOf(strategy, { currency, format }, form),
    begunWith: strategy.name,
  }));
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
