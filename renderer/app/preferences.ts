import { create } from 'zustand';
import { ODDS_FORMATS, type OddsFormat, oddsFormatLabel, useOddsFormat } from '../stores/odds-format.ts';
import { savedValue, saveValue } from '../stores/saved-value.ts';
import { notify } from '../stores/toasts.ts';

export type ThemeChoice = 'system' | 'dark' | 'light';
export const THEME_CHOICES: readonly ThemeChoice[] = ['system', 'dark', 'light'];

type Preferences = { readonly theme: ThemeChoice; readonly shown: 'dark' | 'light' };

const systemIsDark = matchMedia('(prefers-color-scheme: dark)');
const shownFor = (theme: ThemeChoice): 'dark' | 'light' =>
  theme === 'system' ? (systemIsDark.matches ? 'dark' : 'light') : theme;

/** How the window looks. `shown` is what `theme` comes to on this machine now. */
export const usePreferences = create<Preferences>(() => ({ theme: 'system', shown: shownFor('system') }));

function show(theme: ThemeChoice): void {
  const shown = shownFor(theme);
  document.documentElement.dataset['theme'] = shown;
  usePreferences.setState({ theme, shown });
}

function save(): void {
  saveValue('preferences', {
    theme: usePreferences.getState().theme,
    oddsFormat: useOddsFormat.getState().format,
  });
}

export function chooseTheme(theme: ThemeChoice): void {
  show(theme);
  save();
}

/** From what is shown to the other. */
export const toggleTheme = (): void =>
  chooseTheme(usePreferences.getState().shown === 'dark' ? 'light' : 'dark');

export function chooseOddsFormat(format: OddsFormat): void {
  useOddsFormat.getState().setFormat(format);
  save();
}

export function nextOddsFormat(): void {
  const { format } = useOddsFormat.getState();
  const next = ODDS_FORMATS[(ODDS_FORMATS.indexOf(format) + 1) % ODDS_FORMATS.length];
  if (next === undefined) return;
  chooseOddsFormat(next);
  notify('info', `Odds: ${oddsFormatLabel(next)}`, 'odds-format');
}

/** Before anything is drawn: follow the system until the saved choice is known. */
export function startPreferences(): void {
  show('system');
  systemIsDark.addEventListener('change', () => show(usePreferences.getState().theme));
}

/** Once the engine answers: what was saved, ignoring what can't be read. */
export async function loadPreferences(): Promise<void> {
  const saved = await savedValue('preferences');
  if (typeof saved !== 'object' || saved === null) return;
  const { theme, oddsFormat } = saved as { theme?: unknown; oddsFormat?: unknown };
  const knownTheme = THEME_CHOICES.find((choice) => choice === theme);
  if (knownTheme !== undefined) show(knownTheme);
  const knownFormat = ODDS_FORMATS.find((format) => format === oddsFormat);
  if (knownFormat !== undefined) useOddsFormat.getState().setFormat(knownFormat);
}
